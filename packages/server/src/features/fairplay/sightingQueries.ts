import { type Db, many, one, run, statement, timestamp } from '../../platform/db.ts';

const salts = statement('fairplay.salts', 'select season_id, salt from fairplay_salts where season_id = any($1)');
export async function getSalts(db: Db, seasonIds: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await many<{ season_id: string; salt: Buffer }>(db, salts, [seasonIds]);
  return new Map(rows.map((row) => [row.season_id, row.salt]));
}

// Of several processes at once all get the first one's.
const keep = statement(
  'fairplay.keepSalt',
  `insert into fairplay_salts (season_id, salt, made_at) values ($1, $2, $3)
   on conflict (season_id) do update set salt = fairplay_salts.salt returning salt`,
);
/** The season's salt; `fresh` unless it has one. */
export const keepSalt = async (db: Db, seasonId: string, fresh: Buffer, nowMs: number): Promise<Buffer> =>
  (await one<{ salt: Buffer }>(db, keep, [seasonId, fresh, timestamp(nowMs)])).salt;

// Demo seasons have nothing to win, and their players are programs.
const seasons = statement(
  'fairplay.currentSeasons',
  `select u as user_id, s.id as season_id from unnest($1::text[]) as x(u) join seasons s on s.id = current_season(u)
   where s.status in ('registration', 'active') and not s.demo`,
);
/** Player → the season that the player's commands mean, where it is not over. */
export async function listCurrentSeasons(db: Db, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await many<{ user_id: string; season_id: string }>(db, seasons, [userIds]);
  return new Map(rows.map((row) => [row.user_id, row.season_id]));
}

export interface NewSighting {
  readonly seasonId: string;
  readonly userId: string;
  readonly kind: 'address' | 'network' | 'setup' | 'browser';
  readonly hash: Buffer;
  readonly atMs: number;
}
const add = statement(
  'fairplay.addSightings',
  `insert into fairplay_sightings (season_id, user_id, kind, hash, first_at, last_at)
   select s, u, k, h, a, a from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[]) as x(s, u, k, h, a)
   on conflict (season_id, user_id, kind, hash) do update set last_at = greatest(fairplay_sightings.last_at, excluded.last_at),
     days = fairplay_sightings.days + (excluded.last_at::date > fairplay_sightings.last_at::date)::int`,
);
/** Each key at most once. */
export const addSightings = (db: Db, rows: readonly NewSighting[]): Promise<number> =>
  run(db, add, [
    rows.map((row) => row.seasonId),
    rows.map((row) => row.userId),
    rows.map((row) => row.kind),
    rows.map((row) => row.hash),
    rows.map((row) => timestamp(row.atMs)),
  ]);

export interface NewDay {
  readonly seasonId: string;
  readonly userId: string;
  /** Start of the day, UTC. */
  readonly dayMs: number;
  readonly hours: number;
  readonly commands: number;
}
const days = statement(
  'fairplay.addDays',
  `insert into fairplay_days (season_id, user_id, day, hours, commands)
   select s, u, d::date, h, c from unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::int[]) as x(s, u, d, h, c) order by 1, 2, 3
   on conflict (season_id, user_id, day) do update set hours = fairplay_days.hours | excluded.hours,
     commands = fairplay_days.commands + excluded.commands`,
);
export const addDays = (db: Db, rows: readonly NewDay[]): Promise<number> =>
  run(db, days, [
    rows.map((row) => row.seasonId),
    rows.map((row) => row.userId),
    rows.map((row) => timestamp(row.dayMs)),
    rows.map((row) => row.hours),
    rows.map((row) => row.commands),
  ]);
