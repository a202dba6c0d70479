/** Founding, joining and leaving tribes (SPEC 4.4.7, GAME_DESIGN 4). Lock order: tribe, seat, territories, villages. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { emptyArmy } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { nameSkeleton, normaliseName } from '@cryptotribes/rules/tribes/names';
import {
  canInvite,
  canJoinAt,
  inviteExpiresMs,
  leaveOutcome,
  SEATS,
  type TribeRole,
} from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import { uniqueViolation } from '../../platform/db.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { getEntry } from '../seasons/queries.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import { listStacks, lockTerritories, removeFromGarrison, saveTerritory } from '../territories/queries.ts';
import { tellTerritory } from '../territories/show.ts';
import { insertReturning, saveVillage } from '../villages/queries.ts';
import { entryRequired, iso, openVillage } from '../villages/service.ts';
import {
  answerInvite,
  deleteRequest,
  deleteRequestsOf,
  getInvite,
  insertInvite,
  insertRequest,
  lockInvite,
} from './joiningQueries.ts';
import { findSeat } from './membership.ts';
import {
  deleteSeat,
  dissolveTribe,
  insertSeat,
  insertTribe,
  listMembers,
  listOccupied,
  lockSeat,
  lockTribe,
  type TribeRow,
} from './queries.ts';
import { getUsername } from './usernames.ts';

/** The caller's season, refusing those who have not entered it and times at which it is not open. */
async function openSeason(ctx: Context, tx: Tx, userId: string): Promise<SeasonRow> {
  const season = await currentSeason(tx);
  if ((await getEntry(tx, season.id, userId)) === null) throw entryRequired(season);
  const nowMs = ctx.clock.nowMs();
  // Tribes may be founded and joined from registration on.
  if (season.status !== 'registration' || nowMs < season.registration_start) assertActive(season, nowMs);
  return season;
}

async function openTribe(tx: Tx, id: string, season: SeasonRow): Promise<TribeRow> {
  const tribe = await lockTribe(tx, id);
  if (tribe === null || tribe.season_id !== season.id || tribe.dissolved_at !== null)
    throw new AppError('TRIBE_NOT_FOUND');
  return tribe;
}

function assertJoiningOpen(season: SeasonRow, nowMs: number): void {
  if (!canJoinAt(rulesetById(season.ruleset_id), { endsMs: season.season_end, speed: season.speed }, nowMs)) {
    throw new AppError('JOINING_CLOSED', { seasonEnd: iso(season.season_end) });
  }
}

export async function foundTribe(
  ctx: Context,
  tx: Tx,
  userId: string,
  body: { name: string; tag: string },
): Promise<RouteData<'tribes.create'>> {
  const season = await openSeason(ctx, tx, userId);
  const name = accepted(normaliseName(body.name));
  if (await findSeat(tx, season.id, userId)) throw new AppError('ALREADY_IN_TRIBE');
  const nowMs = ctx.clock.nowMs();
  assertJoiningOpen(season, nowMs);
  const id = ctx.newId();
  try {
    const ordinal = await insertTribe(tx, {
      id,
      seasonId: season.id,
      name,
      skeleton: nameSkeleton(name),
      tag: body.tag,
      nowMs,
    });
    await insertSeat(tx, { tribeId: id, seat: 1, seasonId: season.id, userId, role: 'chieftain', nowMs });
    await deleteRequestsOf(tx, season.id, userId);
    tx.tell({ season: season.id }, 'saga', { kind: 'founded', text: `${name} was founded` }, nowMs);
    return { tribeId: id, name, tag: body.tag, chieftain: userId, ordinal };
  } catch (error) {
    const constraint = uniqueViolation(error);
    if (constraint?.includes('name')) throw new AppError('NAME_TAKEN', { name });
    if (constraint?.includes('tag')) throw new AppError('TAG_TAKEN', { tag: body.tag });
    if (constraint?.includes('user_id')) throw new AppError('ALREADY_IN_TRIBE');
    throw error;
  }
}

/** Refuses callers who are not chieftain or captain of the tribe. */
async function assertLeader(tx: Tx, season: SeasonRow, tribe: TribeRow, userId: string): Promise<void> {
  const seat = await findSeat(tx, season.id, userId);
  if (seat?.tribeId !== tribe.id || !canInvite(seat.role))
    throw new AppError('FORBIDDEN', { needs: 'chieftain or captain' });
}

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

