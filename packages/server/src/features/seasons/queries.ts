import type { BeaconChain } from '@cryptotribes/rules/beacon/rounds';
import type { Army, Formation } from '@cryptotribes/rules/core/units';
import {
  type Db,
  keyedStatement,
  many,
  maybeOne,
  one,
  run,
  statement,
  timestamp,
  timestampOrNull,
} from '../../platform/db.ts';

export type SeasonStatus = 'registration' | 'active' | 'ended' | 'paid_out' | 'cancelled';
/** A season as stored; times in milliseconds. */
export interface SeasonRow {
  id: string;
  season_number: number;
  name: string;
  ruleset_id: string;
  speed: number;
  status: SeasonStatus;
  registration_start: number;
  registration_end: number;
  season_start: number;
  season_end: number;
  entry_fee_micro: number;
  commitment: Buffer;
  tribes_at_start: number;
  ending_soon_told_at: number | null;
  demo: boolean;
  created_at: number;
  /** Fixed at the season's end; null before. */
  prize_pool_micro: number | null;
  /** When the secret was published; null before. */
  revealed_at: number | null;
  /** Seats of a paid season; null = as many as come. */
  max_players: number | null;
  /** The public beacon, named at creation: key, time of round 1, milliseconds between rounds; all null = none. */
  beacon_public_key: Buffer | null;
  beacon_genesis: number | null;
  beacon_period_ms: number | null;
}

/** Of a season, as `SeasonRow` has them. */
export const SEASON_COLUMNS = `id, season_number, name, ruleset_id, speed, status, registration_start, registration_end, season_start, season_end,
  entry_fee_micro, commitment, tribes_at_start, ending_soon_told_at, demo, created_at, prize_pool_micro, revealed_at, max_players,
  beacon_public_key, beacon_genesis, beacon_period_ms`;

const byId = statement('seasons.byId', `select ${SEASON_COLUMNS} from seasons where id = $1`);
export const getSeason = (db: Db, id: string): Promise<SeasonRow | null> => maybeOne(db, byId, [id]);

const current = keyedStatement(
  'seasons.current',
  ['text'],
  `select ${SEASON_COLUMNS} from seasons where id = current_season($1)`,
);
/**
 * The newest running season that the player has entered, else the newest open one entered. Otherwise, and for visitors (null): the running
 * season; else the one open for registration; else the last one; null before the first.
 */
export const getCurrentSeason = (db: Db, userId: string | null): Promise<SeasonRow | null> =>
  maybeOne(db, current, [userId]);

const all = statement('seasons.all', `select ${SEASON_COLUMNS} from seasons order by season_number desc limit 100`);
export const listSeasons = (db: Db): Promise<SeasonRow[]> => many(db, all);

const open = statement(
  'seasons.open',
  `select ${SEASON_COLUMNS} from seasons where status in ('registration', 'active') order by season_number`,
);
export const listOpenSeasons = (db: Db): Promise<SeasonRow[]> => many(db, open);

const counts = statement(
  'seasons.counts',
  `select (select count(*)::int from entries where season_id = $1 and hold is distinct from 'refunded') as players,
          (select count(*)::int from tribes where season_id = $1 and dissolved_at is null) as tribes`,
);
export const countParticipants = (db: Db, seasonId: string): Promise<{ players: number; tribes: number }> =>
  one(db, counts, [seasonId]);

// Held to the end of the transaction: of two seasons that are made at once, the second counts the first.
const holdNumbers = statement('seasons.holdNumbers', 'select pg_advisory_xact_lock(7203118451)');
const insert = statement(
  'seasons.insert',
  `insert into seasons (id, season_number, name, ruleset_id, speed, status, registration_start, registration_end, season_start, season_end,
     entry_fee_micro, commitment, tribes_at_start, demo, created_at, max_players,
     beacon_public_key, beacon_genesis, beacon_period_ms)
   values ($1, (select coalesce(max(season_number), 0) + 1 from seasons), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
   returning season_number`,
);
const insertSecret = statement(
  'seasons.insertSecret',
  'insert into season_secrets (season_id, secret) values ($1, $2)',
);

export interface NewSeason {
  id: string;
  name: string;
  rulesetId: string;
  speed: number;
  status: SeasonStatus;
  registrationStartMs: number;
  registrationEndMs: number;
  seasonStartMs: number;
  seasonEndMs: number;
  entryFeeMicro: number;
  secret: Buffer;
  commitment: Buffer;
  tribesAtStart: number;
  demo: boolean;
  createdMs: number;
  maxPlayers: number | null;
  beacon: BeaconChain | null;
}
export async function insertSeason(db: Db, season: NewSeason): Promise<number> {
  await run(db, holdNumbers);
  const row = await one<{ season_number: number }>(db, insert, [
    season.id,
    season.name,
    season.rulesetId,
    season.speed,
    season.status,
    timestamp(season.registrationStartMs),
    timestamp(season.registrationEndMs),
    timestamp(season.seasonStartMs),
    timestamp(season.seasonEndMs),
    season.entryFeeMicro,
    season.commitment,
    season.tribesAtStart,
    season.demo,
    timestamp(season.createdMs),
    season.maxPlayers,
    season.beacon === null ? null : Buffer.from(season.beacon.publicKey, 'hex'),
    timestampOrNull(season.beacon?.genesisMs ?? null),
    season.beacon?.periodMs ?? null,
  ]);
  await run(db, insertSecret, [season.id, season.secret]);
  return row.season_number;
}

