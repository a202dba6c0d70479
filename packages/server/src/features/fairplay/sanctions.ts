/**
 * Restricting, banning and lifting either. A ban ends every session of the player in the same transaction, and with it every socket, at
 * every process; signing in is then refused with ACCOUNT_BANNED. Whoever is restricted plays on; the prize waits (payout_holds), and the player is
 * told at once.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { recordAct } from '../admin/audit.ts';
import { type ActingAdmin, rolesOf } from '../admin/roles.ts';
import { endAllSessions } from '../auth/sessions.ts';
import { closeAppeals } from './appealQueries.ts';
import { deleteSanction, getSanction, lockUser, putSanction, type SanctionKind } from './sanctionQueries.ts';

type Desk = Pick<Context, 'clock' | 'pool'>;
export interface SanctionOrder {
  readonly userId: string;
  readonly by: ActingAdmin;
  readonly reason: string;
  /** For the audit log, e.g. the flag that led to it. */
  readonly details?: object;
}

/** Refuses a banned player: ACCOUNT_BANNED with `since`. Call it with the player's row locked. */
export async function assertNotBanned(db: Db, userId: string): Promise<void> {
  const sanction = await getSanction(db, userId);
  if (sanction?.kind === 'banned')
    throw new AppError('ACCOUNT_BANNED', { since: new Date(sanction.since).toISOString() });
}

/** Puts a sanction on a player, instead of one that is there. USER_NOT_FOUND, TARGET_IS_ADMIN; ACT_NOT_POSSIBLE when it is there already. */
export async function sanction(
  desk: Desk,
  tx: Tx,
  kind: SanctionKind,
  order: SanctionOrder,
): Promise<{ endedSessions: number }> {
  const { userId, by, reason } = order;
  if (!(await lockUser(tx, userId))) throw new AppError('USER_NOT_FOUND');
  if ((await rolesOf(tx, userId)).length > 0) throw new AppError('TARGET_IS_ADMIN');
  const before = await getSanction(tx, userId);
  if (before?.kind === kind) throw new AppError('ACT_NOT_POSSIBLE', {}, `The player is ${kind} already.`);
  const nowMs = desk.clock.nowMs();
  await putSanction(tx, userId, { kind, reason, byUserId: by.userId }, nowMs);
  tx.tell({ user: userId }, 'standing_changed', { standing: kind }, nowMs);
  const endedSessions = kind === 'banned' ? await endAllSessions(desk, tx, userId, 'banned') : 0;
  await recordAct(tx, nowMs, {
    by,
    action: kind === 'banned' ? 'user.ban' : 'user.restrict',
    target: { kind: 'user', id: userId },
    reason,
    before: { standing: before?.kind ?? 'good' },
    after: { standing: kind },
    details: { ...order.details, endedSessions },
  });
  return { endedSessions };
}

/** Removes the sanction; an appeal that waits is granted by that. USER_NOT_FOUND; ACT_NOT_POSSIBLE when there is none. */
export async function lift(desk: Desk, tx: Tx, { userId, by, reason, details }: SanctionOrder): Promise<void> {
  if (!(await lockUser(tx, userId))) throw new AppError('USER_NOT_FOUND');
  const before = await getSanction(tx, userId);
  if (before === null) throw new AppError('ACT_NOT_POSSIBLE', {}, 'The player is neither restricted nor banned.');
  const nowMs = desk.clock.nowMs();
  await deleteSanction(tx, userId);
  await closeAppeals(tx, { userId, answer: reason, byUserId: by.userId }, nowMs);
  tx.tell({ user: userId }, 'standing_changed', { standing: 'good' }, nowMs);
  await recordAct(tx, nowMs, {
    by,
    action: 'user.lift',
    target: { kind: 'user', id: userId },
    reason,
    before: { standing: before.kind, reason: before.reason },
    after: { standing: 'good' },
    ...(details === undefined ? {} : { details }),
  });
}
