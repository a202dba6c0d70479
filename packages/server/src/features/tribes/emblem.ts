/** A tribe's shield as a picture (SPEC 4.4.7), for pages that do not draw it themselves. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@cryptotribes/protocol/core/errors';
import { type ChargePaths, emblemSvg } from '@cryptotribes/protocol/heraldry/emblemSvg';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import type { FastifyReply } from 'fastify';
import type { Context } from '../../context.ts';
import { getTribe } from './queries.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Seen from src/features/tribes and dist/features/tribes alike. */
const CHARGES_FILE = path.resolve(here, '../../../../protocol/assets/charges.generated.json');

let read: ChargePaths | null = null;
/** The drawings of all charges; read once. */
export function readCharges(): ChargePaths {
  read ??= JSON.parse(readFileSync(CHARGES_FILE, 'utf8')) as ChargePaths;
  return read;
}

/** Answers with the picture, or with 304 to those who have it. TRIBE_NOT_FOUND. */
export async function sendEmblem(
  ctx: Context,
  tribeId: string,
  ifNoneMatch: string | undefined,
  reply: FastifyReply,
): Promise<string> {
  const tribe = await getTribe(ctx.pool, tribeId);
  if (tribe === null) throw new AppError('TRIBE_NOT_FOUND');
  const svg = emblemSvg(heraldry(tribe.id, tribe.ordinal), readCharges());
  const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
  reply
    .type('image/svg+xml; charset=utf-8')
    .header('cache-control', 'public, max-age=86400')
    .header('etag', etag)
    // Opened on its own it is a document of our origin: it may load and run nothing.
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
    // Pages of other sites may show it.
    .header('cross-origin-resource-policy', 'cross-origin');
  if (!matches(ifNoneMatch, etag)) return svg;
  reply.code(304);
  return '';
}

/** Whether an If-None-Match header names this tag; weak comparison, as RFC 9110 asks for. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);
}
