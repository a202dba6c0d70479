/**
 * Spans for OpenTelemetry, as OTLP over HTTP in JSON (opentelemetry.io/docs/specs/otlp): one for each request, one for each order decided by a
 * worker, in the trace of the request that gave it. A request's id is its trace's id, without the dashes.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { TelemetryConfig } from '../../config/telemetry.ts';
import { Outbox, post } from './outbox.ts';

export interface Span {
  readonly name: string;
  readonly kind: 'server' | 'internal';
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits; null = it begins the trace here. */
  readonly parentId: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** A fault of ours. */
  readonly isFault: boolean;
}
export interface Spans {
  add(span: Span): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const KINDS = { internal: 1, server: 2 } as const;
const STATUS_ERROR = 2;

export function openSpans(otlp: NonNullable<TelemetryConfig['otlp']>, role: string, log: Logger): Spans {
  const resource = { attributes: [attribute('service.name', otlp.serviceName), attribute('ct.role', role)] };
  const outbox = new Outbox<Span>({
    everyMs: 5_000,
    maxWaiting: 4_096,
    maxParcel: 512,
    onLost: (lost, problem) => log.warn({ lost, problem }, 'spans could not be sent'),
    send: (parcel, signal) => {
      const scopeSpans = [{ scope: { name: 'cryptotribes' }, spans: parcel.map(written) }];
      const headers = { 'content-type': 'application/json', ...otlp.headers };
      const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans }] });
      return post(`${otlp.endpoint}/v1/traces`, headers, body, signal);
    },
  });
  return { add: (span) => outbox.add(span), flush: () => outbox.flush(), stop: () => outbox.stop() };
}

const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
});
const nanos = (ms: number): string => `${Math.round(ms * 1_000)}000`;

const written = (span: Span) => ({
  traceId: span.traceId,
  spanId: randomBytes(8).toString('hex'),
  ...(span.parentId === null ? {} : { parentSpanId: span.parentId }),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: nanos(span.startMs),
  endTimeUnixNano: nanos(span.endMs),
  attributes: Object.entries(span.attributes).map(([key, value]) => attribute(key, value)),
  ...(span.isFault ? { status: { code: STATUS_ERROR } } : {}),
});

/** The trace that a request's id names. */
export const traceOf = (requestId: string): string => requestId.replaceAll('-', '');

/** What a caller says of its own trace (W3C Trace Context); null when it says nothing, or nothing that is right. */
export function readTraceparent(header: string | undefined): { traceId: string; parentId: string } | null {
  const [, traceId = '', parentId = ''] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(header ?? '') ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(parentId) ? { traceId, parentId } : null;
}
