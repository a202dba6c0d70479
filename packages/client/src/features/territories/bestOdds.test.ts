import type { Me } from '@cryptotribes/protocol/features/villages';
import { describe, expect, it } from 'vitest';
import { toTerritoryView } from '../../board/view.ts';
import { aTerritory } from '../../net/samples.ts';
import { bestOdds, oddsAgainstWild, strongerLands } from './bestOdds.ts';

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

describe('lands as the map knows them', () => {
  const owner = { tribeId: 'b'.repeat(24), tribeName: 'Raven Host', tag: 'RVN', ordinal: 1, controlledSince: '' };
  const land = (territoryId: number, militia: number, isHeld: boolean, myTribeId: string | null = null) => {
    const stand = { units: army(militia), formation: 'balanced' as const };
    const holders = isHeld
      ? { owner, npcDefense: null, garrison: { ...stand, lastUpdated: '' } }
      : { npcDefense: { ...stand, difficulty: 'weak' as const } };
    return toTerritoryView(aTerritory({ territoryId, terrain: 'plains', ...holders }), myTribeId);
  };

  it('have odds while they are wild; those of a garrison are in its own record only', () => {
    expect(oddsAgainstWild('season1', player(200), land(1, 20, false))).toMatchObject({ winning: 2001 });
    expect(oddsAgainstWild('season1', player(200), land(1, 20, true))).toBeNull();
  });

  it('are stronger when they beat everybody at home in most cases; own and empty ones never are', () => {
    const lands = [
      land(1, 500, false),
      land(2, 500, true),
      land(3, 20, true),
      land(4, 0, true),
      land(5, 500, true, owner.tribeId),
    ];
    expect([...strongerLands('season1', player(100), lands)]).toEqual([1, 2]);
    expect([...strongerLands('season1', player(0), lands)]).toEqual([1, 2, 3]);
  });
});
