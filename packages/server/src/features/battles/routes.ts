import { Readable } from 'node:stream';
import { command, query, raw, signedIn } from '../../http/handler.ts';
import { currentSeason } from '../seasons/service.ts';
import { begun, exportCsv, exportJson } from './export.ts';
import { readFilter, showHistory } from './list.ts';
import { orderAttack } from './order.ts';
import { readAllReports, readReport } from './reads.ts';
import { showBattle } from './report.ts';
import { simulateBattle } from './simulate.ts';

export const battleHandlers = {
  'battles.attackTerritory': command<'battles.attackTerritory'>((ctx, tx, call) =>
    orderAttack(ctx, tx, signedIn(call).userId, call.body),
  ),
  'battles.get': query<'battles.get'>((ctx, call) =>
    showBattle(ctx.pool, call.params.battleId, call.auth?.userId ?? null),
  ),
  'battles.history': query<'battles.history'>(async (ctx, call) => {
    const { userId } = signedIn(call);
    const season = await currentSeason(ctx.pool, userId);
    return showHistory(ctx.pool, season.id, userId, call.query);
  }),
  'battles.read': command<'battles.read'>(async (ctx, tx, call) => {
    const { userId } = signedIn(call);
    const season = await currentSeason(tx, userId);
    return readReport(tx, season.id, userId, call.params.battleId, ctx.clock.nowMs());
  }),
  'battles.readAll': command<'battles.readAll'>(async (ctx, tx, call) => {
    const { userId } = signedIn(call);
    const season = await currentSeason(tx, userId);
    return readAllReports(tx, season.id, userId, ctx.clock.nowMs());
  }),
  'battles.export': raw<'battles.export'>(async (ctx, call, reply) => {
    const { userId } = signedIn(call);
    const format = call.query.format ?? 'csv';
    const season = await currentSeason(ctx.pool, userId);
    const filter = await readFilter(ctx.pool, season.id, userId, call.query);
    const chunks = await begun((format === 'csv' ? exportCsv : exportJson)(ctx.pool, season.id, filter));
    reply.type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="battles-season-${season.season_number}.${format}"`);
    return Readable.from(chunks, { objectMode: false });
  }),
  'battles.simulate': query<'battles.simulate'>(async (_ctx, call) => simulateBattle(call.body)),
};
