/** Traces and faults reach programs that take them, as OpenTelemetry and Sentry write them; and cost nobody anything when those are away. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';
import { send, sendJson } from '../../testing/testRequests.ts';
import { createLogger } from '../logger.ts';
import { type Faults, openFaults } from './faults.ts';
import { Outbox } from './outbox.ts';
import { readTraceparent } from './spans.ts';

interface Taken {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
/** Takes whatever is sent to it. */
let collector: Server;
let collectorUrl: string;
let answerWith = 200;
const taken: Taken[] = [];
let app: TestApp;
beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(answerWith).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  app = await startTestApp({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collectorUrl}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=abc, other=1' },
  });
});
afterAll(async () => {
  await app?.stop();
  await new Promise((resolve) => collector.close(resolve));
});

interface Sent {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[];
  status?: { code: number };
}
async function spans(): Promise<Sent[]> {
  await app.ctx.spans?.flush();
  return taken.splice(0).flatMap(({ path, headers, body }) => {
    expect({ path, type: headers['content-type'], key: headers['x-key'], other: headers.other }).toEqual({
      path: '/v1/traces',
      type: 'application/json',
      key: 'abc',
      other: '1',
    });
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { resource: object; scopeSpans: { spans: Sent[] }[] }[];
    };
    expect(JSON.stringify(resourceSpans[0]?.resource)).toContain(
      '{"key":"service.name","value":{"stringValue":"cryptotribes"}}',
    );
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });
}
const attributeOf = (span: Sent | undefined, key: string): string | undefined => {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

describe('traces', () => {
  it('have a span for each request, in the trace of whoever asks, and none of what is private', async () => {
    const player = await app.newPlayer();
    await spans();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const path = `/v1/users/${player.id}?secret=1`;
    const answer = await send(app.url, { method: 'GET', path, token: player.token, headers: { traceparent } });
    const plain = await send(app.url, { method: 'GET', path: '/v1/territories' });
    const sent: Sent[] = [];
    await vi.waitFor(async () => {
      sent.push(...(await spans()));
      expect(sent.map(({ name }) => name).sort()).toEqual(['GET /v1/territories', 'GET /v1/users/:userId']);
    });
    expect(sent.find(({ name }) => name === 'GET /v1/users/:userId')).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
    const own = sent.find(({ name }) => name === 'GET /v1/territories');
    expect(own).toMatchObject({ kind: 2, traceId: String(plain.headers['x-request-id']).replaceAll('-', '') });
    expect(own?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(own?.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(own?.parentSpanId).toBeUndefined();
    expect(BigInt(own?.endTimeUnixNano ?? 0) >= BigInt(own?.startTimeUnixNano ?? 1)).toBe(true);
    expect(attributeOf(own, 'http.response.status_code')).toBe('200');
    expect(JSON.stringify(sent)).not.toContain(player.token);
    expect(JSON.stringify(sent)).not.toContain('secret=1');
    expect(answer.status).toBe(400);
  });

  it('follow an order to the worker that decides it', async () => {
    const chief = await app.newChieftain({ army: { militia: 100 } });
    await spans();
    const answer = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/battles/attack-territory',
      token: chief.token,
      body: {
        territoryId: app.territory(21),
        army: { militia: 50, spearman: 0, archer: 0, cavalry: 0 },
        formation: 'balanced',
      },
    });
    expect(answer.status, answer.text).toBe(202);
    const requestId = String(answer.headers['x-request-id']);
    const [row] = await app.sql<{ request_id: string }>('select request_id from battles');
    expect(row?.request_id).toBe(requestId);
    await app.settle();
    const sent = await spans();
    const decided = sent.find(({ name }) => name === 'decide an order');
    expect(decided).toMatchObject({ kind: 1, traceId: requestId.replaceAll('-', '') });
    expect(attributeOf(decided, 'ct.request_id')).toBe(requestId);
    expect(attributeOf(decided, 'ct.status')).toBe('completed');
  });

  it('are lost when nobody takes them, and the game goes on', async () => {
    answerWith = 503;
    try {
      expect((await send(app.url, { method: 'GET', path: '/v1/territories' })).status).toBe(200);
      await app.ctx.spans?.flush();
      expect((await send(app.url, { method: 'GET', path: '/v1/territories' })).status).toBe(200);
    } finally {
      answerWith = 200;
      taken.splice(0);
    }
  });

  it.each([
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', true],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', false],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', false],
    ['00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01', false],
    ["00-';drop table", false],
  ])('take "%s" for a caller’s trace: %s', (header, isOne) => {
    expect(readTraceparent(header) !== null).toBe(isOne);
  });
});

describe('faults', () => {
  const open = (): Faults =>
    openFaults({ envelopeUrl: `${collectorUrl}/api/7/envelope/`, publicKey: 'public', environment: 'test' }, 'worker', {
      nowMs: () => 1_772_366_400_000,
      onLost: () => {},
    });

  it('are told of by lines that are errors, with where it happened and nothing else of the line', async () => {
    const faults = open();
    const log = createLogger('silent', (fault) => faults.add(fault));
    // Below the level of the log nothing is written, and nothing told.
    log.error({ err: new Error('unseen') }, 'silent');
    const loud = createLogger('error', (fault) => faults.add(fault));
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      loud.warn({ err: new Error('only a warning') }, 'a warning');
      loud.error({ err: new TypeError('no such thing'), requestId: 'r-1', password: 'hush' }, 'a request failed');
    } finally {
      write.mockRestore();
    }
    await faults.stop();
    const [one, ...others] = taken.splice(0);
    expect(others).toEqual([]);
    expect(one?.path).toBe('/api/7/envelope/');
    expect(one?.headers['x-sentry-auth']).toContain('sentry_key=public');
    const [head, item, event] = (one?.body ?? '').split('\n').map((line) => JSON.parse(line));
    expect(head).toEqual({ event_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(item).toEqual({ type: 'event' });
    expect(event).toMatchObject({
      event_id: head.event_id,
      timestamp: 1_772_366_400,
      level: 'error',
      environment: 'test',
      message: { formatted: 'a request failed' },
      tags: { role: 'worker', requestId: 'r-1' },
      exception: { values: [{ type: 'TypeError', value: 'no such thing' }] },
    });
    const frames = event.exception.values[0].stacktrace.frames as { filename: string; lineno: number }[];
    expect(frames.at(-1)?.filename).toContain('telemetry.db.test.ts');
    expect(one?.body).not.toContain('hush');
  });
});

describe('what waits to be sent', () => {
  it('is bounded; what is too much is dropped, and said once', async () => {
    const told: [number, string][] = [];
    const parcels: number[][] = [];
    const outbox = new Outbox<number>({
      everyMs: 1_000_000,
      maxWaiting: 10,
      maxParcel: 4,
      onLost: (lost, problem) => told.push([lost, problem]),
      send: async (parcel) => {
        parcels.push(parcel);
      },
    });
    for (const n of times(25, (index) => index)) outbox.add(n);
    await outbox.stop();
    expect(parcels).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(told).toEqual([[1, 'too much at once']]);
  });
});
