import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@cryptotribes/protocol/core/errors';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import { battleHead, type PageHead, tribeHead, withHead } from '../features/cards/pageHead.ts';
import { payingPolicy } from './contentPolicy.ts';
import { sendFailure } from './failure.ts';
import type { RateLimits } from './rateLimits.ts';
import { securityHeaders } from './securityHeaders.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Where the client's build ends up, seen from src/http and dist/http alike. */
export const CLIENT_DIRECTORY = path.resolve(here, '../../../client/dist');

/**
 * The front page brings what it shows before its code has arrived, so it is chosen by the same rule as the language of the client:
 * the player's choice, else the first language of the browser that the client speaks, else English.
 */
export function frontPage(
  chosen: string | undefined,
  accepted: string | undefined,
): 'landing.html' | 'landing.de.html' {
  const preferred = (accepted ?? '').split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  const language = [chosen, ...preferred].find((tag) => tag === 'de' || tag === 'en');
  return language === 'de' ? 'landing.de.html' : 'landing.html';
}

/** Serves the built client; every page of it is index.html, the client's router does the rest. Without a build, the API alone. */
export async function registerStatic(app: FastifyInstance, ctx: Context, limits: RateLimits): Promise<void> {
  const index = path.join(CLIENT_DIRECTORY, 'index.html');
  const hasClient = existsSync(index);
  // Read anew each time: after an update its asset names are others.
  const sendPage = async (reply: FastifyReply, file = index) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(file));
  if (hasClient) {
    await app.register(fastifyStatic, {
      root: CLIENT_DIRECTORY,
      index: false,
      preCompressed: true,
      wildcard: true,
      cacheControl: false,
      setHeaders: (reply, file) => {
        const fingerprinted = file.includes(`${path.sep}assets${path.sep}`);
        reply.header('cache-control', fingerprinted ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    app.get('/', (request, reply) => {
      const page = frontPage(request.cookies.language, request.headers['accept-language']);
      return sendPage(reply.header('vary', 'accept-language, cookie'), path.join(CLIENT_DIRECTORY, page));
    });
  }
  /** A page that other sites show with a title and a picture of its own; whatever is unknown is the usual page, which says so. */
  const registerShared = (
    url: '/tribe/:id' | '/battles/:id',
    headOf: (ctx: Context, id: string) => Promise<PageHead>,
  ) => {
    app.get<{ Params: { id: string } }>(url, { preHandler: limits.general }, async (request, reply) => {
      const { id } = request.params;
      const head = /^[0-9a-f]{24}$/.test(id) ? await headOf(ctx, id).catch(() => null) : null;
      if (head === null) return sendPage(reply);
      const page = await withHead(await readFile(index, 'utf8'), head, ctx.config.publicUrl);
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    });
  };
  if (hasClient) {
    // The page where fees are paid: a document of its own, because what it may load is said with the document.
    const headers = securityHeaders(ctx.config, payingPolicy(ctx.config));
    app.get('/enter', (_request, reply) => sendPage(reply.headers(headers)));
    registerShared('/tribe/:id', tribeHead);
    registerShared('/battles/:id', battleHead);
  }
  app.setNotFoundHandler(async (request, reply) => {
    const wantsPage =
      (request.method === 'GET' || request.method === 'HEAD') && /text\/html|\*\/\*/.test(request.headers.accept ?? '');
    const isFile = /\.[a-z0-9]{2,5}$/i.test(request.url.split('?')[0] ?? '');
    if (
      hasClient &&
      wantsPage &&
      !isFile &&
      !/^\/(v1|internal|webhooks|health|metrics|socket\.io)(\/|$)/.test(request.url)
    ) {
      return sendPage(reply);
    }
    return sendFailure(ctx, new AppError('NOT_FOUND'), request, reply);
  });
}