const rename = statement('seasons.rename', 'update seasons set name = $2 where id = $1');
export const renameSeason = (db: Db, id: string, name: string): Promise<number> => run(db, rename, [id, name]);

const insertTerritoryRows = statement(
  'seasons.insertTerritories',
  `insert into territories (id, season_id, territory_no, formation, npc_militia, npc_spearman, npc_archer, npc_cavalry, garrison_at)
   select i, $1, n, f, a, b, c, d, $9 from unnest($2::text[], $3::int[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[]) as x(i, n, f, a, b, c, d)`,
);
export async function insertTerritories(
  db: Db,
  seasonId: string,
  rows: { id: string; no: number; formation: Formation; npc: Army }[],
  nowMs: number,
): Promise<void> {
  await run(db, insertTerritoryRows, [
    seasonId,
    rows.map((row) => row.id),
    rows.map((row) => row.no),
    rows.map((row) => row.formation),
    rows.map((row) => row.npc.militia),
    rows.map((row) => row.npc.spearman),
    rows.map((row) => row.npc.archer),
    rows.map((row) => row.npc.cavalry),
    timestamp(nowMs),
  ]);
}

const readSecret = statement('seasons.secret', 'select secret from season_secrets where season_id = $1');
/** The season's secret: for deciding battles only. */
export async function getSeasonSecret(db: Db, seasonId: string): Promise<Buffer> {
  return (await one<{ secret: Buffer }>(db, readSecret, [seasonId])).secret;
}

const insertEntry = statement(
  'seasons.insertEntry',
  `insert into entries (season_id, user_id, source, created_at) values ($1, $2, 'free', $3) on conflict do nothing`,
);
/** True when the player was not in the season before. */
export async function enterSeason(db: Db, seasonId: string, userId: string, nowMs: number): Promise<boolean> {
  return (await run(db, insertEntry, [seasonId, userId, timestamp(nowMs)])) === 1;
}
const entry = statement('seasons.entry', 'select created_at from entries where season_id = $1 and user_id = $2');
export async function getEntry(db: Db, seasonId: string, userId: string): Promise<number | null> {
  return (await maybeOne<{ created_at: number }>(db, entry, [seasonId, userId]))?.created_at ?? null;
}

// The row lock makes the season's change of status happen once, whoever looks. It lets orders refer to the season meanwhile.
const lockForClock = statement(
  'seasons.lockForClock',
  `select ${SEASON_COLUMNS} from seasons where status in ('registration', 'active') order by season_number for no key update skip locked`,
);
export const lockOpenSeasons = (db: Db): Promise<SeasonRow[]> => many(db, lockForClock);

// Waits its turn: of several closings at once the second finds the season ended.
const lockOne = statement('seasons.lock', `select ${SEASON_COLUMNS} from seasons where id = $1 for no key update`);
export const lockSeason = (db: Db, id: string): Promise<SeasonRow | null> => maybeOne(db, lockOne, [id]);

const started = statement(
  'seasons.started',
  `update seasons set status = 'active', players_at_start = $2, tribes_at_start = $3 where id = $1`,
);
export const markStarted = (db: Db, id: string, players: number, tribes: number): Promise<number> =>
  run(db, started, [id, players, tribes]);
const cancelled = statement(
  'seasons.cancelled',
  `update seasons set status = 'cancelled', cancelled_at = $2, revealed_at = $2 where id = $1`,
);
export const markCancelled = (db: Db, id: string, nowMs: number): Promise<number> =>
  run(db, cancelled, [id, timestamp(nowMs)]);

const scaleWild = statement(
  'seasons.scaleWildGarrisons',
  `update territories t set npc_militia = a, npc_spearman = b, npc_archer = c, npc_cavalry = d
   from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[]) as x(n, a, b, c, d) where t.season_id = $1 and t.territory_no = n`,
);
/** Sets the wild garrisons; before the start nobody has fought them. */
export const scaleWildGarrisons = (db: Db, seasonId: string, rows: { no: number; npc: Army }[]): Promise<number> =>
  run(db, scaleWild, [
    seasonId,
    rows.map((row) => row.no),
    rows.map((row) => row.npc.militia),
    rows.map((row) => row.npc.spearman),
    rows.map((row) => row.npc.archer),
    rows.map((row) => row.npc.cavalry),
  ]);

const toldEndingSoon = statement('seasons.toldEndingSoon', 'update seasons set ending_soon_told_at = $2 where id = $1');
export const markEndingSoonTold = (db: Db, id: string, nowMs: number): Promise<number> =>
  run(db, toldEndingSoon, [id, timestamp(nowMs)]);
const queued = statement(
  'seasons.queued',
  `select exists (select 1 from battles where season_id = $1 and status = 'queued') as any`,
);
export async function hasQueuedBattles(db: Db, seasonId: string): Promise<boolean> {
  return (await one<{ any: boolean }>(db, queued, [seasonId])).any;
}