/** Number of the first free seat of a role. TRIBE_FULL when there is none. */
function freeSeat(members: readonly { seat: number }[], role: TribeRole): number {
  const taken = new Set(members.map((member) => member.seat));
  const seat = SEATS.find((item) => item.role === role && !taken.has(item.seat));
  if (!seat) throw new AppError('TRIBE_FULL', { members: members.length, seats: SEATS.length, role });
  return seat.seat;
}

/** Gives a player a seat. The tribe is locked; the unique index on players decides between several tribes. */
async function seatPlayer(ctx: Context, tx: Tx, season: SeasonRow, tribe: TribeRow, userId: string, role: TribeRole) {
  const nowMs = ctx.clock.nowMs();
  assertJoiningOpen(season, nowMs);
  if (await findSeat(tx, season.id, userId)) throw new AppError('ALREADY_IN_TRIBE');
  const seat = freeSeat(await listMembers(tx, tribe.id), role);
  try {
    await insertSeat(tx, { tribeId: tribe.id, seat, seasonId: season.id, userId, role, nowMs });
  } catch (error) {
    if (uniqueViolation(error) !== null) throw new AppError('ALREADY_IN_TRIBE');
    throw error;
  }
  await deleteRequestsOf(tx, season.id, userId);
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
  const joined = await seatPlayer(ctx, tx, season, tribe, userId, invite.role);
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
  if ((await deleteRequest(tx, tribe.id, userId)) === 0) throw new AppError('REQUEST_NOT_FOUND');
  return seatPlayer(ctx, tx, season, tribe, userId, 'warrior');
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

/** Leaves a tribe: units in its garrisons go home; the last member dissolves it and its territories stand empty. */
export async function leaveTribe(
  ctx: Context,
  tx: Tx,
  userId: string,
  tribeId: string,
): Promise<RouteData<'tribes.leave'>> {
  const season = await openSeason(ctx, tx, userId);
  const tribe = await openTribe(tx, tribeId, season);
  const seat = await lockSeat(tx, season.id, userId);
  if (seat?.tribe_id !== tribe.id) throw new AppError('NOT_IN_TRIBE');
  const outcome = leaveOutcome(seat.role, (await listMembers(tx, tribe.id)).length);
  if (outcome === 'must_hand_over') throw new AppError('HAND_OVER_FIRST');
  const occupied = await listOccupied(tx, season.id, tribe.id, userId);
  const territories = await lockTerritories(tx, season.id, occupied);
  const { village, rules, nowMs } = await openVillage(ctx, tx, userId, season);
  const arrivesMs = recallArrivesMs(rules, nowMs, season.speed);
  for (const territory of territories) {
    const mine = (await listStacks(tx, season.id, territory.territory_no)).find((stack) => stack.userId === userId);
    const abandoned = outcome === 'dissolves' && territory.owner_tribe_id === tribe.id;
    if (!mine && !abandoned) continue;
    if (mine) {
      await removeFromGarrison(tx, season.id, territory.territory_no, [userId], nowMs);
      await insertReturning(tx, village, territory.territory_no, mine.units, arrivesMs);
    }
    if (abandoned) {
      Object.assign(territory, { owner_tribe_id: null, controlled_since: null, truce_until: null });
      const none = emptyArmy();
      Object.assign(territory, {
        npc_militia: none.militia,
        npc_spearman: none.spearman,
        npc_archer: none.archer,
        npc_cavalry: none.cavalry,
      });
    }
    territory.garrison_at = nowMs;
    await saveTerritory(tx, territory);
    await tellTerritory(tx, tx, territory, nowMs);
  }
  await saveVillage(tx, village);
  await deleteSeat(tx, season.id, userId);
  const username = await getUsername(tx, userId);
  const left = { tribeId: tribe.id, userId, username };
  tx.tell({ tribe: tribe.id }, 'tribe_member_left', left, nowMs);
  tx.tell({ user: userId }, 'tribe_member_left', left, nowMs);
  if (outcome === 'dissolves') {
    await dissolveTribe(tx, tribe.id, nowMs);
    tx.tell({ season: season.id }, 'saga', { kind: 'dissolved', text: `${tribe.name} was dissolved` }, nowMs);
  }
  tx.afterCommit(() => ctx.dueBell.ring());
  return { left: true, dissolved: outcome === 'dissolves' };
}
