/** The demo world's population: many bots over one HTTP API, started and stopped together. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import { createNewsClient, type NewsClient } from '@cryptotribes/protocol/client/newsClient';
import { type Bot, createBot } from './bot.ts';
import type { BotLog } from './botLog.ts';
import { type BotStats, emptyStats } from './botStats.ts';
import { createFleet } from './fleet.ts';
import { botIdentity } from './identity.ts';
import { connect, createGate, createSession, type Session } from './session.ts';
import { createPause, realTimers, type Timers } from './timers.ts';
import { createWorld } from './world.ts';

export interface StartBotsOptions {
  /** Origin of the server, e.g. http://127.0.0.1:3000, without a slash at the end. */
  url: string;
  count: number;
  /** The wallet keys of all bots come from this (hex, even number of digits). */
  seedHex: string;
  /** Added to every HTTP request: the mark by which the server knows its own house. */
  headers?: Record<string, string>;
  log: BotLog;
  /** Stops the bots like `stop()`. */
  signal?: AbortSignal;
  /** 2 = all bots think twice as often. Default 1. */
  speedFactor?: number;
  timers?: Timers;
  fetch?: typeof fetch;
  /** Listening for requests to join; replaceable in tests. */
  openNews?: typeof createNewsClient;
}

export interface RunningBots {
  /** Resolves within 500 ms; calls under way are cut off. */
  stop(): Promise<void>;
  stats(): BotStats;
}

/** Sign-ins of the whole fleet: ten in a second. */
const SIGN_IN_SPACING_MS = 100;
const STOP_WITHIN_MS = 400;

export async function startBots(options: StartBotsOptions): Promise<RunningBots> {
  const timers = options.timers ?? realTimers;
  const { nowMs } = timers;
  const stats = emptyStats(options.count);
  const fleet = createFleet(stats, nowMs);
  const connection = {
    url: options.url,
    headers: options.headers,
    fetch: options.fetch,
    onRequest: () => {
      stats.requests += 1;
    },
  };
  const aborts: AbortController[] = [];
  const newPart = () => {
    const abort = new AbortController();
    aborts.push(abort);
    return { signal: abort.signal, pause: createPause(timers) };
  };
  const shared = newPart();
  const world = createWorld(connect(connection, shared), nowMs, fleet.observe);
  const gate = createGate(SIGN_IN_SPACING_MS, nowMs);
  const news = new Map<number, NewsClient>();

  /** A founder's own socket, opened once the tribe exists: requests to join are answered at once. */
  function listen(index: number, session: Session, bot: Bot): void {
    if (news.has(index)) return;
    const open = options.openNews ?? createNewsClient;
    news.set(
      index,
      open({
        api: session.api,
        url: options.url,
        getToken: () => session.token,
        onNews: (item) => {
          if (item.type === 'tribe_request') bot.noteRequest();
        },
        onReset: () => bot.noteRequest(),
      }),
    );
  }

  const bots = Array.from({ length: options.count }, (_, index): Bot => {
    const { signal, pause } = newPart();
    const { key, options: identity } = botIdentity(options.seedHex, options.count, index);
    const makeApi = (callbacks: { getToken: () => string | null; onUnauthorized: () => void }): ApiClient =>
      connect(connection, { ...callbacks, pause, signal });
    const session = createSession(key, makeApi, () => gate(pause));
    const bot: Bot = createBot({
      ...identity,
      session,
      world,
      fleet,
      pause,
      nowMs,
      log: options.log,
      speedFactor: options.speedFactor ?? 1,
      onLeading: () => listen(index, session, bot),
    });
    return bot;
  });
  const runs = bots.map((bot, index) => bot.run(index * SIGN_IN_SPACING_MS));
  let stopping: Promise<void> | null = null;

  async function stopNow(): Promise<void> {
    for (const client of news.values()) client.stop();
    for (const bot of bots) bot.stop();
    shared.pause.wakeForGood();
    for (const abort of aborts) abort.abort();
    const giveUp = new Promise<void>((resolve) => timers.after(STOP_WITHIN_MS, resolve));
    await Promise.race([Promise.all(runs), giveUp]);
  }
  const stop = () => {
    stopping ??= stopNow();
    return stopping;
  };
  if (options.signal?.aborted) await stop();
  else options.signal?.addEventListener('abort', () => void stop(), { once: true });
  options.log.info({ bots: options.count, url: options.url }, 'bots started');
  return { stop, stats: () => ({ ...stats }) };
}
