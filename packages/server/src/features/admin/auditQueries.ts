import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { type Db, many, run, statement, timestamp, timestampOrNull } from '../../platform/db.ts';
import type { Act } from './audit.ts';

const insert = statement(
  'admin.insertAct',
  `insert into audit_log (at, actor, user_id, actor_role, action, target_kind, target_id, reason, before, after, details)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb)`,
);
const json = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value));

export const insertAct = (db: Db, nowMs: number, act: Act): Promise<number> =>
  run(db, insert, [
    timestamp(nowMs),
    act.by.kind,
    act.by.kind === 'admin' ? act.by.userId : null,
    act.by.kind === 'admin' ? act.by.role : null,
    act.action,
    act.target.kind,
    act.target.id,
    act.reason ?? null,
    json(act.before),
    json(act.after),
    json(act.details ?? {}),
  ]);

export interface AuditRow {
  id: number;
  at: number;
  actor: 'system' | 'console' | 'admin';
  user_id: string | null;
  username: string | null;
  wallet: Buffer | null;
  actor_role: AdminRole | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  details: unknown;
}
/** Null = any. */
export interface AuditFilter {
  actor: string | null;
  userId: string | null;
  /** Whole, or the first word. */
  action: string | null;
  target: string | null;
  /** Inclusive. */
  sinceMs: number | null;
  /** Exclusive. */
  beforeMs: number | null;
}
const list = statement(
  'admin.listActs',
  `select l.id, l.at, l.actor, l.user_id, u.username, u.wallet, l.actor_role, l.action, l.target_kind, l.target_id, l.reason, l.before,
     l.after, l.details
   from audit_log l left join users u on u.id = l.user_id
   where ($1::bigint is null or l.id < $1) and ($2::text is null or l.actor = $2) and ($3::text is null or l.user_id = $3)
     and ($4::text is null or l.action = $4 or starts_with(l.action, $4 || '.')) and ($5::text is null or l.target_id = $5)
     and ($6::timestamptz is null or l.at >= $6) and ($7::timestamptz is null or l.at < $7)
   order by l.id desc limit $8`,
);
/** Newest first, the entries older than `afterId` (null = from the newest). */
export const listActs = (
  db: Db,
  filter: AuditFilter,
  page: { afterId: number | null; limit: number },
): Promise<AuditRow[]> =>
  many(db, list, [
    page.afterId,
    filter.actor,
    filter.userId,
    filter.action,
    filter.target,
    timestampOrNull(filter.sinceMs),
    timestampOrNull(filter.beforeMs),
    page.limit,
  ]);
