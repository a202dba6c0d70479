/** Invitations, requests, and the way to a seat (SPEC 4.4.7, GAME_DESIGN 4). Lock order: tribe, invitation, seats. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { canInvite, inviteExpiresMs, type TribeRole } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import { uniqueViolation } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { enterCouncil } from '../council/queries.ts';
import { getEntry } from '../seasons/queries.ts';
import type { SeasonRow } from '../seasons/service.ts';
import { iso } from '../villages/service.ts';
import {
  answerInvite,
  deleteRequest,
  deleteRequestsOf,
  getInvite,
  hasRequest,
  insertInvite,
  insertRequest,
  lockInvite,
} from './joiningQueries.ts';
import { insertLog } from './log.ts';
import { findSeat } from './membership.ts';
import { assertJoiningOpen, assertLeader, assertTribesOpen, openSeason, openTribe } from './open.ts';
import { insertSeat, listMembers, type TribeRow } from './queries.ts';
import { freeSeat } from './service.ts';
import { getUsername } from './usernames.ts';

export async function invitePlayer(
  ctx: Context,
  tx: Tx,
  userId: string,
  tribeId: string,
  body: { userId: string; role: 'captain' | 'warrior' },
): Promise<RouteData<'tribes.invite'>> {
  const season = await openSeason(ctx, tx, userId);
  const tribe = await openTribe(tx, tribeId, season);
  await assertLeader(tx, season, tribe, userId);
  const nowMs = ctx.clock.nowMs();
  assertJoiningOpen(season, nowMs);
  if ((await getEntry(tx, season.id, body.userId)) === null) throw new AppError('USER_NOT_FOUND');
  if (await findSeat(tx, season.id, body.userId)) throw new AppError('ALREADY_IN_TRIBE');
  freeSeat(await listMembers(tx, tribe.id), body.role);
  const id = ctx.newId();
  const expiresMs = inviteExpiresMs(rulesetById(season.ruleset_id), nowMs, season.speed);
  try {
    await insertInvite(tx, {
      id,
      seasonId: season.id,
      tribeId,
      userId: body.userId,
      role: body.role,
      invitedBy: userId,
      nowMs,
      expiresMs,
    });
  } catch (error) {
    if (uniqueViolation(error) !== null) throw new AppError('ALREADY_INVITED');
    throw error;
  }
  tx.tell(
    { user: body.userId },
    'tribe_invite',
    { inviteId: id, tribeId, tribeName: tribe.name, tag: tribe.tag, expiresAt: iso(expiresMs) },
    nowMs,
  );
  return { inviteId: id, expiresAt: iso(expiresMs) };
}

/** Gives a player a seat. The tribe is locked; the unique index on players decides between several tribes. */
async function seatPlayer(
  ctx: Context,
  tx: Tx,
  {
    season,
    tribe,
    userId,
    role,
    byId,
  }: {
    season: SeasonRow;
    tribe: TribeRow;
    userId: string;
    role: TribeRole;
    /** The leader who let the player in; null = an invitation was accepted. */
    byId: string | null;
  },
) {
  if (await findSeat(tx, season.id, userId)) throw new AppError('ALREADY_IN_TRIBE');
  const seat = freeSeat(await listMembers(tx, tribe.id), role);
  // Every lock but that of the unique index is held.
  const nowMs = ctx.clock.nowMs();
  assertTribesOpen(season, nowMs);
  assertJoiningOpen(season, nowMs);
  try {
    await insertSeat(tx, { tribeId: tribe.id, seat, seasonId: season.id, userId, role, nowMs });
  } catch (error) {
    if (uniqueViolation(error) !== null) throw new AppError('ALREADY_IN_TRIBE');
    throw error;
  }
  await deleteRequestsOf(tx, season.id, userId);
  await enterCouncil(tx, tribe.id, userId);
  await insertLog(tx, { id: ctx.newId(), tribeId: tribe.id, atMs: nowMs, kind: 'joined', userId, role, byId });
  const username = await getUsername(tx, userId);
  tx.tell({ tribe: tribe.id }, 'tribe_member_joined', { tribeId: tribe.id, userId, username, role }, nowMs);
  tx.tell(
    { season: season.id },
    'saga',
    { kind: 'joined', text: `${username ?? 'A new player'} joined ${tribe.name}` },
    nowMs,
  );
  return { tribeId: tribe.id, role, seat };
}

