import { describe, expect, it } from 'vitest';
import { canonicalText, comparable, differences } from './canonical.ts';
import { aMe, aSeason, aTerritory } from './samples.ts';

describe('canonicalText', () => {
  it('is the same for the same record, whatever the order of its fields', () => {
    expect(canonicalText({ b: [{ y: 1, x: 2 }], a: null })).toBe(canonicalText({ a: null, b: [{ x: 2, y: 1 }] }));
  });

  it('keeps the order of lists, which means something', () => {
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]));
  });
});

describe('differences', () => {
  it('names every field that differs, deep inside too', () => {
    const a = { me: { gold: 1, army: { militia: 2 } }, only: true };
    const b = { me: { gold: 1, army: { militia: 3 } } };
    expect(differences(a, b)).toEqual(['me.army.militia: 2 / 3', 'only: true / undefined']);
  });

  it('finds none in equal records', () => {
    expect(differences({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  });
});

describe('comparable', () => {
  const state = { me: aMe(), season: aSeason(), territories: [aTerritory()], tribe: null };

  it('sees a unit that only one side knows of', () => {
    const units = { militia: 35, spearman: 22, archer: 18, cavalry: 7 };
    const other = {
      ...state,
      territories: [aTerritory({ npcDefense: { units, formation: 'defensive', difficulty: 'elite' } })],
    };
    expect(differences(comparable(state, 0), comparable(other, 0))).toEqual([
      'territories.1.npcDefense.units.militia: 36 / 35',
    ]);
  });

  it('does not look at what the server counts at the moment of its answer', () => {
    const other = {
      ...state,
      me: aMe({ income: { ...aMe().income, goldFullAt: '2026-05-01T12:00:00.000Z' } }),
      season: aSeason({ participants: { registeredPlayers: 3, activeTribes: 1, online: 2 } }),
    };
    expect(differences(comparable(state, 0), comparable(other, 0))).toEqual([]);
  });

  it('takes a truce that is over for none', () => {
    const truceUntil = '2026-05-01T12:00:00.000Z';
    const other = { ...state, territories: [aTerritory({ truceUntil })] };
    const at = (nowMs: number) => differences(comparable(state, nowMs), comparable(other, nowMs));
    expect(at(Date.parse(truceUntil) - 1)).toHaveLength(1);
    expect(at(Date.parse(truceUntil))).toEqual([]);
  });
});
