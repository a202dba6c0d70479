/**
 * Keeps the cache alive: news over the socket, countdowns that ran out, sessions that came or went. Started once, after the
 * first paint; the socket code comes in its own chunk.
 */
import type { NewsClient } from '@cryptotribes/protocol/client/newsClient';
import type { News } from '@cryptotribes/protocol/features/events';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { QueryKey } from '@tanstack/react-query';
import { whenOnline } from '../app/whenOnline.ts';
import { api } from './api.ts';
import { setConnection } from './connection.ts';
import { createFallback } from './fallback.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { addToSaga } from './saga.ts';
import { serverClock } from './serverClock.ts';
import { sessionMark, sessionToken } from './session.ts';
import { watchStateQuestions } from './stateCheck.ts';
import { onTick } from './ticker.ts';
import { type LateWork, lateWork, overdueMark, overdueTick } from './timers.ts';
import { watchSleep } from './wake.ts';

const JOIN_MS = 120;
const SAGA_BACKLOG = 120;
const CLOCK_EVERY_MS = 5 * 60_000;
const CHANGED_BY_NEWS = new Set([
  'me',
  'territories',
  'territory',
  'battle',
  'battles',
  'invites',
  'tribe',
  'raids',
  'chat',
  'garrisons',
  'tribeLog',
  'notices',
  'payments',
  'payouts',
]);
/** Asked for again when the connection returns, besides everything that can be seen (UI.md 6.1). */
const AFTER_RECONNECT = new Set(['me', 'territories', 'notices']);

const waiting = new Map<string, QueryKey>();
let joinTimer: ReturnType<typeof setTimeout> | null = null;

/** Asks for something again, joining what comes within a moment. */
export function refetchSoon(key: QueryKey): void {
  waiting.set(JSON.stringify(key), key);
  if (joinTimer !== null) return;
  joinTimer = setTimeout(() => {
    joinTimer = null;
    const keys = [...waiting.values()];
    waiting.clear();
    for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
  }, JOIN_MS);
}

async function fillSaga(lastSeq: number): Promise<void> {
  const after = String(Math.max(0, lastSeq - SAGA_BACKLOG));
  const page = await api.call('events.list', { query: { stream: 'season', after, limit: '200' } }).catch(() => null);
  addToSaga((page?.events ?? []) as News[]);
}

const fallback = createFallback({
  probe: () => api.call('seasons.current'),
  onReachable: () => {
    setConnection('connecting', serverClock.nowMs());
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => CHANGED_BY_NEWS.has(String(queryKey[0])) });
  },
  onUnreachable: () => setConnection('offline', serverClock.nowMs()),
  schedule: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

let started = false;
let news: NewsClient | null = null;

/** What may have changed while we could not see it. News that were missed come by number; this is for what they do not carry. */
function refetchAfterAbsence(): void {
  void queryClient.invalidateQueries({
    predicate: (query) => query.isActive() || AFTER_RECONNECT.has(String(query.queryKey[0])),
    refetchType: 'all',
  });
}

/** One small answer sets the clock right; a lost one is made up by the next. */
function askTheTime(): void {
  void api.call('seasons.current').catch(() => undefined);
}

function watchAbsence(): void {
  watchSleep(() => {
    serverClock.forget();
    askTheTime();
    // What a sleeping machine calls a connection may be none any more.
    restartLive();
    refetchAfterAbsence();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') askTheTime();
  });
  // Without waiting for the next try of the socket; an open one may take most of a minute to find out that it carries nothing.
  window.addEventListener('online', () => restartLive());
  window.addEventListener('offline', () => fallback.start());
  setInterval(askTheTime, CLOCK_EVERY_MS);
}

/** Starts everything once; later calls do nothing. */
export async function startLive(): Promise<void> {
  if (started) return;
  started = true;
  watchSession();
  watchAbsence();
  watchStateQuestions();
  onTick(watchTimers);
  const { createNewsClient, takeNews, takePresence, watchReminders } = await import('./news.ts').catch(() => {
    // Without a connection, and not kept: says so until the part can be had.
    fallback.start();
    return whenOnline(() => import('./news.ts'));
  });
  watchReminders();
  let first = true;
  let wasConnected = false;
  let isBack = false;
  news = createNewsClient({
    api,
    url: '',
    getToken: sessionToken,
    onNews: (item) => takeNews(item, refetchSoon),
    onPresence: (message) => takePresence(queryClient, message),
    onReset: (hello) => {
      void fillSaga(hello.seq.season);
      // Between the first fetch and the first hello news may have passed unseen: what they could have changed is asked
      // for once more; the season and the rankings are not.
      const all = !first || hello.reset;
      first = false;
      const predicate = (query: { queryKey: QueryKey }) => all || CHANGED_BY_NEWS.has(String(query.queryKey[0]));
      void queryClient.invalidateQueries({ predicate });
    },
    onConnection: (connected) => {
      if (!connected) {
        isBack = wasConnected;
        return fallback.start();
      }
      fallback.stop();
      setConnection('online', serverClock.nowMs());
      wasConnected = true;
      if (isBack) refetchAfterAbsence();
      isBack = false;
    },
  });
}

/** To be called after signing in or out: the socket speaks for whoever it was opened by. */
export function restartLive(): void {
  news?.restart();
}

/** Another program or tab may put a token into storage or take it away: no event tells us so in the same tab. */
function watchSession(): void {
  let mark = sessionMark();
  onTick(() => {
    const present = sessionMark();
    if (present === mark) return;
    mark = present;
    void queryClient.invalidateQueries({ queryKey: queryKeys.me });
    restartLive();
  });
}

/** Asks once for what is overdue, and again every five seconds while it stays so. */
function asker(key: QueryKey): (mark: string | null, nowMs: number) => void {
  let askedFor = '';
  let askedAtMs = 0;
  return (mark, nowMs) => {
    if (mark === null || (mark === askedFor && nowMs - askedAtMs < 5000)) return;
    askedFor = mark;
    askedAtMs = nowMs;
    void queryClient.invalidateQueries({ queryKey: key });
  };
}

const askForOwn = asker(queryKeys.me);
const askForSeason = asker(queryKeys.season);

const finishedByHand = new Set<string>();

/** The last resort (design: village): asks once for each to be finished; the server does nothing twice. */
function finishLate(me: Me, { buildings, queueIds }: LateWork): void {
  const once = (mark: string, finish: () => Promise<unknown>) => {
    if (finishedByHand.has(mark)) return;
    finishedByHand.add(mark);
    finish()
      .catch(() => undefined)
      .finally(() => refetchSoon(queryKeys.me));
  };
  for (const buildingType of buildings) {
    once(`${buildingType} ${me.buildings[buildingType].upgradeEndTime}`, () =>
      api.call('buildings.complete', { body: { buildingType } }),
    );
  }
  for (const queueId of queueIds) once(queueId, () => api.call('training.complete', { body: { queueId } }));
}

function watchTimers(nowMs: number): void {
  const me = queryClient.getQueryData<Me | null>(queryKeys.me);
  if (me) {
    askForOwn(overdueMark(me, nowMs), nowMs);
    finishLate(me, lateWork(me, nowMs));
  }
  const season = queryClient.getQueryData<Season>(queryKeys.season);
  if (season) askForSeason(overdueTick(season, nowMs), nowMs);
}
