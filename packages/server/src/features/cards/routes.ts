import { AppError } from '@cryptotribes/protocol/core/errors';
import type { FastifyReply } from 'fastify';
import { raw } from '../../http/handler.ts';
import { readCharges } from '../tribes/emblem.ts';
import { battleCardSvg, tribeCardSvg } from './cardSvg.ts';
import { battleFacts, tribeFacts } from './facts.ts';
import { pictureOf } from './png.ts';

/** Figures of a tribe change, and an open battle is decided; a decided one stays as it is. */
const SHORT_SECONDS = 300;
const LONG_SECONDS = 86_400;

async function send(
  svg: string,
  maxAge: number,
  given: string | undefined,
  reply: FastifyReply,
): Promise<Buffer | string> {
  const picture = await pictureOf(svg);
  if (picture === null) throw new AppError('NOT_FOUND');
  reply
    .type('image/png')
    .header('cache-control', `public, max-age=${maxAge}`)
    .header('etag', picture.etag)
    // Other sites show it beside the link.
    .header('cross-origin-resource-policy', 'cross-origin');
  if (given !== picture.etag) return picture.png;
  reply.code(304);
  return '';
}

export const cardHandlers = {
  'tribes.card': raw<'tribes.card'>(async (ctx, call, reply) => {
    const svg = tribeCardSvg(await tribeFacts(ctx, call.params.tribeId), readCharges());
    return send(svg, SHORT_SECONDS, call.request.headers['if-none-match'], reply);
  }),
  'battles.card': raw<'battles.card'>(async (ctx, call, reply) => {
    const facts = await battleFacts(ctx, call.params.battleId);
    const maxAge = facts.winner === null ? SHORT_SECONDS : LONG_SECONDS;
    return send(battleCardSvg(facts, readCharges()), maxAge, call.request.headers['if-none-match'], reply);
  }),
};
