/** Players for administrators: finding them, seeing what concerns them, signing them out. Sanctions are in fairplay. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { PlayerDetail, PlayerRow } from '@cryptotribes/protocol/features/adminPlayers';
import type { RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import { nameSkeleton } from '@cryptotribes/rules/tribes/names';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { listSessions } from '../auth/queries.ts';
import { endAllSessions } from '../auth/sessions.ts';
import { walletBytes } from '../auth/wallet.ts';
import { listFlags } from '../fairplay/flagQueries.ts';
import { confirmationOf, flagOf } from '../fairplay/flags.ts';
import { lockUser } from '../fairplay/sanctionQueries.ts';
import { auditEntry, recordAct } from './audit.ts';
import { listActs } from './auditQueries.ts';
import { type ActingAdmin, personOf, rolesOf } from './roles.ts';
import {
  type EntryRow,
  getUserRow,
  listUserEntries,
  listUserRows,
  type UserFilter,
  type UserRow,
} from './userQueries.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const Place = Type.Tuple([Type.String({ pattern: '^[0-9a-f]{24}$' })]);
const iso = (ms: number): string => new Date(ms).toISOString();

/** A wallet, an id, else how a name begins. */
function readSearch(text: string | undefined): Omit<UserFilter, 'standing'> {
  const none = { userId: null, wallet: null, name: null };
  const search = text?.trim() ?? '';
  if (search === '') return none;
  if (/^0x[0-9a-fA-F]{40}$/.test(search)) return { ...none, wallet: walletBytes(search) };
  if (/^[0-9a-f]{24}$/.test(search)) return { ...none, userId: search };
  return { ...none, name: nameSkeleton(search) };
}

export async function showUsers(ctx: Context, query: RouteQuery<'admin.users'>): Promise<RouteData<'admin.users'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const before = readCursor(query.cursor, Place)?.[0] ?? null;
  const filter = { ...readSearch(query.search), standing: query.standing ?? null };
  const rows = await listUserRows(ctx.pool, filter, { before, limit: limit + 1 }, ctx.clock.nowMs());
  const users = rows.slice(0, limit).map(playerRow);
  const last = users.at(-1);
  return { users, next: rows.length > limit && last !== undefined ? writeCursor([last.person.userId]) : null };
}

const playerRow = (row: UserRow): PlayerRow => ({
  person: personOf({ user_id: row.id, username: row.username, wallet: row.wallet }),
  createdAt: iso(row.created_at),
  lastActiveAt: iso(row.last_active_at),
  online: row.online,
  standing: row.sanction ?? 'good',
  openFlags: row.open_flags,
});

/** USER_NOT_FOUND. */
export async function showUser(ctx: Context, userId: string): Promise<PlayerDetail> {
  const db = ctx.pool;
  const row = await getUserRow(db, userId, ctx.clock.nowMs());
  if (row === null) throw new AppError('USER_NOT_FOUND');
  const about = { actor: null, userId: null, action: null, target: userId, sinceMs: null, beforeMs: null };
  return {
    ...playerRow(row),
    sanction:
      row.sanction_reason === null || row.sanction_since === null
        ? null
        : { reason: row.sanction_reason, since: iso(row.sanction_since) },
    roles: await rolesOf(db, userId),
    sessions: (await listSessions(db, userId)).map((session) => ({
      sessionId: session.id,
      kind: session.kind,
      createdAt: iso(session.created_at),
      expiresAt: iso(session.expires_at),
      endedAt: session.revoked_at === null ? null : iso(session.revoked_at),
    })),
    seasons: (await listUserEntries(db, userId)).map(entryOf),
    flags: (await listFlags(db, { status: null, kind: null, userId }, { before: null, limit: DEFAULT_LIMIT })).map(
      flagOf,
    ),
    history: (await listActs(db, about, { afterId: null, limit: 20 })).map(auditEntry),
    confirm: confirmationOf(row),
  };
}

const entryOf = (row: EntryRow): PlayerDetail['seasons'][number] => ({
  seasonId: row.season_id,
  seasonNumber: row.season_number,
  name: row.name,
  status: row.status,
  source: row.source,
  enteredAt: iso(row.created_at),
  victoryPoints: row.victory_points ?? 0,
  tribe:
    row.tribe_id === null
      ? null
      : { tribeId: row.tribe_id, name: row.tribe_name ?? '', tag: row.tribe_tag ?? '', role: row.role ?? '' },
});

/** What has to be typed to ban the player. USER_NOT_FOUND. */
export async function banConfirmation(db: Db, userId: string, nowMs: number): Promise<string> {
  const row = await getUserRow(db, userId, nowMs);
  if (row === null) throw new AppError('USER_NOT_FOUND');
  return confirmationOf(row);
}

/** Signs a player out everywhere. USER_NOT_FOUND. */
export async function signOutEverywhere(
  ctx: Context,
  tx: Tx,
  { by, userId, reason }: { by: ActingAdmin; userId: string; reason: string },
): Promise<RouteData<'admin.endSessions'>> {
  if (!(await lockUser(tx, userId))) throw new AppError('USER_NOT_FOUND');
  const endedSessions = await endAllSessions(ctx, tx, userId, 'ended_by_support');
  await recordAct(tx, ctx.clock.nowMs(), {
    by,
    action: 'user.end_sessions',
    target: { kind: 'user', id: userId },
    reason,
    details: { endedSessions },
  });
  return { userId, endedSessions };
}
