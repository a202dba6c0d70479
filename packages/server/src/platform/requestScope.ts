/**
 * What belongs to one request and is needed far below it: its id, for log lines, and until when it may wait for a connection to the database.
 * It follows the request's own calls; loops, and work that was there before, do not see it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestScope {
  readonly requestId: string;
  /** By performance.now(); whoever would have to wait longer is refused. */
  readonly waitsUntil: number;
}

const scopes = new AsyncLocalStorage<RequestScope>();

export const runInScope = <T>(scope: RequestScope, work: () => T): T => scopes.run(scope, work);
/** For work that belongs to no request, though one may have begun it. */
export const runWithoutScope = <T>(work: () => T): T => scopes.exit(work);
/** Undefined outside requests. */
export const currentScope = (): RequestScope | undefined => scopes.getStore();
