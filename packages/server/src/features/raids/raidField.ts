import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Tx } from '../../platform/tx.ts';
import type { BeaconInput } from '../beacon/acceptance.ts';
import type { SeasonRow } from '../seasons/queries.ts';
import type { Village } from '../villages/village.ts';
import type { RaidOrder } from './queries.ts';

/** A raid on its turn, everything locked. */
export interface RaidField {
  tx: Tx;
  season: SeasonRow;
  rules: Ruleset;
  order: RaidOrder;
  raider: Village;
  /** Null for camps. */
  victim: Village | null;
  /** Tribes as they are now; null without one. */
  raiderTribeId: string | null;
  victimTribeId: string | null;
  /** What the order's round of the beacon adds; null in seasons without one. */
  beacon: BeaconInput | null;
  nowMs: number;
}
