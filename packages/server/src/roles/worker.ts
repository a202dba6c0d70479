/** What runs by itself: battles, completions, recurring credits, the seasons' clock, clearing away. Every piece is safe to run twice. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Context } from '../context.ts';
import { openStore } from '../features/backups/openStore.ts';
import { backUpWhenDue } from '../features/backups/schedule.ts';
import { decideNextAttack } from '../features/battles/decide.ts';
import { beaconWatch } from '../features/beacon/watch.ts';
import { forgetOldSeasons } from '../features/fairplay/clearing.ts';
import { reckonDue } from '../features/fairplay/reckon.ts';
import { walletRounds } from '../features/fairplay/walletRounds.ts';
import { watchGame } from '../features/invariants/watch.ts';
import { tellLeaderboards } from '../features/leaderboard/updates.ts';
import { watchLedger } from '../features/ledger/freeze.ts';
import { pruneNews } from '../features/news/queries.ts';
import { depositRounds } from '../features/payments/crypto/depositRounds.ts';
import { workOnPayments } from '../features/payments/work.ts';
import { startPushes } from '../features/push/deliver.ts';
import { decideNextRaid } from '../features/raids/decide.ts';
import { keepDemoSeason, moveSeasons } from '../features/seasons/clock.ts';
import { applyDueTicks } from '../features/seasons/ticks.ts';
import { completeDueVillages } from '../features/villages/service.ts';
import { pruneIdempotencyKeys } from '../http/idempotency.ts';
import { startCrew } from '../platform/crew.ts';
import { type Loop, type LoopOptions, startLoop } from '../platform/loop.ts';
import { Signal } from '../platform/signal.ts';

/** Territories are independent of each other: that many are fought over at the same time. */
const BATTLE_WORKERS = 4;
/** So are the villages that are raided. */
const RAID_WORKERS = 2;

/** `watchGame` false leaves out the watch over the game's records, for worlds to which a test has given things. */
export function startWorker(ctx: Context, options = { watchGame: true }): { stop(): Promise<void> } {
  const loop = (options: Omit<LoopOptions, 'log' | 'onFailure'>): Loop =>
    startLoop({ ...options, log: ctx.log, onFailure: () => ctx.metrics.countError('loop') });
  const crew = (name: string, size: number, bell: Signal, round: () => Promise<boolean>): Loop =>
    startCrew({
      name,
      size,
      bell,
      round,
      idleMs: 1_000,
      log: ctx.log,
      onFailure: () => ctx.metrics.countError('loop'),
    });
  // One bell for both: an order is an order, and an empty look costs little.
  const [battles, raids] = [new Signal(), new Signal()];
  const loops: Loop[] = [
    crew('battles', BATTLE_WORKERS, battles, () => decideNextAttack(ctx)),
    crew('raids', RAID_WORKERS, raids, () => decideNextRaid(ctx)),
  ];
  loops.push(
    loop({
      name: 'orders',
      bell: ctx.battleBell,
      idleMs: 1_000,
      round: async () => {
        battles.ring();
        raids.ring();
        return false;
      },
    }),
  );
  loops.push(loop({ name: 'beacon', idleMs: 500, round: beaconWatch(ctx) }));
  loops.push(
    loop({
      name: 'completions',
      bell: ctx.dueBell,
      idleMs: 250,
      round: async () => (await completeDueVillages(ctx)) >= 100,
    }),
  );
  loops.push(
    loop({
      name: 'clock',
      idleMs: 500,
      round: async () => {
        await applyDueTicks(ctx);
        await moveSeasons(ctx);
        if (ctx.config.demo.enabled) await keepDemoSeason(ctx);
        return false;
      },
    }),
  );
  loops.push(loop({ name: 'rankings', idleMs: 2_000, round: async () => (await tellLeaderboards(ctx)) > 0 }));
  loops.push(startPushes(ctx));
  loops.push(loop({ name: 'payments', bell: ctx.moneyBell, idleMs: 5_000, round: () => workOnPayments(ctx) }));
  loops.push(loop({ name: 'clearing', idleMs: 60_000, round: () => clearAway(ctx) }));
  loops.push(
    loop({
      name: 'books',
      idleMs: 60_000,
      round: async () => {
        await watchLedger(ctx);
        return false;
      },
    }),
  );
  let looks = 0;
  if (options.watchGame)
    loops.push(
      loop({
        name: 'invariants',
        idleMs: 60_000,
        round: async () => {
          await watchGame(ctx, looks++);
          return false;
        },
      }),
    );
  const { to } = ctx.config.backups;
  if (to !== null) {
    const store = openStore(to, ctx.config.backups);
    const round = async () => (await backUpWhenDue(ctx, store)) !== null;
    loops.push(loop({ name: 'backups', idleMs: 5 * 60_000, round }));
  }
  loops.push(
    loop({
      name: 'fair play',
      idleMs: 30_000,
      round: async () => {
        await reckonDue(ctx);
        return false;
      },
    }),
  );
  loops.push(loop({ name: 'wallet ages', idleMs: 60_000, round: walletRounds(ctx) }));
  if (ctx.chain !== null) loops.push(loop({ name: 'deposits', idleMs: 3_000, round: depositRounds(ctx, ctx.chain) }));
  return {
    stop: async () => {
      await Promise.all(loops.map((one) => one.stop()));
    },
  };
}

/** Clears away what nobody needs any more; true when there is more of it. */
async function clearAway(ctx: Context): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  const keepNewsMs = ctx.config.demo.enabled ? 2 * HOUR_MS : 72 * HOUR_MS;
  const news = await pruneNews(ctx.pool, new Date(nowMs - keepNewsMs));
  const keys = await pruneIdempotencyKeys(ctx.pool, new Date(nowMs - 48 * HOUR_MS));
  await forgetOldSeasons(ctx);
  return news >= 5_000 || keys >= 2_000;
}
