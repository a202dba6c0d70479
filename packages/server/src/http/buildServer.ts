/** The HTTP side: Fastify with everything that all routes share. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppError } from '@cryptotribes/protocol/core/errors';
import fastifyCookie from '@fastify/cookie';
import fastifySwagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { registerDemoChain } from '../features/demoChain/routes.ts';
import { handlers } from '../features/handlers.ts';
import { registerHealth } from '../features/health/routes.ts';
import { registerStripeWebhook } from '../features/payments/stripe/webhook.ts';
import { registerCron } from '../features/seasons/cron.ts';
import { registerAuth } from './authHook.ts';
import { MAX_BODY_BYTES, registerBodies } from './bodies.ts';
import { trustFunction } from './callerAddress.ts';
import { strictPolicy } from './contentPolicy.ts';
import { registerDocuments } from './documents.ts';
import { sendFailure } from './failure.ts';
import { registerRateLimits } from './rateLimits.ts';
import { registerRoutes } from './registerRoutes.ts';
import { requestSpan } from './requestSpan.ts';
import { registerScope } from './scopeHook.ts';
import { securityHeaders } from './securityHeaders.ts';
import { registerStatic } from './static.ts';
import { registerUnknownAddresses } from './unknownAddresses.ts';
import { strictValidator } from './validation.ts';

/**
 * How long a caller may take to send the head of a request, and all of it; how often that is looked at. Slow ones are cut within 30 s. And how
 * long we may take for an answer: longer than the database may for a statement.
 */
export const PATIENCE = { headersMs: 10_000, requestMs: 20_000, checkMs: 2_000, answerMs: 25_000 };
/** Connections of one process, web sockets among them; more wait at the door. */
const MAX_CONNECTIONS = 20_000;

const STATUS_OF: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};
/** Long enough for the answer to arrive. */
const LINGER_MS = 1_000;

/** What is no request, or takes too long: answered once, then the connection is closed, whether or not the caller closes its side. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Whatever changes something, but for signing in and the acts of administrators: they end a quarantine. */
const isOrder = ({ method, url }: FastifyRequest): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method) && !/^\/v1\/(auth|admin)\//.test(url);

export async function buildServer(ctx: Context, given: Partial<typeof PATIENCE> = {}): Promise<FastifyInstance> {
  const patience = { ...PATIENCE, ...given };
  const app = Fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    // Hop count or addresses, never `true`: that would let callers choose the address they are counted by.
    trustProxy: ctx.config.trustProxy !== false && trustFunction(ctx.config.trustProxy),
    requestTimeout: patience.requestMs,
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.checkMs },
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, request, reply) => void sendFailure(ctx, error, request, reply),
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  app.setValidatorCompiler(strictValidator as never);
  app.setErrorHandler((error, request, reply) => sendFailure(ctx, error, request, reply));
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/v1/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onRequest', async (request) => {
    if (ctx.quarantine.isActive && isOrder(request)) throw new AppError('SERVICE_UNAVAILABLE', { reason: 'restored' });
  });
  app.addHook('onResponse', async (request, reply) => {
    ctx.metrics.tally.requests++;
    const route = request.routeOptions.config.routeName ?? request.routeOptions.url ?? 'none';
    ctx.metrics.httpSeconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    if (ctx.spans !== null) ctx.spans.add(requestSpan(request, reply, ctx.clock.nowMs()));
  });

  const headers = securityHeaders(ctx.config, strictPolicy(ctx.config));
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  await app.register(fastifyCookie);
  registerBodies(app);
  registerScope(app, ctx, patience.answerMs);
  registerAuth(app, ctx);
  const limits = await registerRateLimits(app, ctx);
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'CryptoTribes',
        version: '1',
        description: 'The API of CryptoTribes. Times are UTC, amounts whole numbers.',
      },
      servers: [{ url: ctx.config.publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'ct_session' },
        },
      },
    },
  });
  // A plugin of its own, so that the document has seen every route.
  await app.register(async (inner) => {
    registerRoutes(inner as FastifyInstance, ctx, handlers, limits);
    registerDocuments(inner as FastifyInstance, ctx);
    registerHealth(inner as FastifyInstance, ctx);
    registerCron(inner as FastifyInstance, ctx);
    registerStripeWebhook(inner as FastifyInstance, ctx);
    registerDemoChain(inner as FastifyInstance, ctx, limits);
  });
  await registerStatic(app, ctx, limits);
  registerUnknownAddresses(app, ctx);
  return app;
}
