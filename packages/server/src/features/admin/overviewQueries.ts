import { type Db, many, one, statement, timestamp } from '../../platform/db.ts';

export interface Traffic {
  online: number;
  last_minute: number;
  last_hour: number;
  queued: number;
  oldest_queued: number | null;
  news_waiting: number;
}
// Ids begin with the second they were made in: the primary key finds the orders of the last hour.
const traffic = statement(
  'admin.traffic',
  `select (select count(distinct user_id)::int from user_presence where online_until > $1) as online,
     (select count(*)::int from battles where id >= $2 and accepted_at > $1::timestamptz - interval '1 minute') as last_minute,
     (select count(*)::int from battles where id >= $2 and accepted_at > $1::timestamptz - interval '1 hour') as last_hour,
     (select count(*)::int from battles where status = 'queued') as queued,
     (select min(accepted_at) from battles where status = 'queued') as oldest_queued,
     (select count(*)::int from news where seq is null) as news_waiting`,
);
export const readTraffic = (db: Db, nowMs: number): Promise<Traffic> => {
  const hourAgo = Math.max(0, Math.floor(nowMs / 1000) - 3_601);
  return one(db, traffic, [timestamp(nowMs), hourAgo.toString(16).padStart(8, '0') + '0'.repeat(16)]);
};

export interface TickRow {
  kind: 'vp' | 'gold';
  last: number;
  last_applied_at: number | null;
  made_up: number;
}
// The n-th credit is due n steps after the season's start.
const ticks = statement(
  'admin.ticks',
  `select kind, max(n)::int as last, max(applied_at) as last_applied_at,
     (count(*) filter (where applied_at > $2::timestamptz + n * make_interval(secs => case kind when 'vp' then $3::float8 else $4::float8 end)
       + interval '1 minute'))::int as made_up
   from ticks where season_id = $1 group by kind`,
);
/** One row for each kind that was applied at least once. */
export const readTicks = (
  db: Db,
  seasonId: string,
  startMs: number,
  step: { vpSeconds: number; goldSeconds: number },
): Promise<TickRow[]> => many(db, ticks, [seasonId, timestamp(startMs), step.vpSeconds, step.goldSeconds]);

export interface DatabaseInfo {
  version: string;
  size_bytes: number;
  connections: number;
  migration: string;
  longest_seconds: number | null;
}
const database = statement(
  'admin.database',
  `select current_setting('server_version') as version, pg_database_size(current_database()) as size_bytes,
     (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
     (select lpad(version::text, 6, '0') || '-' || name from schema_migrations order by version desc limit 1) as migration,
     (select floor(max(extract(epoch from clock_timestamp() - xact_start)))::int from pg_stat_activity
       where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()) as longest_seconds`,
);
export const readDatabase = (db: Db): Promise<DatabaseInfo> => one(db, database);
