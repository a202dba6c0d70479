/** The beacon's part in orders: which round an order waits for, and what that round adds once it is there. */
import { type BeaconChain, firstRoundAfter, roundRandomness, roundStartMs } from '@cryptotribes/rules/beacon/rounds';
import type { Db } from '../../platform/db.ts';
import type { SeasonRow } from '../seasons/queries.ts';
import { getRound, newestRound } from './queries.ts';

export type BeaconColumns = Pick<SeasonRow, 'beacon_public_key' | 'beacon_genesis' | 'beacon_period_ms'>;

/** The beacon that the season named when it was created; null = none. */
export function beaconOf(season: BeaconColumns): BeaconChain | null {
  const { beacon_public_key: key, beacon_genesis: genesisMs, beacon_period_ms: periodMs } = season;
  if (key === null || genesisMs === null || periodMs === null) return null;
  return { publicKey: key.toString('hex'), genesisMs, periodMs };
}

/**
 * When an order counts as accepted, and its round. A round that is here already has been published: a clock that says it is still to come is
 * behind, and the order counts from the round's time on. So no order ever waits for a round that is known.
 */
export async function acceptance(
  db: Db,
  season: SeasonRow,
  nowMs: number,
): Promise<{ acceptedMs: number; beaconRound: number | null }> {
  const chain = beaconOf(season);
  if (chain === null) return { acceptedMs: nowMs, beaconRound: null };
  const known = await newestRound(db, season.id);
  const acceptedMs = known === null ? nowMs : Math.max(nowMs, roundStartMs(chain, known));
  return { acceptedMs, beaconRound: firstRoundAfter(chain, acceptedMs) };
}

/** What a round adds to a battle. */
export interface BeaconInput {
  round: number;
  /** 64 hex digits. */
  randomness: string;
}
export type RoundState =
  | { kind: 'none' | 'waiting' }
  /** Given up: the battle is void. */
  | { kind: 'missing'; atMs: number }
  | { kind: 'came'; atMs: number; input: BeaconInput };

/** How it stands with the round of an order. `atMs`: the battle is never decided before it. */
export async function roundOf(db: Db, season: SeasonRow, round: number | null): Promise<RoundState> {
  const chain = beaconOf(season);
  if (chain === null || round === null) return { kind: 'none' };
  const row = await getRound(db, season.id, round);
  if (row?.signature)
    return {
      kind: 'came',
      atMs: roundStartMs(chain, round),
      input: { round, randomness: Buffer.from(roundRandomness(row.signature)).toString('hex') },
    };
  return row?.given_up_at ? { kind: 'missing', atMs: row.given_up_at } : { kind: 'waiting' };
}
