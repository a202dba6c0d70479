/** SPEC 7.3 and 7.4's addresses for an outside scheduler. They trigger the same idempotent code as the worker's own clock. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { meta } from '../../http/failure.ts';
import { applyDueTicks } from './ticks.ts';

export function registerCron(app: FastifyInstance, ctx: Context): void {
  for (const path of ['/internal/cron/vp-generation', '/internal/cron/resource-generation']) {
    app.post(path, { schema: { hide: true } }, async (request) => {
      assertCronSecret(request, ctx.config.cronSecret);
      return { success: true, data: { applied: await applyDueTicks(ctx) }, meta: meta(ctx, request.id) };
    });
  }
}

/** Without a configured secret nobody has it: `undefined` never equals `undefined` here (RELIABILITY D22). Compared in constant time. */
function assertCronSecret(request: FastifyRequest, secret: string | null): void {
  const given = request.headers['x-cron-secret'];
  if (secret !== null && typeof given === 'string' && timingSafeEqual(sha256(given), sha256(secret))) return;
  throw new AppError('FORBIDDEN');
}
const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
