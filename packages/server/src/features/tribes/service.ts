/** Founding a tribe and giving out its seats (SPEC 4.4.7, GAME_DESIGN 4). Lock order: tribe, seats. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { nameSkeleton, normaliseName } from '@cryptotribes/rules/tribes/names';
import { SEATS, type TribeRole } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import { uniqueViolation } from '../../platform/db.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { deleteRequestsOf } from './joiningQueries.ts';
import { insertLog } from './log.ts';
import { findSeat } from './membership.ts';
import { assertChieftain, assertJoiningOpen, assertTribesOpen, memberOf, openSeason, openTribe } from './open.ts';
import { insertSeat, insertTribe, listMembers, type Member, moveSeat, swapSeats, type TribeRow } from './queries.ts';

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
    await insertLog(tx, {
      id: ctx.newId(),
      tribeId: id,
      atMs: nowMs,
      kind: 'founded',
      userId,
      role: 'chieftain',
      byId: null,
    });
    assertTribesOpen(season, ctx.clock.nowMs());
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

/** Number of the first free seat of a role. TRIBE_FULL when there is none. */
export function freeSeat(members: readonly { seat: number }[], role: TribeRole): number {
  const taken = new Set(members.map((member) => member.seat));
  const seat = SEATS.find((item) => item.role === role && !taken.has(item.seat));
  if (!seat) throw new AppError('TRIBE_FULL', { members: members.length, seats: SEATS.length, role });
  return seat.seat;
}

/**
 * The chieftain appoints and demotes, or hands over the lead: then the two change seats. The role a member has already is given again
 * without effect. Codes: FORBIDDEN, MEMBER_NOT_FOUND, TRIBE_FULL, HAND_OVER_FIRST (a chieftain cannot demote himself).
 */
export async function setRole(
  ctx: Context,
  tx: Tx,
  chieftainId: string,
  tribeId: string,
  userId: string,
  role: TribeRole,
): Promise<RouteData<'tribes.setRole'>> {
  const season = await openSeason(ctx, tx, chieftainId);
  const tribe = await openTribe(tx, tribeId, season);
  await assertChieftain(tx, season, tribe, chieftainId);
  const member = await memberOf(tx, tribe, userId);
  if (member.role === role) return { userId, role, seat: member.seat };
  if (userId === chieftainId) throw new AppError('HAND_OVER_FIRST');
  const changed: { member: Member; role: TribeRole }[] = [{ member, role }];
  let seat = 1;
  if (role === 'chieftain') {
    await swapSeats(tx, season.id, chieftainId, userId);
    changed.push({ member: await memberOf(tx, tribe, chieftainId), role: member.role });
  } else {
    seat = freeSeat(await listMembers(tx, tribe.id), role);
    await moveSeat(tx, season.id, userId, seat, role);
  }
  const nowMs = ctx.clock.nowMs();
  assertTribesOpen(season, nowMs);
  for (const item of changed) {
    const { user_id: changedId } = item.member;
    await insertLog(tx, {
      id: ctx.newId(),
      tribeId: tribe.id,
      atMs: nowMs,
      kind: 'role',
      userId: changedId,
      role: item.role,
      byId: changedId === chieftainId ? null : chieftainId,
    });
    tellRole(tx, tribe, item.member, item.role, nowMs);
  }
  return { userId, role, seat };
}

function tellRole(tx: Tx, tribe: TribeRow, member: Member, role: TribeRole, nowMs: number): void {
  tx.tell(
    { tribe: tribe.id },
    'tribe_role_changed',
    { tribeId: tribe.id, userId: member.user_id, username: member.username, role },
    nowMs,
  );
}
