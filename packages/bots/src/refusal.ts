import { ApiError } from '@cryptotribes/protocol/client/apiError';

/**
 * Whether the server understood the order and refused it by the rules (a bot then simply decides anew).
 * Not so: no answer, overload, a token that no longer holds, our own malformed request.
 */
export function isRefusal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) return false;
  return (
    error.status !== 401 && error.status !== 429 && error.code !== 'VALIDATION_FAILED' && error.code !== 'BAD_RESPONSE'
  );
}

/** The value, or the refusal's code; any other failure is thrown. */
export async function orRefused<T>(
  call: Promise<T>,
): Promise<{ value: T; code: null } | { value: null; code: ApiError['code'] }> {
  try {
    return { value: await call, code: null };
  } catch (error) {
    if (isRefusal(error)) return { value: null, code: error.code };
    throw error;
  }
}

/** Pause after a failure: what the server asked for, else doubling from 2 s to 60 s, with up to half as much again by chance. */
export function backOffMs(error: unknown, failuresInARow: number, random: { next(): number }): number {
  const asked = error instanceof ApiError && error.retryAfterSeconds !== null ? error.retryAfterSeconds * 1000 : 0;
  const doubling = Math.min(60_000, 2_000 * 2 ** Math.min(failuresInARow - 1, 10));
  return Math.round(Math.max(asked, doubling) * (1 + random.next() / 2));
}
