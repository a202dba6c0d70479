import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { mulDivFloor } from '../core/rounding.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Army } from '../core/units.ts';
import { hasUnits, isEmptyArmy, subtractArmies, UNIT_TYPES } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { goldProtectionBp } from '../villages/buildings.ts';

/** Gold that an army can carry. */
export function carryingCapacity(rules: Ruleset, army: Readonly<Army>): number {
  return UNIT_TYPES.reduce((sum, unit) => sum + army[unit] * rules.units[unit].carriesGold, 0);
}

/** Gold taken from a beaten village: 30 % of what its warehouse does not protect, at most what the survivors carry. */
export function villageLootGold(
  rules: Ruleset,
  raid: { survivors: Readonly<Army>; gold: number; warehouse: number },
): number {
  const unprotectedBp = Math.max(0, 10_000 - goldProtectionBp(rules, raid.warehouse));
  const share = mulDivFloor(raid.gold, unprotectedBp * rules.raids.villageLootBp, 100_000_000);
  return Math.min(carryingCapacity(rules, raid.survivors), share);
}

export interface ShieldInput {
  /** When the village entered play: its creation, but not before the season's start. */
  beganMs: number;
  /** Whether this village has raided a village itself. */
  hasRaidedVillage: boolean;
  /** Last successful raid on it; null = never. */
  lastRaidedMs: number | null;
  speed: number;
}

/** Real time until which nobody may raid a village: 24 hours when new, 8 hours after a raid. Past or equal now = open. */
export function shieldUntilMs(rules: Ruleset, village: ShieldInput): number {
  const { newVillageShieldGameMs, raidedShieldGameMs } = rules.raids;
  const newcomer = village.hasRaidedVillage
    ? village.beganMs
    : village.beganMs + gameToRealMs(newVillageShieldGameMs, village.speed);
  if (village.lastRaidedMs === null) return newcomer;
  return Math.max(newcomer, village.lastRaidedMs + gameToRealMs(raidedShieldGameMs, village.speed));
}

/**
 * Checks a raid on a village; the charge is spent with spendCharge. Codes, in this order: OWN_VILLAGE, OWN_TRIBE,
 * VILLAGE_SHIELDED, EMPTY_ARMY, INSUFFICIENT_UNITS.
 */
export function planVillageRaid(order: {
  attacker: { userId: string; tribeId: string | null };
  defender: { userId: string; tribeId: string | null; shieldUntilMs: number };
  army: Readonly<Army>;
  home: Readonly<Army>;
  nowMs: number;
}): Result<{ homeAfter: Army }> {
  const { attacker, defender, army, home, nowMs } = order;
  if (attacker.userId === defender.userId) return refuse('OWN_VILLAGE');
  if (attacker.tribeId !== null && attacker.tribeId === defender.tribeId) return refuse('OWN_TRIBE');
  if (nowMs < defender.shieldUntilMs) return refuse('VILLAGE_SHIELDED', { shieldUntilMs: defender.shieldUntilMs });
  if (isEmptyArmy(army)) return refuse('EMPTY_ARMY');
  if (!hasUnits(home, army)) return refuse('INSUFFICIENT_UNITS', { required: { ...army }, available: { ...home } });
  return ok({ homeAfter: subtractArmies(home, army) });
}
