/** Backups that the program takes by itself: one a day, by one process. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../../context.ts';
import { removeOldBackups, takeBackup } from './backup.ts';
import { takenMsOf } from './manifest.ts';
import type { BackupStore } from './store.ts';

const newestMs = async (store: BackupStore): Promise<number | null> => {
  const newest = (await store.list()).at(-1);
  return newest === undefined ? null : takenMsOf(newest);
};

/**
 * Takes a backup when the newest is old enough, and removes those that are too old. Safe to call at any time from any process: of several
 * only one takes it. Answers with its name, or null when none was due.
 */
export async function backUpWhenDue(
  ctx: Pick<Context, 'clock' | 'config' | 'log' | 'metrics' | 'pool'>,
  store: BackupStore,
): Promise<string | null> {
  const { everyHours, keepDays } = ctx.config.backups;
  const isDue = async (): Promise<boolean> => {
    const lastMs = await newestMs(store);
    if (lastMs !== null) ctx.metrics.lastBackup.set(lastMs / 1000);
    return lastMs === null || ctx.clock.nowMs() - lastMs >= everyHours * HOUR_MS;
  };
  if (!(await isDue())) return null;
  const taken = await takeBackup(ctx.pool, store, { unless: async () => !(await isDue()) });
  if (taken === null) return null;
  ctx.log.info({ ...taken, place: store.place }, 'backup taken');
  await isDue();
  const removed = await removeOldBackups(store, keepDays, ctx.clock.nowMs());
  if (removed.length > 0) ctx.log.info({ removed }, 'old backups removed');
  return taken.name;
}
