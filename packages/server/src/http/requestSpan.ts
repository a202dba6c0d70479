import type { FastifyReply, FastifyRequest } from 'fastify';
import { readTraceparent, type Span, traceOf } from '../platform/telemetry/spans.ts';

/** What is told of an answered request: which route, how it ended, how long it took. Nothing of who asked, or for what. */
export function requestSpan(request: FastifyRequest, reply: FastifyReply, nowMs: number): Span {
  const header = request.headers.traceparent;
  const outer = readTraceparent(typeof header === 'string' ? header : undefined);
  const route = request.routeOptions.url ?? 'unknown address';
  return {
    name: `${request.method} ${route}`,
    kind: 'server',
    traceId: outer?.traceId ?? traceOf(request.id),
    parentId: outer?.parentId ?? null,
    startMs: nowMs - reply.elapsedTime,
    endMs: nowMs,
    attributes: {
      'http.request.method': request.method,
      'http.route': route,
      'http.response.status_code': reply.statusCode,
      'ct.request_id': request.id,
    },
    isFault: reply.statusCode >= 500,
  };
}
