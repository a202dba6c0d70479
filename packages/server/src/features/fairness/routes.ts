import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { raw } from '../../http/handler.ts';
import { begun } from '../battles/export.ts';
import { exportableSeason, exportSeason } from './exportSeason.ts';

export const fairnessHandlers = {
  'seasons.export': raw<'seasons.export'>(async (ctx, call, reply) => {
    const season = await exportableSeason(ctx.pool, call.params.seasonId);
    const plain = Readable.from(await begun(exportSeason(ctx.pool, season)), { objectMode: false });
    reply.type('application/x-ndjson; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="season-${season.season_number}.ndjson"`);
    reply.header('vary', 'accept-encoding');
    const accepts = call.request.headers['accept-encoding'] ?? '';
    if (!/\bgzip\b/.test(String(accepts))) return plain;
    reply.header('content-encoding', 'gzip');
    // A reader that goes away ends both; what is left unsent is nobody's error.
    return pipeline(plain, createGzip({ level: 5 }), () => undefined) as Readable;
  }),
};