export async function acceptInvite(
  ctx: Context,
  tx: Tx,
  userId: string,
  inviteId: string,
): Promise<RouteData<'tribes.acceptInvite'>> {
  const season = await openSeason(ctx, tx, userId);
  const seen = await getInvite(tx, inviteId);
  if (seen === null || seen.user_id !== userId || seen.season_id !== season.id) throw new AppError('INVITE_NOT_FOUND');
  const tribe = await openTribe(tx, seen.tribe_id, season);
  const invite = await lockInvite(tx, inviteId);
  if (invite === null || invite.status !== 'open' || invite.expires_at <= ctx.clock.nowMs())
    throw new AppError('INVITE_EXPIRED');
  const joined = await seatPlayer(ctx, tx, { season, tribe, userId, role: invite.role, byId: null });
  await answerInvite(tx, inviteId, 'accepted');
  return joined;
}

export async function declineInvite(
  ctx: Context,
  tx: Tx,
  userId: string,
  inviteId: string,
): Promise<RouteData<'tribes.declineInvite'>> {
  const season = await openSeason(ctx, tx, userId);
  const invite = await lockInvite(tx, inviteId);
  if (invite === null || invite.user_id !== userId || invite.season_id !== season.id)
    throw new AppError('INVITE_NOT_FOUND');
  if (invite.status === 'accepted' || invite.status === 'withdrawn') throw new AppError('INVITE_EXPIRED');
  if (invite.status === 'open') await answerInvite(tx, inviteId, 'declined');
  return { declined: true };
}

/** Takes an open invitation back; safe to repeat. Codes: FORBIDDEN, INVITE_NOT_FOUND, INVITE_EXPIRED when it was answered before. */
export async function withdrawInvite(
  ctx: Context,
  tx: Tx,
  leaderId: string,
  tribeId: string,
  inviteId: string,
): Promise<RouteData<'tribes.withdrawInvite'>> {
  const season = await openSeason(ctx, tx, leaderId);
  const tribe = await openTribe(tx, tribeId, season);
  await assertLeader(tx, season, tribe, leaderId);
  const invite = await lockInvite(tx, inviteId);
  if (invite === null || invite.tribe_id !== tribe.id) throw new AppError('INVITE_NOT_FOUND');
  if (invite.status === 'accepted' || invite.status === 'declined') throw new AppError('INVITE_EXPIRED');
  await answerInvite(tx, inviteId, 'withdrawn');
  return { withdrawn: true };
}

export async function requestToJoin(
  ctx: Context,
  tx: Tx,
  userId: string,
  tribeId: string,
): Promise<RouteData<'tribes.request'>> {
  const season = await openSeason(ctx, tx, userId);
  const tribe = await openTribe(tx, tribeId, season);
  if (await findSeat(tx, season.id, userId)) throw new AppError('ALREADY_IN_TRIBE');
  const nowMs = ctx.clock.nowMs();
  assertJoiningOpen(season, nowMs);
  const members = await listMembers(tx, tribe.id);
  freeSeat(members, 'warrior');
  const request = await insertRequest(tx, tribe.id, userId, season.id, nowMs);
  if (request.fresh) {
    const username = await getUsername(tx, userId);
    for (const leader of members.filter((member) => canInvite(member.role))) {
      tx.tell({ user: leader.user_id }, 'tribe_request', { tribeId, userId, username }, nowMs);
    }
  }
  return { tribeId, createdAt: iso(request.created_at) };
}

export async function acceptRequest(
  ctx: Context,
  tx: Tx,
  leaderId: string,
  tribeId: string,
  userId: string,
): Promise<RouteData<'tribes.acceptRequest'>> {
  const season = await openSeason(ctx, tx, leaderId);
  const tribe = await openTribe(tx, tribeId, season);
  await assertLeader(tx, season, tribe, leaderId);
  // Only looked at: the seat comes first, so that two tribes that let the same player in do not wait for each other's requests.
  if (!(await hasRequest(tx, tribe.id, userId))) throw new AppError('REQUEST_NOT_FOUND');
  return seatPlayer(ctx, tx, { season, tribe, userId, role: 'warrior', byId: leaderId });
}

export async function declineRequest(
  ctx: Context,
  tx: Tx,
  leaderId: string,
  tribeId: string,
  userId: string,
): Promise<RouteData<'tribes.declineRequest'>> {
  const season = await openSeason(ctx, tx, leaderId);
  const tribe = await openTribe(tx, tribeId, season);
  await assertLeader(tx, season, tribe, leaderId);
  if ((await deleteRequest(tx, tribe.id, userId)) === 0) throw new AppError('REQUEST_NOT_FOUND');
  return { declined: true };
}
