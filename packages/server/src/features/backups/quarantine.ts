/**
 * A restored database stands still: no battles, credits, payments or payouts, and no orders, until somebody releases it (RELIABILITY BK2).
 * Reading goes on, and administrators may act.
 */
import type { Logger } from 'pino';
import { type Db, many, run, statement, timestamp } from '../../platform/db.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';

export interface OpenRestore {
  readonly id: number;
  readonly backup: string;
  readonly taken_at: number;
  readonly restored_at: number;
}

const open = statement(
  'backups.openRestores',
  'select id, backup, taken_at, restored_at from restores where released_at is null',
);
/** The restore that waits for release, or null. */
export const openRestore = async (db: Db): Promise<OpenRestore | null> =>
  (await many<OpenRestore>(db, open))[0] ?? null;

const note = statement(
  'backups.noteRestore',
  'insert into restores (backup, taken_at) values ($1, $2) on conflict ((true)) where released_at is null do nothing',
);
/** Puts a database that is being restored into quarantine; one that was saved in quarantine is in it already. */
export const noteRestore = async (db: Db, backup: string, takenMs: number): Promise<void> =>
  void (await run(db, note, [backup, timestamp(takenMs)]));

const release = statement(
  'backups.release',
  'update restores set released_at = $1, release_reason = $2 where released_at is null',
);
/** Lets the game go on; false when nothing was waiting. The caller writes the audit entry. */
export const releaseRestore = async (db: Db, reason: string, nowMs: number): Promise<boolean> =>
  (await run(db, release, [timestamp(nowMs), reason])) === 1;

/** Whether this program stands still. A database is restored only while it is empty, so it never begins to. */
export interface Quarantine {
  readonly isActive: boolean;
  /** Fulfilled when the game may go on; at once when nothing is restored. */
  readonly released: Promise<void>;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;

export async function watchQuarantine(db: Db, log: Logger): Promise<Quarantine> {
  const found = await openRestore(db);
  let isActive = found !== null;
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let loop: Loop | null = null;
  if (found === null) release();
  else {
    log.warn(
      { backup: found.backup },
      'this database was restored from a backup: everything stands still until `ct release`',
    );
    loop = startLoop({
      name: 'quarantine',
      log,
      idleMs: LOOK_EVERY_MS,
      round: async () => {
        if (!isActive || (await openRestore(db)) !== null) return false;
        isActive = false;
        log.warn('released: the game goes on');
        release();
        return false;
      },
    });
  }
  return {
    get isActive() {
      return isActive;
    },
    released,
    stop: async () => loop?.stop(),
  };
}
