import type { BattleInput } from '../battles/resolve.ts';
import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { mulDivFloor } from '../core/rounding.ts';
import { gameToRealMs } from '../core/time.ts';
import type { Army, Formation } from '../core/units.ts';
import { hasUnits, isEmptyArmy, subtractArmies, UNIT_TYPES } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { goldProtectionBp } from '../villages/buildings.ts';

/** Gold that an army can carry. */
export function carryingCapacity(rules: Ruleset, army: Readonly<Army>): number {
  return UNIT_TYPES.reduce((sum, unit) => sum + army[unit] * rules.units[unit].carriesGold, 0);
}

/** Most gold that a raid can take from a village, however many carry it: 30 % of what its warehouse does not protect. */
export function lootableGold(rules: Ruleset, village: { gold: number; warehouse: number }): number {
  const unprotectedBp = Math.max(0, 10_000 - goldProtectionBp(rules, village.warehouse));
  return mulDivFloor(village.gold, unprotectedBp * rules.raids.villageLootBp, 100_000_000);
}

/** Gold taken from a beaten village: what can be taken, at most what the survivors carry. */
export function villageLootGold(
  rules: Ruleset,
  raid: { survivors: Readonly<Army>; gold: number; warehouse: number },
): number {
  return Math.min(carryingCapacity(rules, raid.survivors), lootableGold(rules, raid));
}

/** The battle against a village: on plains, its home army in the formation that its owner chose, with its workshop. */
export function villageBattle(
  rules: Ruleset,
  attacker: BattleInput['attacker'],
  village: { userId: string; home: Readonly<Army>; formation: Formation; workshopLevel: number },
): BattleInput {
  const { userId, home, formation, workshopLevel } = village;
  return {
    rulesetId: rules.id,
    terrain: rules.raids.villageTerrain,
    attacker,
    defender: { formation, contributors: [{ userId, units: home, workshopLevel }] },
    siegeFatigueBp: 0,
  };
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

/**
 * What a raid on a village finds when its turn comes (GAME_DESIGN 3): `void` = the village became shielded, or its owner belongs to
 * the raider's tribe by now; the units go home and the charge comes back.
 */
export function villageRaidTurn(turn: {
  attackerTribeId: string | null;
  defenderTribeId: string | null;
  shieldUntilMs: number;
  nowMs: number;
}): 'fight' | 'void' {
  if (turn.attackerTribeId !== null && turn.attackerTribeId === turn.defenderTribeId) return 'void';
  return turn.nowMs < turn.shieldUntilMs ? 'void' : 'fight';
}
