import { gameToRealMs } from '../core/time.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

/** Real time at which a season ends. */
export function seasonEndMs(rules: Ruleset, startsMs: number, speed: number): number {
  return startsMs + gameToRealMs(rules.season.durationGameMs, speed);
}

/** Number of VP ticks of a season. */
export function hoursInSeason(rules: Ruleset): number {
  return Math.floor(rules.season.durationGameMs / rules.season.hourGameMs);
}

/** Real bounds of the n-th hour of game time, n from 0, half-open. Hours follow each other without gap or overlap. */
export function hourBounds(
  rules: Ruleset,
  startsMs: number,
  speed: number,
  n: number,
): { fromMs: number; toMs: number } {
  return boundsOf(rules.season.hourGameMs, startsMs, speed, n);
}

/** Real bounds of the n-th income slot, n from 0, half-open. Slots follow each other without gap or overlap. */
export function slotBounds(
  rules: Ruleset,
  startsMs: number,
  speed: number,
  n: number,
): { fromMs: number; toMs: number } {
  return boundsOf(rules.season.slotGameMs, startsMs, speed, n);
}

/** Whether a season that starts with this many paid players is cancelled and refunded. GAME_DESIGN 5. */
export function isCancelledAtStart(rules: Ruleset, players: number): boolean {
  return players < rules.season.minPlayers;
}

function boundsOf(stepGameMs: number, startsMs: number, speed: number, n: number): { fromMs: number; toMs: number } {
  return {
    fromMs: startsMs + gameToRealMs(stepGameMs * n, speed),
    toMs: startsMs + gameToRealMs(stepGameMs * (n + 1), speed),
  };
}
