/**
 * The typed client: one function for every route, used by the browser, the bots and the tests.
 * A call that may have been lost (network failure or 5xx) is repeated with the same Idempotency-Key, so it takes effect once.
 */
import type { Data, Method } from '../core/route.ts';
import type { RouteBody, RouteName, RouteParams, RouteQuery, Routes } from '../routes.ts';
import { ApiError } from './apiError.ts';
import { paths } from './paths.ts';

type Input<K extends string, T> = T extends undefined
  ? unknown
  : undefined extends T
    ? { [P in K]?: T }
    : { [P in K]: T };
type OptionalQuery<T> = T extends undefined ? unknown : { query?: T };
export type CallOptions<N extends RouteName> = Input<'params', RouteParams<N>> &
  OptionalQuery<RouteQuery<N>> &
  Input<'body', RouteBody<N>> & {
    /** Repeating a POST, PATCH or DELETE with the same key has one effect. Made up when missing. */
    idempotencyKey?: string;
    signal?: AbortSignal;
  };
type Rest<N extends RouteName> =
  Record<never, never> extends CallOptions<N> ? [options?: CallOptions<N>] : [options: CallOptions<N>];

export interface ApiClient {
  call<N extends RouteName>(name: N, ...rest: Rest<N>): Promise<Data<Routes[N]>>;
}

type PathTable = Readonly<Record<string, readonly [Method, string]>>;

export interface ApiClientOptions {
  /** '' for the page's own server. */
  baseUrl: string;
  /** A bearer token, asked before each request; null or undefined sends none (the browser's cookie then speaks). */
  getToken?: () => string | null | undefined;
  fetch?: typeof fetch;
  /** How often a lost call is repeated (default 3), waiting 200, 400, 800 ms. */
  retries?: number;
  sleep?: (ms: number) => Promise<void>;
  newKey?: () => string;
  /** Told after each answer: the server's clock and how long the answer took, for the clock offset. */
  onAnswer?: (info: { timestamp: string; roundTripMs: number }) => void;
  onUnauthorized?: () => void;
  /** Routes beyond those of players: `adminPaths`. */
  morePaths?: PathTable;
  now?: () => number;
}

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal | null;
}

const REPEATABLE_STATUS = new Set([500, 502, 503, 504]);

export function createApiClient(options: ApiClientOptions): ApiClient {
  const send = options.fetch ?? fetch;
  const retries = options.retries ?? 3;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const newKey = options.newKey ?? (() => crypto.randomUUID());
  const table: PathTable = { ...paths, ...options.morePaths };
  const now = options.now ?? (() => performance.now());

  async function attempt(request: Sent): Promise<unknown> {
    const startedAt = now();
    let response: Response;
    try {
      response = await send(request.url, {
        method: request.method,
        headers: request.headers,
        credentials: 'same-origin',
        body: request.body,
        signal: request.signal,
      });
    } catch (cause) {
      if (request.signal?.aborted) throw cause;
      throw new ApiError({ code: 'NETWORK_ERROR', message: 'The server could not be reached.', status: 0 });
    }
    const answer = (await response.json().catch(() => null)) as {
      success?: boolean;
      data?: unknown;
      error?: { code: ApiError['code']; message: string; details?: Record<string, unknown> };
      meta?: { timestamp: string; requestId: string };
    } | null;
    if (answer?.meta) options.onAnswer?.({ timestamp: answer.meta.timestamp, roundTripMs: now() - startedAt });
    if (response.ok && answer?.success === true) return answer.data;
    const retryAfter = Number(response.headers.get('retry-after'));
    const error = new ApiError({
      code: answer?.error?.code ?? 'BAD_RESPONSE',
      message: answer?.error?.message ?? `The server answered ${response.status}.`,
      status: response.status,
      details: answer?.error?.details ?? {},
      requestId: answer?.meta?.requestId ?? null,
      retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    });
    if (error.code === 'INVALID_TOKEN') options.onUnauthorized?.();
    throw error;
  }

  async function call(name: RouteName, given: Record<string, unknown> = {}): Promise<unknown> {
    const known = table[name];
    if (known === undefined) throw new Error(`this client does not know the route ${name}`);
    const [method, path] = known;
    const headers: Record<string, string> = { accept: 'application/json' };
    const token = options.getToken?.();
    if (token) headers.authorization = `Bearer ${token}`;
    if (given.body !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET') headers['idempotency-key'] = (given.idempotencyKey as string | undefined) ?? newKey();
    const request: Sent = {
      method,
      url:
        options.baseUrl + fillPath(path, given.params as Record<string, string> | undefined) + queryText(given.query),
      headers,
      body: given.body === undefined ? null : JSON.stringify(given.body),
      signal: (given.signal as AbortSignal | undefined) ?? null,
    };
    for (let tries = 0; ; tries++) {
      try {
        return await attempt(request);
      } catch (error) {
        const lost = error instanceof ApiError && (error.status === 0 || REPEATABLE_STATUS.has(error.status));
        if (!lost || tries >= retries) throw error;
        await sleep((error.retryAfterSeconds ?? 0) * 1000 || 200 * 2 ** tries);
      }
    }
  }
  return { call: call as ApiClient['call'] };
}

/** '/a/:id' with {id: 'x'} → '/a/x'. */
export function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}

function queryText(query: unknown): string {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`;
}
