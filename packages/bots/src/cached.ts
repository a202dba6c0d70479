/**
 * One reader for many askers: the answer is fetched at most once per `ttlMs`, and everybody who asks meanwhile gets the same promise.
 * A failure is passed to those who waited for it and forgotten.
 */
export function cached<T>(fetchValue: () => Promise<T>, ttlMs: number, nowMs: () => number): () => Promise<T> {
  let current: { promise: Promise<T>; untilMs: number } | null = null;
  return () => {
    if (current !== null && nowMs() < current.untilMs) return current.promise;
    const entry = { promise: fetchValue(), untilMs: Number.POSITIVE_INFINITY };
    current = entry;
    entry.promise.then(
      () => {
        entry.untilMs = nowMs() + ttlMs;
      },
      () => {
        if (current === entry) current = null;
      },
    );
    return entry.promise;
  };
}
