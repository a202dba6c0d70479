/** When simulated players sit down: real time, as people do, whatever the season's speed. */
import { HOUR_MS, MINUTE_MS } from '@cryptotribes/rules/core/time';
import type { Player, World } from './state.ts';

export type Activity = (typeof ACTIVITIES)[number];
export const ACTIVITIES = ['hardcore', 'regular', 'casual', 'noShow', 'watching'] as const;

/** Who plays a tribe of twelve: one seat in six looks every quarter of an hour, one player does not come at all. */
export const MIXED_TRIBE: readonly Activity[] = [
  ...Array.from({ length: 2 }, () => 'hardcore' as const),
  ...Array.from({ length: 4 }, () => 'regular' as const),
  ...Array.from({ length: 5 }, () => 'casual' as const),
  'noShow',
];

const AWAKE_MS = 16 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const EVERY_MS: Readonly<Record<Activity, number>> = {
  hardcore: 15 * MINUTE_MS,
  regular: 2 * HOUR_MS,
  casual: 8 * HOUR_MS,
  noShow: Number.POSITIVE_INFINITY,
  // A newcomer who does not look away.
  watching: MINUTE_MS,
};

/** Real time between two sittings of this player while awake. */
export const intervalMs = (player: Player): number =>
  player.tribe.strategy.tireless && player.activity !== 'noShow' ? EVERY_MS.hardcore : EVERY_MS[player.activity];

/** The same for the person, with or without a program's help. */
export const ownIntervalMs = ({ activity }: Player): number => EVERY_MS[activity];

/** The part of a program's sittings, which go on around the clock, at which its owner looks, too: as often as others do, awake. */
export const ownerShare = (player: Player): number =>
  (intervalMs(player) / ownIntervalMs(player)) * (AWAKE_MS / DAY_MS);

export interface Sitting {
  atMs: number;
  player: Player;
  /** Real time until the next one: people know when they go to bed, and leave enough to do. */
  awayMs: number;
}

/** All sittings up to `endMs`, in order. Everybody sleeps eight hours in a row, each at own hours; most begin in the first minutes. */
export function planSittings(world: World, endMs: number): Sitting[] {
  const { random } = world;
  const sittings: Sitting[] = [];
  for (const player of world.players) {
    const everyMs = intervalMs(player);
    if (!Number.isFinite(everyMs)) continue;
    const sleeps = !player.tribe.strategy.tireless;
    // Awake at the season's start, with between one and sixteen hours of the day left.
    const dayBeganMs = -random.between(0, AWAKE_MS - HOUR_MS);
    let atMs = random.between(0, Math.min(everyMs, HOUR_MS) / 4);
    while (atMs < endMs) {
      let awayMs = Math.floor(everyMs * (0.8 + 0.4 * random.next()));
      const sinceMs = (atMs + awayMs - dayBeganMs) % DAY_MS;
      if (sleeps && sinceMs > AWAKE_MS) awayMs += DAY_MS - sinceMs;
      sittings.push({ atMs, player, awayMs });
      atMs += awayMs;
    }
  }
  return sittings.sort((a, b) => a.atMs - b.atMs || (a.player.id < b.player.id ? -1 : 1));
}
