import { type Db, many, maybeOne, one, run, statement, timestamp } from '../../platform/db.ts';

export interface RoundRow {
  signature: Buffer | null;
  given_up_at: number | null;
}
const byNumber = statement(
  'beacon.round',
  'select signature, given_up_at from beacon_rounds where season_id = $1 and round = $2',
);
/** What is known of a round; null as long as nobody has asked for it in vain and it has not come. */
export const getRound = (db: Db, seasonId: string, round: number): Promise<RoundRow | null> =>
  maybeOne(db, byNumber, [seasonId, round]);

const newest = statement(
  'beacon.newest',
  'select max(round) as round from beacon_rounds where season_id = $1 and signature is not null',
);
/** The newest round that has come; null = none yet. */
export async function newestRound(db: Db, seasonId: string): Promise<number | null> {
  return (await one<{ round: number | null }>(db, newest, [seasonId])).round;
}

/** A condition on the order `b`: it waits for no round, or its round has come or was given up. */
export const ROUND_SETTLED = `(b.beacon_round is null or exists (select 1 from beacon_rounds r
  where r.season_id = b.season_id and r.round = b.beacon_round and num_nonnulls(r.signature, r.given_up_at) = 1))`;

export interface WantedRound {
  season_id: string;
  round: number;
  beacon_public_key: Buffer | null;
  beacon_genesis: number | null;
  beacon_period_ms: number | null;
  /** When it was asked for in vain for the first time; null = not yet. */
  asked_at: number | null;
}
const wanted = statement(
  'beacon.wanted',
  `select w.season_id, w.round, s.beacon_public_key, s.beacon_genesis, s.beacon_period_ms, r.asked_at
   from (select distinct season_id, beacon_round as round from battles where status = 'queued' and beacon_round is not null) w
   join seasons s on s.id = w.season_id left join beacon_rounds r on r.season_id = w.season_id and r.round = w.round
   where num_nonnulls(r.signature, r.given_up_at) = 0
     and s.beacon_genesis + (w.round - 1) * s.beacon_period_ms * interval '1 ms' <= $1
   order by w.round limit 100`,
);
/** Rounds whose time has come and that orders wait for, the oldest first. */
export const listWantedRounds = (db: Db, nowMs: number): Promise<WantedRound[]> => many(db, wanted, [timestamp(nowMs)]);

const store = statement(
  'beacon.store',
  `insert into beacon_rounds (season_id, round, asked_at, signature) values ($1, $2, $3, $4)
   on conflict (season_id, round) do update set signature = excluded.signature
     where num_nonnulls(beacon_rounds.signature, beacon_rounds.given_up_at) = 0`,
);
/** Keeps a round that has come; does nothing when it is settled. */
export const storeRound = (
  db: Db,
  seasonId: string,
  round: number,
  signature: Buffer,
  nowMs: number,
): Promise<number> => run(db, store, [seasonId, round, timestamp(nowMs), signature]);

const asked = statement(
  'beacon.asked',
  'insert into beacon_rounds (season_id, round, asked_at) values ($1, $2, $3) on conflict do nothing',
);
/** Remembers since when a round is asked for in vain. */
export const noteAsked = (db: Db, seasonId: string, round: number, nowMs: number): Promise<number> =>
  run(db, asked, [seasonId, round, timestamp(nowMs)]);

const giveUp = statement(
  'beacon.giveUp',
  `update beacon_rounds set given_up_at = $3 where season_id = $1 and round = $2 and num_nonnulls(signature, given_up_at) = 0`,
);
/** 1 = given up now; 0 = it was settled before. */
export const giveUpRound = (db: Db, seasonId: string, round: number, nowMs: number): Promise<number> =>
  run(db, giveUp, [seasonId, round, timestamp(nowMs)]);

const lag = statement(
  'beacon.lag',
  `select coalesce(extract(epoch from $1 - min(s.beacon_genesis + (b.beacon_round - 1) * s.beacon_period_ms * interval '1 ms')), 0)::float8 as seconds
   from battles b join seasons s on s.id = b.season_id
   where b.status = 'queued' and b.beacon_round is not null and not ${ROUND_SETTLED}`,
);
/** How long ago the oldest round should have come that orders still wait for; seconds, 0 = none. */
export async function beaconLag(db: Db, nowMs: number): Promise<number> {
  return Math.max(0, (await one<{ seconds: number }>(db, lag, [timestamp(nowMs)])).seconds);
}
