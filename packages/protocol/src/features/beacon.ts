/** The public random beacon as the API shows it (docs/FAIRNESS.md). */
import Type, { type Static } from 'typebox';
import { Instant, NullableText, object, oneOf } from '../core/schema.ts';

/** Named when the season is created; never changes. */
export const SeasonBeacon = object({
  /** A point of BLS12-381's G2, 192 hex digits. */
  publicKey: Type.String(),
  /** When round 1 was published. */
  genesis: Instant,
  periodMs: Type.Integer(),
  /** Whether it is drand's public chain quicknet. */
  isQuicknet: Type.Boolean(),
});
export type SeasonBeacon = Static<typeof SeasonBeacon>;

const wait = {
  round: Type.Integer(),
  /** When the round is published. */
  at: Instant,
  /** A round that is not there by then is given up, and the battle is void. */
  givesUpAt: Instant,
};
export const BeaconWait = object(wait);
export type BeaconWait = Static<typeof BeaconWait>;

export const BattleBeacon = object({
  ...wait,
  state: oneOf(['waiting', 'came', 'missing'] as const),
  /** 96 hex digits; null unless it came. */
  signature: NullableText,
  /** SHA-256 of the signature. */
  randomness: NullableText,
});
export type BattleBeacon = Static<typeof BattleBeacon>;
