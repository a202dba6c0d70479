/** What happens to the garrisons when somebody leaves: for the dialogs that ask, and for the table of garrisons. Pure. */
import type { TribeGarrison } from '@cryptotribes/protocol/features/tribes';
import { totalUnits } from '@cryptotribes/rules/core/units';

export interface Loss {
  territoryId: number;
  name: string;
  /** Units that go home. */
  goes: number;
  /** Units that stay. */
  keeps: number;
}

export interface Departure {
  /** Units that leave all garrisons together. */
  units: number;
  /** Where they stand now; the weakest left behind first. */
  losses: Loss[];
}

/** What leaves the garrisons of a tribe with a member. */
export function departureOf(garrisons: readonly TribeGarrison[], userId: string): Departure {
  const losses = garrisons.flatMap(({ territoryId, name, units, members }) => {
    const mine = members.find((member) => member.userId === userId);
    const goes = mine ? totalUnits(mine.units) : 0;
    return goes > 0 ? [{ territoryId, name, goes, keeps: totalUnits(units) - goes }] : [];
  });
  losses.sort((a, b) => a.keeps - b.keeps || b.goes - a.goes);
  return { units: losses.reduce((sum, { goes }) => sum + goes, 0), losses };
}
