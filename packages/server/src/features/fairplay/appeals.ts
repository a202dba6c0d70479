/**
 * Appeals: a player who was restricted or banned may write once why that is wrong; a person answers, another one than who decided. While an appeal
 * waits the prize waits, too: nobody else gets it. Whoever is banned shows the wallet instead of signing in.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { queryInteger } from '@cryptotribes/protocol/core/schema';
import type { AdminAppeal } from '@cryptotribes/protocol/features/adminFairPlay';
import type { StandingRecord } from '@cryptotribes/protocol/features/appeals';
import type { RouteBody, RouteData, RouteQuery } from '@cryptotribes/protocol/routes';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { recordAct } from '../admin/audit.ts';
import { type ActingAdmin, personOf } from '../admin/roles.ts';
import { proveWallet } from '../auth/service.ts';
import { findUserByWallet } from '../users/queries.ts';
import {
  type AppealRow,
  getAppeal,
  insertAppeal,
  listAppeals,
  listAppealsOf,
  lockAppeal,
  markKept,
} from './appealQueries.ts';
import { getSanction, lockUser } from './sanctionQueries.ts';
import { lift } from './sanctions.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** What a player is told. Never what was noticed: that would teach how not to be. */
export async function showStanding(db: Db, userId: string): Promise<StandingRecord> {
  const sanction = await getSanction(db, userId);
  const appeal = (await listAppealsOf(db, userId))[0] ?? null;
  const isAboutThis = sanction !== null && appeal?.sanction_since === sanction.since;
  return {
    standing: sanction?.kind ?? 'good',
    reason: sanction?.reason ?? null,
    since: isoOrNull(sanction?.since ?? null),
    mayAppeal: sanction !== null && !isAboutThis,
    appeal:
      appeal === null || (sanction !== null && !isAboutThis)
        ? null
        : {
            text: appeal.text,
            writtenAt: iso(appeal.written_at),
            status: appeal.status,
            answer: appeal.answer,
            answeredAt: isoOrNull(appeal.decided_at),
          },
  };
}

/** Writes an appeal. APPEAL_NOT_POSSIBLE when there is nothing to appeal against, or that was done. */
export async function writeAppeal(
  ctx: Pick<Context, 'clock' | 'newId'>,
  tx: Tx,
  userId: string,
  text: string,
): Promise<StandingRecord> {
  if (text.trim().length < 20)
    throw new AppError('VALIDATION_FAILED', { part: 'body', issues: [{ field: '/text', problem: 'is too short' }] });
  // The player first, as everywhere: a sanction that is being lifted is lifted before, or sees the appeal.
  await lockUser(tx, userId);
  if (!(await insertAppeal(tx, ctx.newId(), userId, text.trim(), ctx.clock.nowMs())))
    throw new AppError('APPEAL_NOT_POSSIBLE');
  return showStanding(tx, userId);
}

/** For somebody who signed with the wallet of an account. INVALID_NONCE, INVALID_SIGNATURE, USER_NOT_FOUND when it never signed in. */
export async function showToWallet(ctx: Context, body: RouteBody<'appeals.show'>): Promise<RouteData<'appeals.show'>> {
  const userId = await findUserByWallet(ctx.pool, await proveWallet(ctx, body));
  if (userId === null) throw new AppError('USER_NOT_FOUND');
  return { ticket: ctx.fairKeys.ticket(userId, ctx.clock.nowMs()), ...(await showStanding(ctx.pool, userId)) };
}

/** TICKET_INVALID, APPEAL_NOT_POSSIBLE. */
export function writeWithTicket(
  ctx: Context,
  tx: Tx,
  { ticket, text }: RouteBody<'appeals.writeWithTicket'>,
): Promise<StandingRecord> {
  const userId = ctx.fairKeys.readTicket(ticket, ctx.clock.nowMs());
  if (userId === null) throw new AppError('TICKET_INVALID');
  return writeAppeal(ctx, tx, userId, text);
}

/**
 * Answers an appeal. APPEAL_NOT_FOUND, ACT_NOT_POSSIBLE (answered already), FORBIDDEN (about oneself), SECOND_PERSON_REQUIRED (whoever decided
 * cannot be who confirms it).
 */
export async function answerAppeal(
  ctx: Context,
  tx: Tx,
  { by, appealId, decision, answer }: { by: ActingAdmin; appealId: string } & RouteBody<'admin.answerAppeal'>,
): Promise<AdminAppeal> {
  const found = await getAppeal(tx, appealId);
  if (found === null) throw new AppError('APPEAL_NOT_FOUND');
  await lockUser(tx, found.user_id);
  const appeal = await lockAppeal(tx, appealId);
  if (appeal?.status !== 'open') throw new AppError('ACT_NOT_POSSIBLE', {}, 'The appeal was answered already.');
  if (found.user_id === by.userId)
    throw new AppError('FORBIDDEN', { needs: 'another administrator than the one it is about' });
  const nowMs = ctx.clock.nowMs();
  if (decision === 'lifted') {
    await lift(ctx, tx, { userId: found.user_id, by, reason: answer, details: { appealId } });
  } else {
    if (appeal.sanctioned_by === by.userId) throw new AppError('SECOND_PERSON_REQUIRED');
    await markKept(tx, appealId, answer, by.userId, nowMs);
  }
  await recordAct(tx, nowMs, {
    by,
    action: 'appeal.answer',
    target: { kind: 'user', id: found.user_id },
    reason: answer,
    before: { status: 'open' },
    after: { status: decision },
    details: { appealId },
  });
  return adminAppeal((await getAppeal(tx, appealId)) as AppealRow);
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const Place = Type.Tuple([Type.String({ pattern: '^[0-9a-f]{24}$' })]);

export async function showAppeals(db: Db, query: RouteQuery<'admin.appeals'>): Promise<RouteData<'admin.appeals'>> {
  const limit = queryInteger(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  const place = readCursor(query.cursor, Place)?.[0] ?? null;
  const rows = await listAppeals(db, query.status ?? 'open', { place, limit: limit + 1 });
  const appeals = rows.slice(0, limit).map(adminAppeal);
  const last = appeals.at(-1);
  return { appeals, next: rows.length > limit && last !== undefined ? writeCursor([last.appealId]) : null };
}

export const adminAppeal = (row: AppealRow): AdminAppeal => ({
  appealId: row.id,
  person: personOf(row),
  sanction: row.sanction,
  sanctionSince: iso(row.sanction_since),
  sanctionedBy: personOf({ user_id: row.sanctioned_by, username: row.sanctioner_name, wallet: row.sanctioner_wallet }),
  reason: row.reason,
  text: row.text,
  writtenAt: iso(row.written_at),
  status: row.status,
  answer: row.answer,
  decidedBy:
    row.decided_by === null || row.decider_wallet === null
      ? null
      : personOf({ user_id: row.decided_by, username: row.decider_name, wallet: row.decider_wallet }),
  decidedAt: isoOrNull(row.decided_at),
});
