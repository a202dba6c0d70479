/**
 * A tribe's council. Only those who are members at the moment read and write; messages stay when their authors leave.
 * Lock order: tribe (only for mutes), seat, the own reading mark, the tribe's message numbers.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { MessageReason, TribeMessage } from '@cryptotribes/protocol/features/council';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { canMute, MESSAGES_PER_MINUTE, normaliseMessage } from '@cryptotribes/rules/tribes/messages';
import { canInvite } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { getEntry } from '../seasons/queries.ts';
import { currentSeason, type SeasonRow } from '../seasons/service.ts';
import { findSeat, holdSeat, isOpenTribe, type Seat } from '../tribes/membership.ts';
import { assertLeader, memberOf, openTribe } from '../tribes/open.ts';
import { getUsername } from '../tribes/usernames.ts';
import { entryRequired, iso } from '../villages/service.ts';
import {
  getMutedUntil,
  getReadState,
  hasMessage,
  insertMessage,
  insertReport,
  listMessages,
  type MessageRow,
  markMessagesRead,
  muteMember,
  nthLastMessageAt,
  takeMessageNo,
} from './queries.ts';

const MINUTE_MS = 60_000;

/** The season of the caller's tribes. Chat needs no running season: members plan before it and talk after it. */
async function councilSeason(db: Db, tribeId: string, userId: string): Promise<SeasonRow> {
  const season = await currentSeason(db, userId);
  if ((await getEntry(db, season.id, userId)) === null) throw entryRequired(season);
  if (!(await isOpenTribe(db, season.id, tribeId))) throw new AppError('TRIBE_NOT_FOUND');
  return season;
}

/** Refuses everybody but members; the seat is held until the end of the transaction. */
async function enter(tx: Tx, tribeId: string, userId: string): Promise<{ season: SeasonRow; seat: Seat }> {
  const season = await councilSeason(tx, tribeId, userId);
  const seat = await holdSeat(tx, season.id, userId);
  if (seat?.tribeId !== tribeId) throw new AppError('NOT_IN_TRIBE');
  return { season, seat };
}

/** A page of messages before a number, newest first. Codes: TRIBE_NOT_FOUND, NOT_IN_TRIBE. */
export async function readMessages(
  ctx: Context,
  userId: string,
  tribeId: string,
  page: { before: number; limit: number },
): Promise<RouteData<'tribes.messages'>> {
  const season = await councilSeason(ctx.pool, tribeId, userId);
  const rows = await listMessages(ctx.pool, tribeId, userId, page.before, page.limit);
  const state = await getReadState(ctx.pool, tribeId, userId);
  // Looked up last: whoever lost the seat meanwhile gets nothing that was written after it.
  const seat = await findSeat(ctx.pool, season.id, userId);
  if (seat?.tribeId !== tribeId) throw new AppError('NOT_IN_TRIBE');
  const oldest = rows.at(-1)?.message_no ?? 1;
  return {
    messages: rows.map((row) => showMessage(row, seat)),
    next: rows.length === page.limit && oldest > 1 ? String(oldest) : null,
    lastNumber: state.last_no,
    readUpTo: state.read_no,
    unread: state.unread,
    mutedUntil: state.muted_until !== null && state.muted_until > ctx.clock.nowMs() ? iso(state.muted_until) : null,
  };
}

const showMessage = (row: MessageRow, viewer: Seat): TribeMessage => ({
  messageId: row.id,
  number: row.message_no,
  userId: row.user_id,
  username: row.username,
  text: row.text,
  createdAt: iso(row.created_at),
  reports: canInvite(viewer.role) ? row.reports : null,
  reportedByMe: row.reported_by_me,
});

/** Codes: NOT_IN_TRIBE, INVALID_MESSAGE, MUTED, RATE_LIMIT_EXCEEDED. */
export async function postMessage(
  ctx: Context,
  tx: Tx,
  userId: string,
  tribeId: string,
  given: string,
): Promise<TribeMessage> {
  const { season, seat } = await enter(tx, tribeId, userId);
  const text = accepted(normaliseMessage(given));
  const mutedUntil = await getMutedUntil(tx, tribeId, userId);
  const number = await takeMessageNo(tx, tribeId);
  const nowMs = ctx.clock.nowMs();
  if (mutedUntil !== null && mutedUntil > nowMs) {
    throw new AppError('MUTED', {
      mutedUntil: iso(mutedUntil),
      retryAfterSeconds: Math.ceil((mutedUntil - nowMs) / 1000),
    });
  }
  const tenth = await nthLastMessageAt(tx, userId, MESSAGES_PER_MINUTE);
  if (tenth !== null && tenth > nowMs - MINUTE_MS) {
    throw new AppError('RATE_LIMIT_EXCEEDED', { retryAfterSeconds: Math.ceil((tenth + MINUTE_MS - nowMs) / 1000) });
  }
  const id = ctx.newId();
  await insertMessage(tx, { id, tribeId, number, seasonId: season.id, userId, text, nowMs });
  const username = await getUsername(tx, userId);
  tx.tell({ tribe: tribeId }, 'tribe_message', { tribeId, messageId: id, number, userId, username, text }, nowMs);
  const row = {
    id,
    message_no: number,
    user_id: userId,
    username,
    text,
    created_at: nowMs,
    reports: 0,
    reported_by_me: false,
  };
  return showMessage(row, seat);
}

/** The player has read up to this number; never goes back. */
export async function readUpTo(
  tx: Tx,
  userId: string,
  tribeId: string,
  upTo: number,
): Promise<RouteData<'tribes.readMessages'>> {
  await enter(tx, tribeId, userId);
  await markMessagesRead(tx, tribeId, userId, upTo);
  const state = await getReadState(tx, tribeId, userId);
  return { lastNumber: state.last_no, readUpTo: state.read_no, unread: state.unread };
}

/** Reports a message to the tribe's leaders and to us; once per player. MESSAGE_NOT_FOUND. */
export async function reportMessage(
  ctx: Context,
  tx: Tx,
  userId: string,
  params: { tribeId: string; messageId: string },
  reason: MessageReason,
): Promise<RouteData<'tribes.reportMessage'>> {
  await enter(tx, params.tribeId, userId);
  if (!(await hasMessage(tx, params.tribeId, params.messageId))) throw new AppError('MESSAGE_NOT_FOUND');
  await insertReport(tx, params.messageId, userId, reason, ctx.clock.nowMs());
  return { messageId: params.messageId, reported: true };
}

/** Takes the word from a member of lower rank, or gives it back (0 minutes). Codes: FORBIDDEN, MEMBER_NOT_FOUND. */
export async function mute(
  ctx: Context,
  tx: Tx,
  leaderId: string,
  params: { tribeId: string; userId: string },
  minutes: number,
): Promise<RouteData<'tribes.mute'>> {
  const season = await councilSeason(tx, params.tribeId, leaderId);
  const tribe = await openTribe(tx, params.tribeId, season);
  const leader = await assertLeader(tx, season, tribe, leaderId);
  const member = await memberOf(tx, tribe, params.userId);
  if (!canMute(leader.role, member.role)) throw new AppError('FORBIDDEN', { needs: 'a higher rank than the member' });
  const untilMs = minutes === 0 ? null : ctx.clock.nowMs() + minutes * MINUTE_MS;
  await muteMember(tx, tribe.id, member.user_id, untilMs, leaderId);
  return { userId: member.user_id, mutedUntil: untilMs === null ? null : iso(untilMs) };
}
