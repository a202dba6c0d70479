/** Everything before playing: enter the season, have a name, have a tribe. Each step looks first, so nothing is done twice. */
import type { ApiClient } from '@cryptotribes/protocol/client/apiClient';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { DEFAULT_RULESET_ID, rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Fleet } from './fleet.ts';
import { tribeIdentityFor, usernameFor } from './names.ts';
import { orRefused } from './refusal.ts';
import type { World } from './world.ts';

export interface Settler {
  readonly index: number;
  readonly tribeNumber: number;
  /** Founds and leads the tribe of this number. */
  readonly isFounder: boolean;
  readonly api: ApiClient;
  readonly world: World;
  readonly fleet: Fleet;
  /** Names that were refused so far. */
  nameAttempts: number;
  tribeAttempts: number;
  /** When a request to join that nobody answered is worth repeating. */
  askAgainMs: number;
  readonly nowMs: () => number;
}

/**
 * ready: in a tribe; again: something was done, look again soon; waiting: only others or time can help;
 * shut out: a season that costs money, which bots never enter.
 */
export type SettleAnswer = 'ready' | 'again' | 'waiting' | 'shut out';

const ATTEMPTS_AT_ONCE = 10;
const ASK_AGAIN_MS = 20_000;
const { chieftains, captains, warriors } = rulesetById(DEFAULT_RULESET_ID).tribe;
const SEATS = chieftains + captains + warriors;

export async function settle(bot: Settler, season: Season, me: Me): Promise<SettleAnswer> {
  if (me.seasonId !== season.seasonId || !me.entered) {
    if (!season.free) return 'shut out';
    const joined = await orRefused(bot.api.call('seasons.join', { params: { seasonId: season.seasonId } }));
    bot.askAgainMs = 0;
    return joined.code === null && !joined.value.alreadyJoined ? 'again' : 'waiting';
  }
  if (me.username === null) {
    await takeName(bot);
    return 'again';
  }
  if (me.tribe !== null) {
    if (bot.isFounder) bot.fleet.tribeIds.set(bot.tribeNumber, me.tribe.id);
    return 'ready';
  }
  return bot.isFounder ? await foundTribe(bot) : await askForSeat(bot);
}

async function takeName(bot: Settler): Promise<void> {
  for (let tries = 0; tries < ATTEMPTS_AT_ONCE; tries++) {
    const username = usernameFor(bot.index, bot.nameAttempts);
    const { code } = await orRefused(bot.api.call('users.update', { body: { username } }));
    if (code === null) return;
    bot.nameAttempts += 1;
  }
}

async function foundTribe(bot: Settler): Promise<SettleAnswer> {
  for (let tries = 0; tries < ATTEMPTS_AT_ONCE; tries++) {
    const body = tribeIdentityFor(bot.tribeNumber, bot.tribeAttempts);
    const { value, code } = await orRefused(bot.api.call('tribes.create', { body }));
    if (value) bot.fleet.tribeIds.set(bot.tribeNumber, value.tribeId);
    if (code !== 'NAME_TAKEN' && code !== 'TAG_TAKEN' && code !== 'INVALID_NAME')
      return code === null ? 'again' : 'waiting';
    bot.tribeAttempts += 1;
  }
  return 'waiting';
}

/** The house's tribes of this season that have a seat left, by number; one that is too new to be listed counts. */
export async function tribesWithSeats({ fleet, world }: Pick<Settler, 'fleet' | 'world'>): Promise<number[]> {
  const members = new Map((await world.tribes()).map(({ id, memberCount }) => [id, memberCount]));
  return [...fleet.tribeIds]
    .filter(([, tribeId]) => (members.get(tribeId) ?? 0) < SEATS)
    .map(([number]) => number)
    .sort((a, b) => a - b);
}

/** Asks the own number's tribe for a seat; when it is full, any other tribe of the house. */
async function askForSeat(bot: Settler): Promise<SettleAnswer> {
  const { tribeIds } = bot.fleet;
  if (!tribeIds.has(bot.tribeNumber) || bot.nowMs() < bot.askAgainMs) return 'waiting';
  const open = await tribesWithSeats(bot);
  const number = open.includes(bot.tribeNumber) ? bot.tribeNumber : open[bot.index % Math.max(1, open.length)];
  const tribeId = number === undefined ? undefined : tribeIds.get(number);
  if (number === undefined || tribeId === undefined) return 'waiting';
  const { code } = await orRefused(bot.api.call('tribes.request', { params: { tribeId } }));
  if (code === null) bot.askAgainMs = bot.nowMs() + ASK_AGAIN_MS;
  if (code === 'TRIBE_NOT_FOUND') tribeIds.delete(number);
  return 'waiting';
}
