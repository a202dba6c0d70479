import type { TribeGarrison } from '@cryptotribes/protocol/features/tribes';
import { describe, expect, it } from 'vitest';
import { departureOf } from './departure.ts';

const army = (militia: number, cavalry = 0) => ({ militia, spearman: 0, archer: 0, cavalry });
const garrison = (territoryId: number, name: string, stacks: Record<string, number>): TribeGarrison => ({
  id: String(territoryId).padStart(24, '0'),
  territoryId,
  name,
  tier: 'ring',
  controlledSince: '',
  truceUntil: null,
  formation: 'balanced',
  units: army(Object.values(stacks).reduce((sum, n) => sum + n, 0)),
  capacity: 500,
  placesTaken: 0,
  pendingOrders: 0,
  members: Object.entries(stacks).map(([userId, n]) => ({ userId, units: army(n), goldPerHour: 50 })),
});

const garrisons = [
  garrison(12, 'Windtor', { a: 100, b: 80 }),
  garrison(14, 'Icevein', { a: 60, b: 26 }),
  garrison(3, 'Stormgard', { a: 54 }),
  garrison(40, 'Ashmead', { b: 10 }),
];

describe('a departure', () => {
  it('takes the member’s own units and leaves the others’, the weakest land first', () => {
    expect(departureOf(garrisons, 'a')).toEqual({
      units: 214,
      losses: [
        { territoryId: 3, name: 'Stormgard', goes: 54, keeps: 0 },
        { territoryId: 14, name: 'Icevein', goes: 60, keeps: 26 },
        { territoryId: 12, name: 'Windtor', goes: 100, keeps: 80 },
      ],
    });
  });

  it('of somebody without units changes nothing', () => {
    expect(departureOf(garrisons, 'c')).toEqual({ units: 0, losses: [] });
  });
});
