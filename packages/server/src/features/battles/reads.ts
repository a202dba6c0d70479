/** Which reports a player has opened. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import type { Db } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { findSeat } from '../tribes/membership.ts';
import { countBattles } from './listQueries.ts';
import { insertRead, insertReadsOfAll, isBattleOf } from './readQueries.ts';

/** How many reports of the player's own battles are unopened. */
async function unreadOf(db: Db, seasonId: string, userId: string): Promise<number> {
  const anything = { role: null, type: null, result: null, territoryNo: null, onlyRaids: false, search: null };
  return countBattles(db, seasonId, { ...anything, of: { userId }, readerId: userId, onlyUnread: true });
}

/** Remembers that the player opened a report; safe to repeat. BATTLE_NOT_FOUND unless it is one of the player's or of the tribe's. */
export async function readReport(
  tx: Tx,
  seasonId: string,
  userId: string,
  battleId: string,
  nowMs: number,
): Promise<RouteData<'battles.read'>> {
  const seat = await findSeat(tx, seasonId, userId);
  if (!(await isBattleOf(tx, seasonId, battleId, userId, seat?.tribeId ?? null)))
    throw new AppError('BATTLE_NOT_FOUND');
  await insertRead(tx, battleId, userId, nowMs);
  return { unread: await unreadOf(tx, seasonId, userId) };
}

/** Remembers that the player opened all reports of the own decided battles; safe to repeat. */
export async function readAllReports(
  tx: Tx,
  seasonId: string,
  userId: string,
  nowMs: number,
): Promise<RouteData<'battles.readAll'>> {
  await insertReadsOfAll(tx, seasonId, userId, nowMs);
  return { unread: await unreadOf(tx, seasonId, userId) };
}
