import { DAY_MS, gameToRealMs } from '../core/time.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';

export type SeasonStatus = 'scheduled' | 'registration' | 'active' | 'ended' | 'paid_out' | 'cancelled';

/** Real times of a season; all spans are half-open: an instant belongs to what begins in it. */
export interface SeasonTimes {
  registrationOpensMs: number;
  startsMs: number;
  endsMs: number;
  /** null = not paid out. */
  paidOutMs: number | null;
  /** null = not cancelled. */
  cancelledMs: number | null;
}

/** Status of a season at an instant: the clock alone moves it (GAME_DESIGN 5). `scheduled` = registration not open yet. */
export function seasonStatusAt(season: SeasonTimes, nowMs: number): SeasonStatus {
  if (season.cancelledMs !== null && nowMs >= season.cancelledMs) return 'cancelled';
  if (nowMs < season.registrationOpensMs) return 'scheduled';
  if (nowMs < season.startsMs) return 'registration';
  if (nowMs < season.endsMs) return 'active';
  return season.paidOutMs !== null && nowMs >= season.paidOutMs ? 'paid_out' : 'ended';
}

/** Real time at which a season ends. */
export function seasonEndMs(rules: Ruleset, startsMs: number, speed: number): number {
  return startsMs + gameToRealMs(rules.season.durationGameMs, speed);
}

/** Day of the season, 1 to 10; null before the start and from the end on. */
export function dayOfSeason(rules: Ruleset, season: { startsMs: number; speed: number }, nowMs: number): number | null {
  if (nowMs < season.startsMs || nowMs >= seasonEndMs(rules, season.startsMs, season.speed)) return null;
  return Math.floor(((nowMs - season.startsMs) * season.speed) / DAY_MS) + 1;
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
