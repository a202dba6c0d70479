/**
 * When players were last active, kept cheaply: every request and every open socket is noted here, and written down in one statement
 * every now and then, at most once in five minutes for a player. What a killed process had not yet written is lost; nothing depends on it
 * to the minute.
 */
import { MINUTE_MS } from '@cryptotribes/rules/core/time';
import { type Db, run, statement, timestamp } from '../../platform/db.ts';

const PAUSE_MS = 5 * MINUTE_MS;

export class Activity {
  readonly #noted = new Map<string, number>();
  #waiting = new Map<string, number>();

  /** The player does something now. */
  note(userId: string, nowMs: number): void {
    const last = this.#noted.get(userId);
    if (last !== undefined && nowMs - last < PAUSE_MS) return;
    this.#noted.set(userId, nowMs);
    this.#waiting.set(userId, nowMs);
  }
  /** What was noted since the last call: player → when. Forgets those who have been away for long enough to be noted again. */
  take(nowMs: number): Map<string, number> {
    const taken = this.#waiting;
    this.#waiting = new Map();
    for (const [userId, atMs] of this.#noted) if (nowMs - atMs >= PAUSE_MS) this.#noted.delete(userId);
    return taken;
  }
}

// In the order of their ids, so that two processes that write the same players do not wait for each other in a circle.
const write = statement(
  'users.writeActivity',
  `with noted as (select u, at from unnest($1::text[], $2::timestamptz[]) as x(u, at)),
   locked as (select id from users where id in (select u from noted) order by id for no key update)
   update users set last_active_at = greatest(last_active_at, noted.at) from noted, locked where users.id = noted.u and locked.id = noted.u`,
);
/** Writes down when players were active; never puts that back. */
export async function writeActivity(db: Db, active: ReadonlyMap<string, number>): Promise<void> {
  if (active.size > 0) await run(db, write, [[...active.keys()], [...active.values()].map(timestamp)]);
}
