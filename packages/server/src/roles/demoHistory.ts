/**
 * A demo season that has been going on for a while when the first visitor comes. It begins in the past, and the house's bots play it up to
 * the present under a clock of its own: their calls go to the same handlers, and battles, completions and credits are those of the worker.
 * Every time that is written lies between the season's start and now. A program that ends half-way leaves a season that had an outage.
 */
import type { RouteName } from '@cryptotribes/protocol/routes';
import { gameToRealMs, HOUR_MS, SLOT_MS } from '@cryptotribes/rules/core/time';
import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import { walletBytes } from '../features/auth/wallet.ts';
import { decideNextBattle } from '../features/battles/decide.ts';
import { keepDemoSeason } from '../features/seasons/clock.ts';
import { applyDueTicks } from '../features/seasons/ticks.ts';
import { signInWallet } from '../features/users/service.ts';
import { completeDueVillages } from '../features/villages/service.ts';
import { createDirectApi } from '../http/directApi.ts';
import { ManualClock } from '../platform/clock.ts';
import { createPool, one, statement } from '../platform/db.ts';
import { createIdMaker } from '../platform/ids.ts';
import { botSeed } from './demoBots.ts';

/** A few seconds' worth on a small machine, however many bots there are. */
const DECISIONS_PER_BOT = 19;
const MOST_DECISIONS = 1_200;

// Of several programs that begin together one plays; the others wait for it and go on with what it made: nobody else may touch a season
// that still lives in the past.
const HISTORY_LOCK = 7_203_118_449;
const openDemoSeason = statement(
  'demo.openSeason',
  "select exists (select 1 from seasons where demo and status in ('registration', 'active')) as found",
);

/**
 * Gives the first demo season of a database `config.demo.historyHours` game hours of history, so that a newcomer finds a war and not an
 * empty map. Does nothing while a demo season is open. Resolves when the season has reached the present.
 */
export async function beginDemo(ctx: Context, databaseUrl: string): Promise<void> {
  await holdingHistory(ctx, async (line) => {
    if (ctx.config.demo.historyHours === 0 || (await one<{ found: boolean }>(line, openDemoSeason)).found) return;
    await playHistory(ctx, databaseUrl);
  });
}

/** For programs without bots: resolves when no other one is playing the past of a season. */
export const awaitDemoHistory = (ctx: Context): Promise<void> => holdingHistory(ctx, async () => {});

async function holdingHistory(ctx: Context, work: (line: PoolClient) => Promise<void>): Promise<void> {
  const line = await ctx.pool.connect();
  try {
    await line.query('set statement_timeout = 0');
    await line.query('select pg_advisory_lock($1)', [HISTORY_LOCK]);
    await work(line);
  } finally {
    // The lock lasts as long as its connection.
    line.release(true);
  }
}

async function playHistory(ctx: Context, databaseUrl: string): Promise<void> {
  const { historyHours, speed, bots } = ctx.config.demo;
  const beganAt = performance.now();
  const { playHistory: playBots } = await import('@cryptotribes/bots/history');
  const clock = new ManualClock(ctx.clock.nowMs() - gameToRealMs(historyHours * HOUR_MS, speed));
  // Nobody was promised anything yet: what a crash takes away here is history that nobody saw.
  const pool = createPool({ url: databaseUrl, size: 6, log: ctx.log, name: 'history', synchronousCommit: false });
  const past: Context = { ...ctx, pool, clock, newId: createIdMaker(clock) };
  try {
    await keepDemoSeason(past);
    let ordered = false;
    let slotEndsMs = clock.nowMs();
    const onCommand = (name: RouteName) => {
      ordered ||= name.startsWith('battles.');
    };
    const catchUp = async () => {
      if (ordered) while (await decideNextBattle(past));
      ordered = false;
      if (clock.nowMs() < slotEndsMs) return;
      slotEndsMs += gameToRealMs(SLOT_MS, speed);
      while ((await completeDueVillages(past)) > 0);
      await applyDueTicks(past);
    };
    const stats = await playBots({
      count: bots,
      seedHex: await botSeed(ctx.pool),
      decisions: Math.min(MOST_DECISIONS, bots * DECISIONS_PER_BOT),
      clock,
      untilMs: () => ctx.clock.nowMs(),
      speed,
      publicApi: createDirectApi(past, null, onCommand),
      enter: async (walletAddress) => {
        const userId = await signInWallet(past, pool, walletBytes(walletAddress));
        return { userId, api: createDirectApi(past, userId, onCommand) };
      },
      catchUp,
      log: ctx.log,
    });
    ctx.log.info({ ...stats, ms: Math.round(performance.now() - beganAt) }, 'the demo season has a history');
  } finally {
    await pool.end();
  }
}
