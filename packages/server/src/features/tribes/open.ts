/** What every command of a tribe begins with: the season, the tribe's lock, who the caller is in it. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { canAppoint, canInvite, canJoinAt } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { getEntry } from '../seasons/queries.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import { entryRequired, iso } from '../villages/service.ts';
import { holdSeat, type Seat } from './membership.ts';
import { listMembers, lockTribe, type Member, type TribeRow } from './queries.ts';

/** The caller's season, refusing those who have not entered it and times at which it is not open. */
export async function openSeason(ctx: Context, tx: Tx, userId: string): Promise<SeasonRow> {
  const season = await currentSeason(tx, userId);
  if ((await getEntry(tx, season.id, userId)) === null) throw entryRequired(season);
  assertTribesOpen(season, ctx.clock.nowMs());
  return season;
}

/** Tribes may be founded, joined and left from registration on until the season's end. Call it again with the time after the last lock. */
export function assertTribesOpen(season: SeasonRow, nowMs: number): void {
  const early = season.status === 'registration' && nowMs >= season.registration_start && nowMs < season.season_end;
  if (!early) assertActive(season, nowMs);
}

/** Locks a tribe of the season. TRIBE_NOT_FOUND also for dissolved ones. */
export async function openTribe(tx: Tx, id: string, season: SeasonRow): Promise<TribeRow> {
  const tribe = await lockTribe(tx, id);
  if (tribe === null || tribe.season_id !== season.id || tribe.dissolved_at !== null)
    throw new AppError('TRIBE_NOT_FOUND');
  return tribe;
}

export function assertJoiningOpen(season: SeasonRow, nowMs: number): void {
  if (!canJoinAt(rulesetById(season.ruleset_id), { endsMs: season.season_end, speed: season.speed }, nowMs)) {
    throw new AppError('JOINING_CLOSED', { seasonEnd: iso(season.season_end) });
  }
}

/** The caller's seat when he is chieftain or captain of the tribe; FORBIDDEN otherwise. */
export async function assertLeader(tx: Tx, season: SeasonRow, tribe: TribeRow, userId: string): Promise<Seat> {
  const seat = await holdSeat(tx, season.id, userId);
  if (seat?.tribeId !== tribe.id || !canInvite(seat.role))
    throw new AppError('FORBIDDEN', { needs: 'chieftain or captain' });
  return seat;
}

/** The same for what only the chieftain may do. */
export async function assertChieftain(tx: Tx, season: SeasonRow, tribe: TribeRow, userId: string): Promise<Seat> {
  const seat = await holdSeat(tx, season.id, userId);
  if (seat?.tribeId !== tribe.id || !canAppoint(seat.role)) throw new AppError('FORBIDDEN', { needs: 'chieftain' });
  return seat;
}

/** A member of the locked tribe. MEMBER_NOT_FOUND. */
export async function memberOf(tx: Tx, tribe: TribeRow, userId: string): Promise<Member> {
  const member = (await listMembers(tx, tribe.id)).find((item) => item.user_id === userId);
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return member;
}
