import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseStrictJson } from '../platform/strictJson.ts';

export const MAX_BODY_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/json(\s*;\s*charset=utf-8)?\s*$/i;

/** Bodies are JSON in UTF-8, strictly; everything else, also no content type at all, is 415 (RELIABILITY T2-T4, IN7). */
export function registerBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request) => {
    if (hasBody(request) && !JSON_TYPE.test(request.headers['content-type'] ?? ''))
      throw new AppError('UNSUPPORTED_MEDIA_TYPE');
    if (request.headers['content-encoding'] !== undefined) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  });
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    async (_request: FastifyRequest, body: Buffer) => {
      if (body.length === 0) return undefined;
      return parseStrictJson(decodeUtf8(body));
    },
  );
}

function hasBody(request: FastifyRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('INVALID_JSON', {}, 'The body is not valid UTF-8.');
  }
}
