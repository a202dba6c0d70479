/** The one error handler: every refusal and every fault becomes SPEC 4.3's error envelope with a code of the table. */
import { AppError, ERRORS, type ErrorCode } from '@cryptotribes/protocol/core/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { asUnavailable, sqlState } from '../platform/db.ts';
import { StrictJsonError } from '../platform/strictJson.ts';

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'VALIDATION_FAILED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'INVALID_JSON',
  FST_ERR_BAD_URL: 'NOT_FOUND',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
};

interface Issue {
  instancePath?: string;
  message?: string;
}

/** Any thrown value as an AppError; what we do not know becomes a bland INTERNAL_ERROR. */
export function toAppError(thrown: unknown): AppError {
  const error = asUnavailable(thrown);
  if (error instanceof AppError) return error;
  if (error instanceof StrictJsonError) return new AppError('INVALID_JSON', {}, error.message);
  const fastify = error as Partial<FastifyError>;
  if (Array.isArray(fastify.validation)) {
    const issues = (fastify.validation as Issue[])
      .slice(0, 5)
      .map((issue) => ({ field: issue.instancePath ?? '', problem: issue.message ?? '' }));
    return new AppError('VALIDATION_FAILED', { part: fastify.validationContext ?? 'body', issues });
  }
  const code = FASTIFY_CODES[fastify.code ?? ''];
  if (code) return new AppError(code);
  // Text that PostgreSQL cannot store; schemas should have refused it.
  if (sqlState(error) === '22021' || sqlState(error) === '22P05') return new AppError('VALIDATION_FAILED');
  if (typeof fastify.statusCode === 'number' && fastify.statusCode >= 400 && fastify.statusCode < 500)
    return new AppError('VALIDATION_FAILED');
  const unknown = new AppError('INTERNAL_ERROR');
  unknown.cause = error;
  return unknown;
}

export function sendFailure(ctx: Context, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toAppError(thrown);
  if (ERRORS[error.code].report) {
    ctx.metrics.countError('request');
    ctx.log.error({ err: error.cause ?? error, requestId: request.id }, 'a request failed');
  }
  const wait = error.details.retryAfterSeconds;
  if (typeof wait === 'number') reply.header('retry-after', String(Math.max(1, Math.ceil(wait))));
  return reply
    .code(error.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      success: false,
      error: { code: error.code, message: error.message, details: error.details },
      meta: meta(ctx, request.id),
    });
}

export const meta = (ctx: Context, requestId: string) => ({
  timestamp: new Date(ctx.clock.nowMs()).toISOString(),
  requestId,
});
