/**
 * SPEC 5.3's limits: a general one for everything, a stricter one for signing in, one for battles.
 * Counted per player once signed in, else per address; signing in per address and wallet, so that nobody can lock another player out and
 * a household or office behind one address can still sign in.
 */
import { timingSafeEqual } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Limit } from '@cryptotribes/protocol/core/route';
import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import type { Context } from '../context.ts';

export const HOUSE_HEADER = 'x-ct-house-key';

type Check = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
export interface RateLimits {
  general: Check;
  byRoute: Record<Limit, Check>;
}

export async function registerRateLimits(app: FastifyInstance, ctx: Context): Promise<RateLimits> {
  const redis = ctx.config.redisUrl === null ? null : connectRedis(ctx, ctx.config.redisUrl);
  // A limiter that cannot reach its store must not stop the game: skipOnError.
  await app.register(fastifyRateLimit, {
    global: false,
    skipOnError: true,
    cache: 50_000,
    ...(redis ? { redis, nameSpace: 'ct-limit-' } : {}),
  });
  if (redis) app.addHook('onClose', async () => redis.disconnect());

  const limiter = (
    name: string,
    limit: { max: number; windowMs: number },
    key: (request: FastifyRequest) => string,
  ): Check => {
    const count = app.createRateLimit({
      max: limit.max,
      timeWindow: limit.windowMs,
      keyGenerator: (request) => `${name}:${key(request)}`,
    });
    return async (request, reply) => {
      if (isHouse(ctx, request)) return;
      const result = await count(request);
      if (result.isAllowed) return;
      reply.header('x-ratelimit-limit', result.max).header('x-ratelimit-remaining', result.remaining);
      reply.header('x-ratelimit-reset', result.ttlInSeconds);
      if (result.isExceeded)
        throw new AppError('RATE_LIMIT_EXCEEDED', { retryAfterSeconds: Math.max(1, result.ttlInSeconds) });
    };
  };
  const player = (request: FastifyRequest) => (request.auth ? `user-${request.auth.userId}` : `ip-${request.ip}`);
  return {
    general: limiter('general', ctx.config.rateLimits.global, player),
    byRoute: {
      auth: limiter(
        'auth',
        ctx.config.rateLimits.auth,
        (request) => `${request.ip} ${walletOf(request) ?? player(request)}`,
      ),
      battle: limiter('battle', ctx.config.rateLimits.battles, player),
    },
  };
}

function walletOf(request: FastifyRequest): string | null {
  const wallet = (request.body as { walletAddress?: unknown } | undefined)?.walletAddress;
  // Not checked yet: whatever is no address is counted by who sent it, so that nobody can fill the counters with long texts.
  return typeof wallet === 'string' && /^0x[0-9a-f]{40}$/i.test(wallet) ? wallet.toLowerCase() : null;
}

/** The house's own bots share one address; they are not counted by it. Their battles are: they are players like all others. */
function isHouse(ctx: Context, request: FastifyRequest): boolean {
  const given = request.headers[HOUSE_HEADER];
  if (typeof given !== 'string' || request.auth) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(ctx.houseKey)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function connectRedis(ctx: Context, url: string): Redis {
  const redis = new Redis(url, {
    connectTimeout: 1_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 500,
  });
  redis.on('error', (error) =>
    ctx.log.warn({ err: error }, 'Redis is not reachable; limits are not counted meanwhile'),
  );
  return redis;
}
