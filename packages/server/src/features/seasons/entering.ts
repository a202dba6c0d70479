import type { Tx } from '../../platform/tx.ts';
import { getCurrentSeason } from './queries.ts';

/** Runs `enter`; when the player's commands mean another season afterwards, the player's sockets move to it, at every process. */
export async function entering<T>(tx: Tx, userId: string, nowMs: number, enter: () => Promise<T>): Promise<T> {
  const before = await getCurrentSeason(tx, userId);
  const result = await enter();
  const after = await getCurrentSeason(tx, userId);
  if (after !== null && after.id !== before?.id)
    tx.tell({ user: userId }, 'season_switched', { seasonId: after.id, name: after.name }, nowMs);
  return result;
}
