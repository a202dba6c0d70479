import { describe, expect, it } from 'vitest';
import { type ApiClientOptions, createApiClient } from './apiClient.ts';
import { ApiError } from './apiError.ts';

const META = { timestamp: '2026-03-01T12:00:00.000Z', requestId: 'r1' };
const good = (data: unknown) => new Response(JSON.stringify({ success: true, data, meta: META }));
const bad = (status: number, code: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ success: false, error: { code, message: 'No.', details: { why: 1 } }, meta: META }), {
    status,
    headers,
  });

type Step = Response | Error;
/** A client whose answers are given beforehand; keeps what was sent and how long it waited. */
function scripted(steps: Step[], options: Partial<ApiClientOptions> = {}) {
  const sent: { url: string; method: string; headers: Record<string, string>; body: string | null }[] = [];
  const waits: number[] = [];
  const client = createApiClient({
    baseUrl: 'http://server',
    newKey: () => `key-${sent.length}`,
    sleep: async (ms) => {
      waits.push(ms);
    },
    fetch: async (url, init) => {
      const { method, headers, body } = init as {
        method: string;
        headers: Record<string, string>;
        body: string | null;
      };
      sent.push({ url: String(url), method, headers, body });
      const step = steps[Math.min(sent.length, steps.length) - 1];
      if (step === undefined || step instanceof Error) throw step ?? new TypeError('fetch failed');
      return step.clone();
    },
    ...options,
  });
  return { client, sent, waits };
}
const train = { body: { unitType: 'militia', quantity: 1 } } as const;

describe('createApiClient', () => {
  it('sends the token, the body and the query, and gives the data', async () => {
    const { client, sent } = scripted([good({ left: 3 })], { getToken: () => 'abc' });
    expect(await client.call('training.start', train)).toEqual({ left: 3 });
    await client.call('battles.history', { query: { limit: '5' } });
    expect(sent[0]).toMatchObject({
      url: 'http://server/v1/training/start',
      method: 'POST',
      body: '{"unitType":"militia","quantity":1}',
      headers: { authorization: 'Bearer abc', 'content-type': 'application/json', 'idempotency-key': 'key-0' },
    });
    expect(sent[1]).toMatchObject({ url: 'http://server/v1/battles/history?limit=5', method: 'GET', body: null });
    expect(sent[1]?.headers).not.toHaveProperty('idempotency-key');
    expect(sent[1]?.headers).not.toHaveProperty('content-type');
  });

  it('repeats a lost call with the same key, waiting longer each time', async () => {
    const { client, sent, waits } = scripted([
      new TypeError('fetch failed'),
      bad(500, 'INTERNAL_ERROR'),
      bad(502, 'X'),
      good({ ok: true }),
    ]);
    expect(await client.call('training.start', train)).toEqual({ ok: true });
    expect(sent.map((request) => request.headers['idempotency-key'])).toEqual(['key-0', 'key-0', 'key-0', 'key-0']);
    expect(waits).toEqual([200, 400, 800]);
  });

  it('waits as long as the server asks', async () => {
    const { client, waits } = scripted([bad(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '2' }), good({})]);
    await client.call('seasons.current');
    expect(waits).toEqual([2000]);
  });

  it('gives up after three repeats and says that nothing is known', async () => {
    const { client, sent } = scripted([new TypeError('fetch failed')]);
    await expect(client.call('seasons.current')).rejects.toMatchObject({ code: 'NETWORK_ERROR', status: 0 });
    expect(sent).toHaveLength(4);
  });

  it.each([400, 401, 403, 404, 409, 422, 429])('does not repeat a call that was answered with %i', async (status) => {
    const { client, sent } = scripted([bad(status, 'SEASON_NOT_ACTIVE', { 'retry-after': '7' })]);
    const error = await client.call('training.start', train).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status,
      code: 'SEASON_NOT_ACTIVE',
      message: 'No.',
      details: { why: 1 },
      requestId: 'r1',
      retryAfterSeconds: 7,
    });
    expect(sent).toHaveLength(1);
  });

  it('uses the key that is given, for every try', async () => {
    const { client, sent } = scripted([bad(504, 'X'), good({})]);
    await client.call('training.start', { ...train, idempotencyKey: 'my-own-key' });
    expect(sent.map((request) => request.headers['idempotency-key'])).toEqual(['my-own-key', 'my-own-key']);
  });

  it('does not take a page of something else for an answer', async () => {
    const page = new Response('<html>Please sign in to this network</html>');
    await expect(scripted([page]).client.call('seasons.current')).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      status: 200,
    });
    await expect(scripted([new Response('null')]).client.call('seasons.current')).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });

  it('tells the server’s clock, and when the sign-in has ended', async () => {
    const seen: string[] = [];
    let signedOut = 0;
    const options = {
      onAnswer: ({ timestamp }: { timestamp: string }) => seen.push(timestamp),
      onUnauthorized: () => signedOut++,
    };
    const { client } = scripted([good({}), bad(401, 'INVALID_TOKEN')], options);
    await client.call('seasons.current');
    await expect(client.call('users.me')).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
    expect([seen, signedOut]).toEqual([[META.timestamp, META.timestamp], 1]);
  });

  it('stops at once when it is called off', async () => {
    const abort = new AbortController();
    const { client, sent } = scripted([new TypeError('fetch failed')], {
      sleep: async () => {
        throw new Error('waited although it was called off');
      },
    });
    abort.abort();
    await expect(client.call('seasons.current', { signal: abort.signal })).rejects.toThrow('fetch failed');
    expect(sent).toHaveLength(1);
  });
});
