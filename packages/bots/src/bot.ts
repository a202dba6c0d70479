/**
 * One player: wait, look, decide, act, for ever. Everything that goes wrong ends in a longer wait, never in an end:
 * only `stop` ends a bot.
 */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { BotLog } from './botLog.ts';
import type { BotRandom } from './botRandom.ts';
import { carryOut } from './carryOut.ts';
import type { Fleet } from './fleet.ts';
import { acceptRequests, inviteNewcomers, isOpenTribe } from './lead.ts';
import { backOffMs, isRefusal } from './refusal.ts';
import type { Session } from './session.ts';
import { type Settler, settle } from './settle.ts';
import type { Temperament } from './temperaments/temperament.ts';
import type { Pause } from './timers.ts';
import { buildView } from './view.ts';
import type { World } from './world.ts';

export interface BotOptions {
  index: number;
  tribeNumber: number;
  isFounder: boolean;
  temperament: Temperament;
  session: Session;
  world: World;
  fleet: Fleet;
  random: BotRandom;
  pause: Pause;
  nowMs: () => number;
  log: BotLog;
  /** 2 = thinks twice as often. */
  speedFactor: number;
  /** Called when a founder has a tribe: the place to listen for requests to join. */
  onLeading?: () => void;
}

export interface Bot {
  /** Plays until stopped; never rejects. */
  run(firstWaitMs: number): Promise<void>;
  /** One look, one decision; answers how long to wait before the next. Throws what the calls throw. */
  step(): Promise<number>;
  /** Somebody asked to join: see to it now. */
  noteRequest(): void;
  stop(): void;
}

const SETTLING_MS = { min: 700, max: 1_800 };
const WAITING_MS = { min: 2_000, max: 4_000 };
const BETWEEN_SEASONS_MS = { min: 4_000, max: 9_000 };
const SHUT_OUT_MS = { min: 60_000, max: 120_000 };
/** A founder looks for requests at least this often, should the socket be silent. */
const REQUESTS_EVERY_MS = 30_000;
/** While its own mates gather, it looks more often for this long. */
const GATHERING_MS = 60_000;
const GATHERING_EVERY_MS = 4_000;
const NEWCOMERS_EVERY_MS = 8_000;

export function createBot(options: BotOptions): Bot {
  const { session, world, fleet, random, pause, nowMs, temperament, log, index } = options;
  const settler: Settler = {
    index,
    tribeNumber: options.tribeNumber,
    isFounder: options.isFounder,
    api: session.api,
    world,
    fleet,
    nameAttempts: 0,
    tribeAttempts: 0,
    askAgainMs: 0,
    nowMs,
  };
  let stopped = false;
  let settledIn: string | null = null;
  let gatheringUntilMs = 0;
  let waitsInARow = 0;
  let requestsDueMs = 0;
  let newcomersDueMs = 0;
  let nextDecisionMs = 0;

  const between = ({ min, max }: { min: number; max: number }) => random.between(min, max);
  const thinkMs = (season: Season) => {
    // At other game speeds a bot thinks as often per game hour, within reason.
    const scale = Math.min(30, Math.max(0.5, 60 / season.speed));
    return Math.round((between(temperament.thinkMs) * scale) / options.speedFactor);
  };

  /** The founder's duties; answers when they are due again, in ms from now. */
  async function lead(tribeId: string): Promise<number> {
    options.onLeading?.();
    const requestsEveryMs = nowMs() < gatheringUntilMs ? GATHERING_EVERY_MS : REQUESTS_EVERY_MS;
    if (nowMs() >= requestsDueMs) {
      requestsDueMs = nowMs() + requestsEveryMs;
      await acceptRequests(settler, tribeId);
    }
    if (!(await isOpenTribe(settler))) return requestsEveryMs;
    if (nowMs() >= newcomersDueMs) {
      newcomersDueMs = nowMs() + NEWCOMERS_EVERY_MS;
      await inviteNewcomers(settler, tribeId);
    }
    return Math.min(requestsEveryMs, NEWCOMERS_EVERY_MS);
  }

  async function step(): Promise<number> {
    await session.ensureSignedIn();
    if (session.userId !== null) fleet.userIds.add(session.userId);
    const season = await world.season();
    fleet.enterSeason(season.seasonId, season.speed);
    if (season.status !== 'registration' && season.status !== 'active') return between(BETWEEN_SEASONS_MS);
    const me = await session.api.call('users.me');
    const answer = await settle(settler, season, me);
    if (answer === 'shut out') return between(SHUT_OUT_MS);
    waitsInARow = answer === 'waiting' ? waitsInARow + 1 : 0;
    if (answer === 'again') return between(SETTLING_MS);
    if (answer === 'waiting') return between(WAITING_MS) * Math.min(waitsInARow, 8);
    if (settledIn !== season.seasonId) {
      settledIn = season.seasonId;
      fleet.stats.settled += 1;
      nextDecisionMs = 0;
      gatheringUntilMs = nowMs() + GATHERING_MS;
    }
    const tribeId = me.tribe?.id ?? null;
    const leads = options.isFounder && tribeId !== null && me.tribe?.role !== 'warrior';
    const leadAgainMs = leads ? await lead(tribeId) : Number.POSITIVE_INFINITY;
    if (season.status === 'active' && nowMs() >= nextDecisionMs) {
      nextDecisionMs = nowMs() + thinkMs(season);
      const { territories } = await world.territories();
      const view = buildView({
        nowMs: nowMs(),
        rulesetId: season.rulesetId,
        me,
        territories,
        houseTribeIds: new Set(fleet.tribeIds.values()),
        isSpared: fleet.isSpared,
        urge: fleet.urge(),
      });
      fleet.stats.decisions += 1;
      const action = temperament.decide(view, random);
      if (action !== null) await carryOut({ api: session.api, fleet, random }, action, view, tribeId);
    }
    const untilDecisionMs = season.status === 'active' ? nextDecisionMs - nowMs() : between(BETWEEN_SEASONS_MS);
    return Math.max(500, Math.min(untilDecisionMs, leadAgainMs));
  }

  async function run(firstWaitMs: number): Promise<void> {
    let failures = 0;
    let waitMs = firstWaitMs;
    for (;;) {
      await pause.wait(waitMs);
      if (stopped) return;
      try {
        waitMs = await step();
        failures = 0;
      } catch (error) {
        if (stopped) return;
        failures += 1;
        if (isRefusal(error)) {
          fleet.stats.refused += 1;
          waitMs = between(WAITING_MS) * Math.min(failures, 10);
        } else {
          fleet.stats.errors += 1;
          waitMs = backOffMs(error, failures, random);
          log.warn({ bot: index, failures, waitMs, error: String(error) }, 'a bot failed and waits');
        }
      }
    }
  }

  return {
    run,
    step,
    noteRequest() {
      requestsDueMs = 0;
      pause.wake();
    },
    stop() {
      stopped = true;
      pause.wakeForGood();
    },
  };
}
