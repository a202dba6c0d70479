/**
 * Leaving a tribe and being dismissed (GAME_DESIGN 4): the units in its garrisons go home, the seat is free, and from the commit on the
 * player hears nothing more of the tribe. Lock order: tribe, seat, territories, village, delivery of news.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { emptyArmy } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { canDismiss, leaveOutcome } from '@cryptotribes/rules/tribes/roster';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { excludeDelivery } from '../news/queries.ts';
import type { SeasonRow } from '../seasons/service.ts';
import {
  listStacks,
  lockTerritories,
  removeFromGarrison,
  saveTerritory,
  type TerritoryRow,
} from '../territories/queries.ts';
import { tellTerritory } from '../territories/show.ts';
import { insertReturning, saveVillage } from '../villages/queries.ts';
import { openVillage } from '../villages/service.ts';
import { insertLog } from './log.ts';
import { assertChieftain, assertTribesOpen, openSeason, openTribe } from './open.ts';
import { deleteSeat, dissolveTribe, listMembers, listOccupied, lockSeat, type TribeRow } from './queries.ts';
import { getUsername } from './usernames.ts';

/** Leaves the tribe; the last member dissolves it and its territories stand empty. Codes: NOT_IN_TRIBE, HAND_OVER_FIRST. */
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
  const dissolved = outcome === 'dissolves';
  const nowMs = await release(ctx, tx, { season, tribe, userId, dissolves: dissolved, reason: 'left', byId: null });
  assertTribesOpen(season, nowMs);
  return { left: true, dissolved };
}

/**
 * The chieftain dismisses a member, in the first half of the season. Codes: FORBIDDEN, MEMBER_NOT_FOUND, HAND_OVER_FIRST (himself),
 * DISMISSAL_CLOSED.
 */
export async function dismissMember(
  ctx: Context,
  tx: Tx,
  chieftainId: string,
  tribeId: string,
  userId: string,
): Promise<RouteData<'tribes.dismiss'>> {
  const season = await openSeason(ctx, tx, chieftainId);
  const tribe = await openTribe(tx, tribeId, season);
  const own = await assertChieftain(tx, season, tribe, chieftainId);
  if (userId === chieftainId) throw new AppError('HAND_OVER_FIRST');
  const seat = await lockSeat(tx, season.id, userId);
  if (seat?.tribe_id !== tribe.id) throw new AppError('MEMBER_NOT_FOUND');
  const nowMs = await release(ctx, tx, {
    season,
    tribe,
    userId,
    dissolves: false,
    reason: 'dismissed',
    byId: chieftainId,
  });
  assertTribesOpen(season, nowMs);
  const times = { startsMs: season.season_start, speed: season.speed };
  if (!canDismiss(rulesetById(season.ruleset_id), own.role, times, nowMs)) throw new AppError('DISMISSAL_CLOSED');
  return { dismissed: true };
}

interface Release {
  season: SeasonRow;
  tribe: TribeRow;
  userId: string;
  /** The player is the last member. */
  dissolves: boolean;
  reason: 'left' | 'dismissed';
  /** Who dismissed the player; null = left. */
  byId: string | null;
}

/** Ends a membership; the tribe and the seat are locked. Gives the time, read after the last lock. */
async function release(ctx: Context, tx: Tx, given: Release): Promise<number> {
  const { season, tribe, userId, dissolves, reason, byId } = given;
  const occupied = await listOccupied(tx, season.id, tribe.id, userId);
  const territories = await lockTerritories(tx, season.id, occupied);
  const { village, rules, nowMs } = await openVillage(ctx, tx, userId, season);
  const arrivesMs = recallArrivesMs(rules, nowMs, season.speed);
  for (const territory of territories) {
    const mine = (await listStacks(tx, season.id, territory.territory_no)).find((stack) => stack.userId === userId);
    const abandoned = dissolves && territory.owner_tribe_id === tribe.id;
    if (!mine && !abandoned) continue;
    if (mine) {
      await removeFromGarrison(tx, season.id, territory.territory_no, [userId], nowMs);
      await insertReturning(tx, village, territory.territory_no, mine.units, arrivesMs);
    }
    if (abandoned) empty(territory);
    territory.garrison_at = nowMs;
    await saveTerritory(tx, territory);
    await tellTerritory(tx, tx, territory, nowMs);
  }
  await saveVillage(tx, village);
  await deleteSeat(tx, season.id, userId);
  const entry = { id: ctx.newId(), tribeId: tribe.id, atMs: nowMs, kind: reason, userId, role: null, byId };
  await insertLog(tx, entry);
  const left = { tribeId: tribe.id, userId, username: await getUsername(tx, userId), reason };
  tx.tell({ tribe: tribe.id }, 'tribe_member_left', left, nowMs);
  tx.tell({ user: userId }, 'tribe_member_left', left, nowMs);
  if (dissolves) {
    await dissolveTribe(tx, tribe.id, nowMs);
    tx.tell({ season: season.id }, 'saga', { kind: 'dissolved', text: `${tribe.name} was dissolved` }, nowMs);
  }
  tx.afterCommit(() => ctx.dueBell.ring());
  await excludeDelivery(tx);
  return nowMs;
}

/** A territory that nobody holds and in which nobody stands. */
function empty(territory: TerritoryRow): void {
  const none = emptyArmy();
  Object.assign(territory, { owner_tribe_id: null, controlled_since: null, truce_until: null });
  Object.assign(territory, {
    npc_militia: none.militia,
    npc_spearman: none.spearman,
    npc_archer: none.archer,
    npc_cavalry: none.cavalry,
  });
}
