import type { Me } from '@cryptotribes/protocol/features/villages';
import { describe, expect, it } from 'vitest';
import { bestOdds } from './bestOdds.ts';

const army = (militia: number) => ({ militia, spearman: 0, archer: 0, cavalry: 0 });
const player = (militia: number) => ({ army: army(militia), buildings: { workshop: { level: 1 } } }) as Me;
const wild = (militia: number) => ({
  terrain: 'plains' as const,
  formation: 'balanced' as const,
  contributors: [{ userId: null, units: army(militia), workshopLevel: 1 }],
  siegeFatigueBp: 0,
});

describe('bestOdds', () => {
  it('takes the formation with the best odds', () => {
    expect(bestOdds('season1', player(100), wild(105))?.formation).toBe('offensive');
  });

  it('is certain against a much weaker garrison and hopeless against a much stronger one', () => {
    expect(bestOdds('season1', player(200), wild(20))).toMatchObject({ winning: 2001, of: 2001 });
    expect(bestOdds('season1', player(20), wild(200))).toMatchObject({ winning: 0 });
  });

  it('is null when nobody is at home', () => {
    expect(bestOdds('season1', player(0), wild(20))).toBeNull();
  });
});
