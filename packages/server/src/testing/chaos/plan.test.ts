import { describe, expect, it } from 'vitest';
import { isKill, KILLS, makePlan, TROUBLES } from './plan.ts';

describe('a plan of chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makePlan({ seed: 7, kills: 40 })).toEqual(makePlan({ seed: 7, kills: 40 }));
    expect(makePlan({ seed: 7, kills: 40 })).not.toEqual(makePlan({ seed: 8, kills: 40 }));
  });

  it.each([1, 5, 10, 13, 200])('has exactly the %i kills that were asked for', (kills) => {
    const faults = makePlan({ seed: 3, kills }).flat();
    expect(faults.filter(({ kind }) => isKill(kind))).toHaveLength(kills);
  });

  it('has every kind in its first two rounds', () => {
    const kinds = new Set(
      makePlan({ seed: 5, kills: 10 })
        .flat()
        .map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual([...KILLS, ...TROUBLES].sort());
  });

  it('leaves Redis alone where there is none, and does only what it is told to', () => {
    const kinds = makePlan({ seed: 5, kills: 20, redis: false }).flat();
    expect(kinds.filter(({ kind }) => kind.includes('redis'))).toEqual([]);
    const only = makePlan({ seed: 5, kills: 4, only: ['kill database'] }).flat();
    expect(only.map(({ kind }) => kind)).toEqual(Array(4).fill('kill database'));
  });
});
