/**
 * Plays a whole season on the rules alone: no database, no clock, no chance but the seed's. The same arguments give the same
 * season to the last unit.
 */
import { DAY_MS, HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { hourBounds, hoursInSeason, seasonEndMs } from '@cryptotribes/rules/seasons/clock';
import { rankTribes } from '@cryptotribes/rules/seasons/ranking';
import { vpForHour } from '@cryptotribes/rules/seasons/vpTick';
import { createBotRandom } from '../botRandom.ts';
import { credit } from './land.ts';
import { ownIntervalMs, planSittings } from './schedule.ts';
import { attackTogether } from './siege.ts';
import { sit } from './sitting.ts';
import type { Tribe, TribePlan, World } from './state.ts';
import { openWorld } from './state.ts';
import { bringUpToDate } from './village.ts';

/** Tribes agree on full hours; this is the least time between two. */
const WAVE_EVERY_MS = 3 * HOUR_MS;

export interface SeasonToPlay {
  rules: Ruleset;
  /** Real time is game time divided by it. */
  speed: number;
  tribes: readonly TribePlan[];
  seed: number;
  /** Game hours after which to stop; the whole season unless given. */
  hours?: number;
}

/** The world at the season's end, its tribes' points and its record. */
export function playSeason({ rules, speed, tribes, seed, hours = hoursInSeason(rules) }: SeasonToPlay): World {
  const world = openWorld(rules, speed, tribes, createBotRandom(seed));
  const endMs = Math.min(seasonEndMs(rules, 0, speed), hourBounds(rules, 0, speed, hours).fromMs);
  let hour = 0;
  let wave = 1;
  const passTime = (toMs: number) => {
    while (hourBounds(rules, 0, speed, hour).toMs <= toMs) {
      tick(world, hour);
      hour += 1;
    }
  };
  for (const { atMs, player, awayMs } of planSittings(world, endMs)) {
    while (wave * WAVE_EVERY_MS <= atMs) {
      passTime(wave * WAVE_EVERY_MS);
      attackInWaves(world, wave);
      wave += 1;
    }
    passTime(atMs);
    sit(world, player, atMs, awayMs);
  }
  passTime(endMs);
  for (const player of world.players) bringUpToDate(world, player, endMs);
  return world;
}

/** Points of one hour for all land, as the game's tick credits them. */
function tick(world: World, hour: number): void {
  const { rules, speed, record } = world;
  const { fromMs, toMs } = hourBounds(rules, 0, speed, hour);
  for (const land of world.lands) {
    if (land.tenures.length === 0) continue;
    const { tier } = land.info;
    const tenures = land.tenures;
    const { produced, shares } = vpForHour(rules, { tier, hourStartMs: fromMs, hourEndMs: toMs, speed, tenures });
    for (const { userId, vp } of shares) credit(world.byId.get(userId)!, vp, toMs);
    record.vp.holding += produced;
    land.tenures = tenures.filter((tenure) => tenure.toMs === null || tenure.toMs > toMs);
  }
  const [leader] = ranked(world);
  record.leaders.push(world.tribes.indexOf(leader!.tribe));
}

/** All tribes, best first, with their land. */
export function ranked(world: World): { id: string; tribe: Tribe; totalVp: number; territories: number }[] {
  return rankTribes(
    world.tribes.map((tribe) => ({
      id: tribe.id,
      tribe,
      totalVp: tribe.vp,
      territories: world.lands.filter(({ owner }) => owner === tribe).length,
      reachedAtMs: tribe.reachedAtMs,
    })),
  );
}

function attackInWaves(world: World, wave: number): void {
  const nowMs = wave * WAVE_EVERY_MS;
  for (const [at, { strategy, members }] of world.tribes.entries()) {
    // Tribes that meet less often do not all meet at the same hour.
    if (strategy.meetsEvery === 0 || (wave + at) % strategy.meetsEvery !== 0) continue;
    if (nowMs * world.speed < strategy.patientDays * DAY_MS) continue;
    // Whoever looks more often is more likely to be there.
    const there = members.filter(
      (member) => member.activity !== 'noShow' && world.random.chance(HOUR_MS / (HOUR_MS + ownIntervalMs(member) / 2)),
    );
    attackTogether(world, there, nowMs);
  }
}
