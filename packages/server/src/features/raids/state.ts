/** What a village may raid and who may raid it, as it is shown. */
import type { RaidCharges } from '@cryptotribes/protocol/features/raids';
import { chargesAt } from '@cryptotribes/rules/raids/charges';
import { shieldUntilMs } from '@cryptotribes/rules/raids/villageRaid';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { SeasonRow } from '../seasons/queries.ts';
import type { RaidState, Village } from '../villages/village.ts';

export function showCharges(
  season: Pick<SeasonRow, 'speed'>,
  rules: Ruleset,
  village: Pick<Village, 'raids'>,
  nowMs: number,
): RaidCharges {
  const { charges, nextChargeMs } = chargesAt(rules, village.raids.charges, nowMs, season.speed);
  return {
    count: charges,
    max: rules.raids.maxCharges,
    nextAt: nextChargeMs === null ? null : new Date(nextChargeMs).toISOString(),
  };
}

/** What decides a village's shield. */
type ShieldSeason = Pick<SeasonRow, 'season_start' | 'speed'>;
type Shielded = Pick<Village, 'createdMs'> & { raids: Pick<RaidState, 'hasRaidedVillage' | 'lastRaidedMs'> };

/** Real time until which nobody may raid the village; past or now = open. */
export function villageShieldMs(season: ShieldSeason, rules: Ruleset, village: Shielded): number {
  return shieldUntilMs(rules, {
    beganMs: Math.max(village.createdMs, season.season_start),
    hasRaidedVillage: village.raids.hasRaidedVillage,
    lastRaidedMs: village.raids.lastRaidedMs,
    speed: season.speed,
  });
}

/** Whether the village is still so new that its shield of new villages would protect it. */
export const isNewcomer = (season: ShieldSeason, rules: Ruleset, village: Shielded, nowMs: number): boolean =>
  villageShieldMs(season, rules, {
    createdMs: village.createdMs,
    raids: { hasRaidedVillage: false, lastRaidedMs: null },
  }) > nowMs;

/** The same as it is shown; null = open. */
export function shieldUntil(season: ShieldSeason, rules: Ruleset, village: Shielded, nowMs: number): string | null {
  const untilMs = villageShieldMs(season, rules, village);
  return untilMs > nowMs ? new Date(untilMs).toISOString() : null;
}
