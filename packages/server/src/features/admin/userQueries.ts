import { type Db, many, maybeOne, statement, timestamp } from '../../platform/db.ts';
import type { SanctionKind } from '../fairplay/sanctionQueries.ts';

export interface UserRow {
  id: string;
  username: string | null;
  wallet: Buffer;
  created_at: number;
  last_active_at: number;
  online: boolean;
  /** Null = good standing. */
  sanction: SanctionKind | null;
  sanction_reason: string | null;
  sanction_since: number | null;
  open_flags: number;
}
const select = `select u.id, u.username, u.wallet, u.created_at, u.last_active_at,
    exists (select 1 from user_presence p where p.user_id = u.id and p.online_until > $1) as online,
    s.kind as sanction, s.reason as sanction_reason, s.since as sanction_since,
    (select count(*)::int from flags f where f.user_id = u.id and f.status = 'open') as open_flags
  from users u left join sanctions s on s.user_id = u.id`;

const byId = statement('admin.user', `${select} where u.id = $2`);
export const getUserRow = (db: Db, userId: string, nowMs: number): Promise<UserRow | null> =>
  maybeOne(db, byId, [timestamp(nowMs), userId]);

/** Null = any. */
export interface UserFilter {
  userId: string | null;
  wallet: Buffer | null;
  /** How the name begins, as a skeleton. */
  name: string | null;
  standing: 'good' | SanctionKind | null;
}
const search = statement(
  'admin.users',
  `${select} where ($2::text is null or u.id = $2) and ($3::bytea is null or u.wallet = $3)
     and ($4::text is null or u.username_skeleton ^@ $4) and ($5::text is null or coalesce(s.kind, 'good') = $5)
     and ($6::text is null or u.id < $6) order by u.id desc limit $7`,
);
/** Newest first. */
export const listUserRows = (
  db: Db,
  filter: UserFilter,
  page: { before: string | null; limit: number },
  nowMs: number,
): Promise<UserRow[]> =>
  many(db, search, [
    timestamp(nowMs),
    filter.userId,
    filter.wallet,
    filter.name,
    filter.standing,
    page.before,
    page.limit,
  ]);

export interface EntryRow {
  season_id: string;
  season_number: number;
  name: string;
  status: 'registration' | 'active' | 'ended' | 'paid_out' | 'cancelled';
  source: string;
  created_at: number;
  victory_points: number | null;
  tribe_id: string | null;
  tribe_name: string | null;
  tribe_tag: string | null;
  role: string | null;
}
const entries = statement(
  'admin.userEntries',
  `select s.id as season_id, s.season_number, s.name, s.status, e.source, e.created_at, v.victory_points, t.id as tribe_id,
     t.name as tribe_name, t.tag as tribe_tag, seat.role
   from entries e join seasons s on s.id = e.season_id
   left join villages v on v.season_id = e.season_id and v.user_id = e.user_id
   left join tribe_seats seat on seat.season_id = e.season_id and seat.user_id = e.user_id
   left join tribes t on t.id = seat.tribe_id
   where e.user_id = $1 order by s.season_number desc limit 50`,
);
export const listUserEntries = (db: Db, userId: string): Promise<EntryRow[]> => many(db, entries, [userId]);
