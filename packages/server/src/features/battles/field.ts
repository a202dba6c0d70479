import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import type { BeaconInput } from '../beacon/acceptance.ts';
import type { SeasonRow } from '../seasons/queries.ts';
import type { Stack, TerritoryRow } from '../territories/queries.ts';
import type { Village } from '../villages/village.ts';
import type { Order } from './queries.ts';

/** Everything a decision works on, locked. */
export interface Field {
  ctx: Context;
  tx: Tx;
  season: SeasonRow;
  rules: Ruleset;
  territory: TerritoryRow;
  order: Order;
  stacks: Stack[];
  villages: Map<string, Village>;
  /** What the order's round of the beacon adds; null in seasons without one. */
  beacon: BeaconInput | null;
  nowMs: number;
}

/** The village of a player on the field; every one of them was locked. */
export function villageOn(field: Field, userId: string): Village {
  const village = field.villages.get(userId);
  if (!village) throw new Error(`village of ${userId} is not on the field`);
  return village;
}
