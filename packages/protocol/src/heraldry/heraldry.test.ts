import { describe, expect, it } from 'vitest';
import { contrast } from './colour.ts';
import { DYES } from './dyes.ts';
import { CHARGES, DIVISIONS, heraldry } from './heraldry.ts';

const ids = Array.from({ length: 500 }, (_, i) => `507f1f77bcf86cd7994${i.toString(16).padStart(5, '0')}`);

describe('heraldry', () => {
  it('gives the same shield for the same tribe', () => {
    expect(heraldry('507f1f77bcf86cd799439012', 6)).toEqual(heraldry('507f1f77bcf86cd799439012', 6));
  });

  it('keeps division and charge when the ordinal changes', () => {
    const [a, b] = [heraldry(ids[7]!, 1), heraldry(ids[7]!, 40)];
    expect([a.division, a.charge]).toEqual([b.division, b.charge]);
    expect(a.field).not.toBe(b.field);
  });

  it('has 96 different dyes and repeats them after that', () => {
    expect(new Set(DYES).size).toBe(96);
    expect(heraldry('x', 97).field).toBe(heraldry('x', 1).field);
  });

  it('shows the charge with a contrast of at least 3 to 1 on every dye', () => {
    for (let ordinal = 1; ordinal <= 96; ordinal++) {
      const { field, chargeColour } = heraldry('x', ordinal);
      expect(contrast(field, chargeColour), field).toBeGreaterThanOrEqual(3);
    }
  });

  it('uses every charge and every division', () => {
    const shields = ids.map((id) => heraldry(id, 1));
    expect(new Set(shields.map((s) => s.charge)).size).toBe(CHARGES.length);
    expect(new Set(shields.map((s) => s.division)).size).toBe(Object.keys(DIVISIONS).length);
  });

  it('rarely draws two tribes alike', () => {
    const shields = ids.slice(0, 84).map((id, i) => heraldry(id, i + 1));
    const looks = new Set(shields.map((s) => `${s.field} ${s.division} ${s.charge}`));
    expect(looks.size).toBe(84);
  });
});
