/** How the game is doing, read from the database: the same answer at every process. */
import type { Overview, TickHealth } from '@cryptotribes/protocol/features/adminOverview';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Context } from '../../context.ts';
import { countOpenFlags } from '../fairplay/flagQueries.ts';
import { listFreezes } from '../ledger/freeze.ts';
import { readMoneyToday } from '../payments/deskQueries.ts';
import { showProcess } from '../payouts/desk.ts';
import { listSeasons, type SeasonRow } from '../seasons/queries.ts';
import { readDatabase, readTicks, readTraffic, type TickRow } from './overviewQueries.ts';
import { listProcesses, type ProcessInfo, SILENT_SECONDS } from './processes.ts';
import { countOpenProposals } from './proposalQueries.ts';
import { countSeasons } from './seasonQueries.ts';

/** Seasons that are open, or ended a short while ago. */
const SHOWN_AFTER_END_MS = 24 * 3_600_000;
/** A credit that is this late is missed; before, its turn may just be coming. */
const GRACE_MS = 5_000;
const DAY_MS = 24 * 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

export async function showOverview(ctx: Context): Promise<Overview> {
  const nowMs = ctx.clock.nowMs();
  const db = ctx.pool;
  const [traffic, database, processes, openFlags, openProposals] = await Promise.all([
    readTraffic(db, nowMs),
    readDatabase(db),
    listProcesses(db),
    countOpenFlags(db),
    countOpenProposals(db, nowMs),
  ]);
  const stops = await listFreezes(db);
  const money = await readMoneyToday(db, nowMs - (nowMs % DAY_MS));
  return {
    at: iso(nowMs),
    playersOnline: traffic.online,
    orders: {
      lastMinute: traffic.last_minute,
      lastHour: traffic.last_hour,
      queued: traffic.queued,
      oldestQueuedSeconds:
        traffic.oldest_queued === null ? null : Math.max(0, Math.floor((nowMs - traffic.oldest_queued) / 1000)),
    },
    seasons: await showHealth(ctx, nowMs),
    newsWaiting: traffic.news_waiting,
    openFlags,
    openProposals,
    paymentsToday: {
      settled: money.settled,
      usdMicro: money.usd_micro,
      usdtMicro: money.usdt_micro,
      refundsOrdered: money.refunds_ordered,
      refundsFailed: money.refunds_failed,
      depositsWaiting: money.deposits_waiting,
    },
    payouts: { stops: stops.length, rules: stops.map(({ rule }) => rule), process: await showProcess(db) },
    processes: processes.map(processRow),
    database: {
      version: database.version,
      sizeBytes: database.size_bytes,
      connections: database.connections,
      migration: database.migration,
      longestTransactionSeconds: database.longest_seconds,
    },
  };
}

async function showHealth(ctx: Context, nowMs: number): Promise<Overview['seasons']> {
  const seasons = (await listSeasons(ctx.pool)).filter(
    (season) =>
      season.status === 'registration' ||
      season.status === 'active' ||
      (season.status === 'ended' && nowMs < season.season_end + SHOWN_AFTER_END_MS),
  );
  const counts = await countSeasons(
    ctx.pool,
    seasons.map((season) => season.id),
  );
  return Promise.all(
    seasons.map(async (season) => ({
      seasonId: season.id,
      seasonNumber: season.season_number,
      name: season.name,
      status: season.status,
      players: counts.get(season.id)?.players ?? 0,
      ...(await tickHealth(ctx, season, nowMs)),
    })),
  );
}

async function tickHealth(
  ctx: Context,
  season: SeasonRow,
  nowMs: number,
): Promise<{ vpTicks: TickHealth; goldTicks: TickHealth }> {
  const { hourGameMs, slotGameMs } = rulesetById(season.ruleset_id).season;
  const [vpMs, goldMs] = [gameToRealMs(hourGameMs, season.speed), gameToRealMs(slotGameMs, season.speed)];
  const rows = await readTicks(ctx.pool, season.id, season.season_start, {
    vpSeconds: vpMs / 1000,
    goldSeconds: goldMs / 1000,
  });
  const health = (kind: TickRow['kind'], stepMs: number): TickHealth => {
    const row = rows.find((one) => one.kind === kind);
    const last = row?.last ?? 0;
    return {
      last,
      lastAppliedAt: row?.last_applied_at == null ? null : iso(row.last_applied_at),
      due: dueAt(season, nowMs, stepMs),
      missed: Math.max(0, dueAt(season, nowMs - GRACE_MS, stepMs) - last),
      madeUp: row?.made_up ?? 0,
    };
  };
  return { vpTicks: health('vp', vpMs), goldTicks: health('gold', goldMs) };
}

/** How many credits lie before a moment. */
function dueAt(season: SeasonRow, atMs: number, stepMs: number): number {
  if (season.status === 'registration') return 0;
  return Math.floor(Math.max(0, Math.min(atMs, season.season_end) - season.season_start) / stepMs);
}

const processRow = (row: ProcessInfo): Overview['processes'][number] => ({
  processId: row.id,
  role: row.role,
  version: row.version,
  nodeVersion: row.node_version,
  startedAt: iso(row.started_at),
  silentSeconds: Math.max(0, row.silent_seconds),
  alive: row.silent_seconds <= SILENT_SECONDS,
  requests: row.requests,
  errors: row.errors,
  lastErrorAt: row.last_error_at === null ? null : iso(row.last_error_at),
  sockets: row.sockets,
  memoryBytes: row.memory_bytes,
});
