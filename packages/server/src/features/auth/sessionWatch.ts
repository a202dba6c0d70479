import type { Session } from './queries.ts';

/** What this process knows about sessions at the moment, and who wants to hear that one has ended. */
export interface SessionWatch {
  /** The session under this key as read less than a second ago; null when it has to be read (again). */
  recall(key: string, nowMs: number): Session | null;
  /** To be asked for before reading, and handed to `remember`. */
  epoch(): number;
  /** Keeps a session for a second, unless one changed since `epoch`: what was read may then be old. */
  remember(key: string, session: Session, readAtMs: number, epoch: number): void;
  /** The session changed or ended: whoever is next reads it again. */
  forget(session: Session): void;
  /** The same, when only the session's id is known. */
  forgetId(sessionId: string): void;
  /** Tells the listeners. */
  announceEnd(sessionId: string): void;
  /** Calls `listener` for each session that ends, whichever process ended it (once or twice); gives the function that stops it. */
  onEnded(listener: SessionEndedListener): () => void;
}
export type SessionEndedListener = (sessionId: string) => void;

/** How long a session ended by another process may go on here (RELIABILITY AU7). */
const REMEMBERED_MS = 1_000;
const MAX_REMEMBERED = 20_000;

/** A cookie session is looked up by its cookie, a token session by its id. */
export const watchKey = (session: Session): string => session.cookie_hash?.toString('hex') ?? session.id;

export function createSessionWatch(): SessionWatch {
  // In the order of use: the first is the one that was not asked for the longest.
  const known = new Map<string, { session: Session; readAtMs: number }>();
  const listeners = new Set<SessionEndedListener>();
  let epoch = 0;
  return {
    recall: (key, nowMs) => {
      const found = known.get(key);
      if (found === undefined) return null;
      known.delete(key);
      if (nowMs - found.readAtMs >= REMEMBERED_MS) return null;
      known.set(key, found);
      return found.session;
    },
    epoch: () => epoch,
    remember: (key, session, readAtMs, epochBefore) => {
      if (epochBefore !== epoch) return;
      known.delete(key);
      known.set(key, { session, readAtMs });
      if (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value as string);
    },
    forget: (session) => {
      epoch++;
      known.delete(watchKey(session));
    },
    forgetId: (sessionId) => {
      epoch++;
      for (const [key, { session }] of known) if (session.id === sessionId) known.delete(key);
    },
    announceEnd: (sessionId) => {
      for (const listener of [...listeners]) listener(sessionId);
    },
    onEnded: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
