/** A signed-in player: signs in with the wallet key when there is no token, and sends one request at a time. */
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { privateKeyToAccount } from 'viem/accounts';
import type { Pause } from './timers.ts';

export interface Connection {
  url: string;
  /** Added to every request. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
  onRequest?: () => void;
}

/** The typed client with the house's headers. After `signal` is aborted every call fails at once. */
export function connect(
  connection: Connection,
  options: { getToken?: () => string | null; onUnauthorized?: () => void; pause: Pause; signal: AbortSignal },
): ApiClient {
  const send = connection.fetch ?? fetch;
  return createApiClient({
    baseUrl: connection.url,
    getToken: options.getToken,
    onUnauthorized: options.onUnauthorized,
    sleep: (ms) => options.pause.wait(ms),
    fetch: async (address, init) => {
      options.signal.throwIfAborted();
      connection.onRequest?.();
      return send(address, { ...init, headers: { ...init?.headers, ...connection.headers }, signal: options.signal });
    },
  });
}

/** Calls one after another, in the order in which they were asked for. */
export function oneAtATime(api: ApiClient): ApiClient {
  let last: Promise<unknown> = Promise.resolve();
  const call = (...args: Parameters<ApiClient['call']>) => {
    const next = last.then(() => api.call(...args));
    last = next.catch(() => undefined);
    return next;
  };
  return { call: call as ApiClient['call'] };
}

export interface Session {
  readonly api: ApiClient;
  readonly token: string | null;
  readonly userId: string | null;
  /** Signs in unless that was done and the token still holds. Throws what the calls throw. */
  ensureSignedIn(): Promise<void>;
  /** The server no longer takes the token. */
  forgetToken(): void;
}

/** Sign-in by signature (EIP-4361 message from the server). `gate` spaces the sign-ins of the whole fleet. */
export function createSession(
  key: `0x${string}`,
  makeApi: (callbacks: { getToken: () => string | null; onUnauthorized: () => void }) => ApiClient,
  gate: () => Promise<void>,
): Session {
  const account = privateKeyToAccount(key);
  let token: string | null = null;
  let userId: string | null = null;
  const forgetToken = () => {
    token = null;
  };
  const api = oneAtATime(makeApi({ getToken: () => token, onUnauthorized: forgetToken }));
  return {
    api,
    get token() {
      return token;
    },
    get userId() {
      return userId;
    },
    forgetToken,
    async ensureSignedIn() {
      if (token !== null) return;
      await gate();
      const walletAddress = account.address;
      const { message } = await api.call('auth.nonce', { body: { walletAddress } });
      const signature = await account.signMessage({ message });
      const answer = await api.call('auth.connect', { body: { walletAddress, signature, message, session: 'token' } });
      token = answer.token ?? null;
      userId = answer.user.id;
    },
  };
}

/** Lets one caller through per `spacingMs`, in order of arrival; each waits in its own pause. */
export function createGate(spacingMs: number, nowMs: () => number): (pause: Pause) => Promise<void> {
  let nextMs = Number.NEGATIVE_INFINITY;
  return async (pause) => {
    const turnMs = Math.max(nowMs(), nextMs);
    nextMs = turnMs + spacingMs;
    if (turnMs > nowMs()) await pause.wait(turnMs - nowMs());
  };
}
