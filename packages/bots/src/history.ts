/**
 * Plays the house's bots through a stretch of the past: a season that began earlier gets the history it would have, in seconds. The bots are
 * those of the demo, with the same keys, temperaments and tribes; they think less often, so that the stretch costs a fixed number of decisions.
 * The caller owns the clock and the game: nothing in here waits, listens or knows the real time.
 */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import { privateKeyToAddress } from 'viem/accounts';
import { type Bot, createBot } from './bot.ts';
import type { BotLog } from './botLog.ts';
import { type BotStats, emptyStats } from './botStats.ts';
import { createFleet } from './fleet.ts';
import { botIdentity } from './identity.ts';
import { isRefusal } from './refusal.ts';
import { oneAtATime, type Session } from './session.ts';
import { createPause, type Timers } from './timers.ts';
import { createWorld } from './world.ts';

export interface HistoryOptions {
  count: number;
  /** The wallet keys of all bots come from this, as in `startBots`. */
  seedHex: string;
  /** How many decisions all bots together make in the stretch, about. */
  decisions: number;
  /** The game's clock: the bots say which moment comes next. */
  clock: { nowMs(): number; set(ms: number): void };
  /** The end of the stretch, asked again and again: the present goes on while the past is played. */
  untilMs: () => number;
  /** Game speed of the season. */
  speed: number;
  /** Calls of nobody: what everybody may see. */
  publicApi: ApiClient;
  /** A player by wallet address, and calls in that player's name. */
  enter: (walletAddress: `0x${string}`) => Promise<{ userId: string; api: ApiClient }>;
  /** The game does what is due at the clock's moment: battles, completions, credits. Called after every step. */
  catchUp: () => Promise<void>;
  log: BotLog;
}

/** While tribes gather, everybody looks often; afterwards only to decide. */
const GATHERING_MS = 90_000;
const REFUSED_WAIT_MS = 2_500;
/** So many take their turn side by side: most of a turn is waiting for the database. */
const AT_ONCE = 4;
/** One decision of each in this many ms at speed 60, on average of the temperaments. */
const MEAN_THINK_MS = 29_000;

/** Answers what the bots did. Throws what the game throws, but not its refusals: a bot that was refused decides anew. */
export async function playHistory(options: HistoryOptions): Promise<BotStats> {
  const { clock, count } = options;
  const nowMs = () => clock.nowMs();
  const startMs = nowMs();
  const gatheringMs = Math.min(GATHERING_MS, (options.untilMs() - startMs) / 4);
  const spanMs = Math.max(1, options.untilMs() - startMs);
  const stats = emptyStats(count);
  const fleet = createFleet(stats, nowMs);
  const world = createWorld(options.publicApi, nowMs, fleet.observe);
  const scale = Math.min(30, Math.max(0.5, 60 / options.speed));
  const speedFactor = Math.min(1, (options.decisions * MEAN_THINK_MS * scale) / (spanMs * count));
  const pause = createPause(noTimers(nowMs));

  const players: { bot: Bot; dueMs: number; thinkMs: number }[] = [];
  for (let index = 0; index < count; index++) {
    const { key, options: identity } = botIdentity(options.seedHex, count, index);
    const { userId, api } = await options.enter(privateKeyToAddress(key));
    const bot = createBot({
      ...identity,
      session: signedIn(userId, oneAtATime(api)),
      world,
      fleet,
      pause,
      nowMs,
      log: options.log,
      speedFactor,
    });
    players.push({
      bot,
      dueMs: startMs + index * 100,
      thinkMs: Math.round((identity.temperament.thinkMs.min * scale) / speedFactor),
    });
  }

  for (;;) {
    players.sort((a, b) => a.dueMs - b.dueMs);
    const turn = players.slice(0, AT_ONCE).filter(({ dueMs }) => dueMs < options.untilMs());
    const last = turn.at(-1);
    if (last === undefined) break;
    clock.set(Math.max(nowMs(), last.dueMs));
    const isGathering = nowMs() - startMs < gatheringMs;
    await Promise.all(
      turn.map(async (player) => {
        const waitMs = await stepOf(player.bot, stats);
        player.dueMs = nowMs() + (isGathering ? waitMs : Math.max(waitMs, player.thinkMs));
      }),
    );
    await options.catchUp();
  }
  return { ...stats };
}

async function stepOf(bot: Bot, stats: BotStats): Promise<number> {
  try {
    return await bot.step();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    stats.refused += 1;
    return REFUSED_WAIT_MS;
  }
}

/** In the past nobody signs: the game hands out its own house. */
const signedIn = (userId: string, api: ApiClient): Session => ({
  api,
  token: null,
  userId,
  ensureSignedIn: async () => {},
  forgetToken: () => {},
});

const noTimers = (nowMs: () => number): Timers => ({
  nowMs,
  after: () => {
    throw new Error('nobody waits in the past');
  },
});
