/**
 * The record of what people who run the game did. Each act writes its entry in its own transaction: there is none without the other.
 * Entries are never changed or removed; the table refuses both.
 */

import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { AuditEntry } from '@cryptotribes/protocol/features/admin';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { walletText } from '../auth/wallet.ts';
import { type AuditFilter, type AuditRow, insertAct, listActs } from './auditQueries.ts';

/** Who acts. */
export type Actor =
  | { readonly kind: 'console' }
  | { readonly kind: 'admin'; readonly userId: string; readonly role: AdminRole };
/** Somebody at the command line of the server. */
export const CONSOLE: Actor = { kind: 'console' };

export interface Act {
  readonly by: Actor;
  /** "<thing>.<verb>", lower case. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly reason?: string | undefined;
  /** What changed, as it was and as it is now. */
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  readonly details?: object | undefined;
}

/** Writes the entry, in the transaction of the act. */
export const recordAct = (tx: Db, nowMs: number, act: Act): Promise<number> => insertAct(tx, nowMs, act);

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const Place = Type.Tuple([Type.Integer({ minimum: 1 })]);

type Filters = Omit<RouteQuery<'admin.auditExport'>, 'format'>;

export function readAuditFilter(query: Filters): AuditFilter {
  return {
    actor: query.actor ?? null,
    userId: query.userId ?? null,
    action: query.action ?? null,
    target: query.target ?? null,
    sinceMs: instantMs(query.since, 'since'),
    beforeMs: instantMs(query.before, 'before'),
  };
}

function instantMs(text: string | undefined, field: string): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new AppError('VALIDATION_FAILED', {
      part: 'querystring',
      issues: [{ field: `/${field}`, problem: 'is no time' }],
    });
  return ms;
}

export async function showAudit(db: Db, query: RouteQuery<'admin.audit'>): Promise<RouteData<'admin.audit'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const place = readCursor(query.cursor, Place);
  const rows = await listActs(db, readAuditFilter(query), { afterId: place?.[0] ?? null, limit: limit + 1 });
  const entries = rows.slice(0, limit).map(auditEntry);
  const last = entries.at(-1);
  return { entries, next: rows.length > limit && last !== undefined ? writeCursor([last.entryId]) : null };
}

export const auditEntry = (row: AuditRow): AuditEntry => ({
  entryId: row.id,
  at: new Date(row.at).toISOString(),
  actor: row.actor,
  person:
    row.user_id === null || row.wallet === null
      ? null
      : { userId: row.user_id, username: row.username, walletAddress: walletText(row.wallet) },
  role: row.actor_role,
  action: row.action,
  target: row.target_kind === null || row.target_id === null ? null : { kind: row.target_kind, id: row.target_id },
  reason: row.reason,
  before: row.before,
  after: row.after,
  details: row.details,
});
