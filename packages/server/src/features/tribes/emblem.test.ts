import { emblemSvg } from '@cryptotribes/protocol/heraldry/emblemSvg';
import { CHARGES, heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import { describe, expect, it } from 'vitest';
import { readCharges } from './emblem.ts';

const charges = readCharges();

describe('the drawings of the charges', () => {
  it('are there for every charge and for nothing else', () => {
    expect(Object.keys(charges).sort()).toEqual([...CHARGES].sort());
  });

  it('are paths and nothing more', () => {
    for (const [name, path] of Object.entries(charges))
      expect(path, name).toMatch(/^[mM][-MmLlHhVvCcSsQqTtAaZz\d., ]+$/);
  });
});

describe('an emblem', () => {
  it('is made of paths with colours of the shield', () => {
    for (let n = 0; n < 200; n++) {
      const arms = heraldry(`507f1f77bcf86cd7994${n.toString(16).padStart(5, '0')}`, n + 1);
      const svg = emblemSvg(arms, charges);
      const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name));
      expect([...elements].filter((name) => !['svg', 'clipPath', 'path'].includes(name ?? ''))).toEqual([]);
      expect(svg).toContain(`fill="${arms.field}"`);
      expect(svg).toContain(charges[arms.charge]);
      expect(svg).not.toMatch(/script|style|href|\bon[a-z]+=|<!|&/i);
    }
  });

  it('differs from tribe to tribe and is always the same for one', () => {
    const draw = (id: string, ordinal: number) => emblemSvg(heraldry(id, ordinal), charges);
    expect(draw('507f1f77bcf86cd799439012', 6)).toBe(draw('507f1f77bcf86cd799439012', 6));
    expect(draw('507f1f77bcf86cd799439012', 6)).not.toBe(draw('507f1f77bcf86cd799439013', 6));
  });

  it('cannot be drawn with a charge that nobody has drawn', () => {
    expect(() => emblemSvg({ ...heraldry('x', 1), charge: 'unicorn' }, charges)).toThrow('unicorn');
  });
});
