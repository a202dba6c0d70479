/**
 * A pool of connections that keeps nobody waiting for long: a request gets a connection in time or SERVICE_UNAVAILABLE, and the line has an
 * end. All of a request's waits together end at the moment its scope names, however many connections it needs one after the other.
 * Loops wait as long as the pool's own `connectionTimeoutMillis` allows; there are few of them.
 */
import { AppError } from '@cryptotribes/protocol/core/errors';
import pg from 'pg';
import { currentScope } from './requestScope.ts';

/** Requests in the line for each connection of the pool. */
export const WAITING_PER_CONNECTION = 50;
export const RETRY_AFTER_SECONDS = 2;

type Given = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (release?: unknown) => void,
) => void;

/** What whoever cannot be served now is told. */
export const busy = (): AppError => new AppError('SERVICE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });

export class BoundedPool extends pg.Pool {
  // Two forms, as in pg.Pool: its own `query` uses the second.
  override connect(): Promise<pg.PoolClient>;
  override connect(given: Given): void;
  override connect(given?: Given): unknown {
    const scope = currentScope();
    if (scope === undefined) return given === undefined ? super.connect() : super.connect(given);
    if (given !== undefined) return this.#connectUntil(scope.waitsUntil, given);
    return new Promise((resolve, reject) => {
      this.#connectUntil(scope.waitsUntil, (error, client) => {
        if (client === undefined) reject(error);
        else resolve(client);
      });
    });
  }

  #connectUntil(waitsUntil: number, given: Given): void {
    if (this.idleCount > this.waitingCount) {
      super.connect(given);
      return;
    }
    const leftMs = waitsUntil - performance.now();
    if (leftMs <= 0 || this.waitingCount >= this.options.max * WAITING_PER_CONNECTION) {
      setImmediate(() => given(busy(), undefined, () => {}));
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      // After what has arrived meanwhile: a process that stood still must not refuse those whose turn has come.
      setImmediate(() => {
        if (isOver) return;
        isOver = true;
        given(busy(), undefined, () => {});
      });
    }, leftMs);
    super.connect((error, client, release) => {
      if (isOver) {
        // Nobody waits for this one any more.
        client?.release();
        return;
      }
      isOver = true;
      clearTimeout(timer);
      given(error, client, release);
    });
  }
}
