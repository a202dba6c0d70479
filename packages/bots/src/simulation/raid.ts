/** Raids on camps and villages, by the rules. */
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { attackerPowerShareBp, battleVictoryPoints } from '@cryptotribes/rules/battles/victoryPoints';
import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { isEmptyArmy, subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { campBattle, campLootGold, planCampRaid } from '@cryptotribes/rules/raids/camps';
import { chargesAt, spendCharge } from '@cryptotribes/rules/raids/charges';
import { planVillageRaid, shieldUntilMs, villageBattle, villageLootGold } from '@cryptotribes/rules/raids/villageRaid';
import { credit, repeatIndex } from './land.ts';
import { countRefusal } from './record.ts';
import type { Player, World } from './state.ts';
import { bringUpToDate, homeOf } from './village.ts';

/** How strong a camp may be against the raiders: the weaker, the fewer units it costs. */
const EASY_BP = 5_000;
const CLOSE_BP = 8_800;

/** Raids camps as long as there are charges and a camp pays for the units it costs. */
export function raidCamps(world: World, player: Player, nowMs: number, awayMs: number): void {
  const { rules, speed } = world;
  for (;;) {
    const { charges } = chargesAt(rules, player.charges, nowMs, speed);
    if (isEmptyArmy(player.home) || charges === 0) return;
    // Charges that would be lost before the next look are spent on closer battles and smaller camps, too.
    const gained = Math.max(1, Math.floor((awayMs * speed) / rules.raids.chargeGameMs));
    const level = bestCamp(world, player, charges + gained >= rules.raids.maxCharges);
    if (level === null || !raidCamp(world, player, level, nowMs)) return;
  }
}

/** The camp that pays most after the price of the units lost with average luck; null when none pays or is safe. */
function bestCamp({ rules }: World, player: Player, isUrgent: boolean): number | null {
  const attacker = attackerOf(player, 'balanced');
  let best: { level: number; gain: number } | null = null;
  const mostRatioBp = isUrgent ? CLOSE_BP : EASY_BP;
  const highest = Math.min(rules.raids.camps.length, player.campsBeaten + 1);
  const lowest = isUrgent ? 1 : Math.max(1, highest - 2);
  for (let level = highest; level >= lowest; level--) {
    const outcome = resolveBattle(campBattle(rules, level, attacker), 0);
    if (outcome.winner === 'defender' || outcome.ratioBp > mostRatioBp) continue;
    // Units are worth more than their gold: training them takes the time that others spend in the field.
    const price =
      1.2 * UNIT_TYPES.reduce((sum, unit) => sum + outcome.attackerLosses[unit] * rules.units[unit].costGold, 0);
    // The first time a camp is beaten it opens the next one.
    const gain =
      campLootGold(rules, level, player.buildings.warehouse) * (level > player.campsBeaten ? 1.3 : 1) - price;
    if (gain > 0 && (best === null || gain > best.gain)) best = { level, gain };
  }
  return best?.level ?? null;
}

function raidCamp(world: World, player: Player, level: number, nowMs: number): boolean {
  const { rules, record } = world;
  const army = homeOf(player);
  const plan = planCampRaid(rules, { level, highestBeaten: player.campsBeaten, army, home: player.home });
  if (!plan.ok) {
    countRefusal(record, plan.code);
    return false;
  }
  if (!spend(world, player, nowMs)) return false;
  const outcome = resolveBattle(campBattle(rules, level, attackerOf(player, 'balanced')), luck(world));
  player.living -= totalUnits(outcome.attackerLosses);
  player.home = subtractArmies(army, outcome.attackerLosses);
  if (outcome.winner === 'defender') return false;
  const loot = campLootGold(rules, level, player.buildings.warehouse);
  player.gold += loot;
  player.campsBeaten = Math.max(player.campsBeaten, level);
  record.gold.camps += loot;
  record.firstCampMs ??= nowMs * world.speed;
  return true;
}

/** Raids the best of a few villages, if one looks weak and rich enough. True when one was raided. */
export function raidVillage(world: World, player: Player, nowMs: number): boolean {
  const { rules, speed, random } = world;
  if (isEmptyArmy(player.home) || chargesAt(rules, player.charges, nowMs, speed).charges < 1) return false;
  let best: { victim: Player; loot: number } | null = null;
  for (let look = 0; look < 6; look++) {
    const victim = world.players[random.between(0, world.players.length - 1)]!;
    if (victim.tribe === player.tribe || shieldOf(world, victim) > nowMs) continue;
    bringUpToDate(world, victim, nowMs);
    const { winner, ratioBp } = resolveBattle(raidOn(world, player, victim), 0);
    if (winner === 'defender' || ratioBp > 8_500) continue;
    const loot = villageLootGold(rules, {
      survivors: player.home,
      gold: victim.gold,
      warehouse: victim.buildings.warehouse,
    });
    if (best === null || loot > best.loot) best = { victim, loot };
  }
  return best !== null && best.loot >= 60 && fightVillage(world, player, best.victim, nowMs);
}

function fightVillage(world: World, player: Player, victim: Player, nowMs: number): boolean {
  const { rules, record } = world;
  const army = homeOf(player);
  const plan = planVillageRaid({
    attacker: { userId: player.id, tribeId: player.tribe.id },
    defender: { userId: victim.id, tribeId: victim.tribe.id, shieldUntilMs: shieldOf(world, victim) },
    army,
    home: player.home,
    nowMs,
  });
  if (!plan.ok) {
    countRefusal(record, plan.code);
    return false;
  }
  if (!spend(world, player, nowMs)) return false;
  const outcome = resolveBattle(raidOn(world, player, victim), luck(world));
  const points = battleVictoryPoints(rules, {
    kind: 'village',
    winner: outcome.winner,
    attackerArmy: army,
    attackerLosses: outcome.attackerLosses,
    defenderLosses: outcome.defenderLosses,
    tierOfTerritory: null,
    captureBonusEligible: false,
    attackerPowerShareBp: attackerPowerShareBp(outcome.attackerPower, outcome.defenderPower),
    repeatIndex: repeatIndex(world, `${player.id} ${victim.id}`, nowMs),
    contributors: [{ userId: victim.id, units: victim.home }],
  });
  record.vp.kills += points.attacker;
  record.vp.defence += points.defender;
  credit(player, points.attacker, nowMs);
  credit(victim, points.defender, nowMs);
  player.hasRaidedVillage = true;
  player.living -= totalUnits(outcome.attackerLosses);
  victim.living -= totalUnits(outcome.defenderLosses);
  player.home = subtractArmies(army, outcome.attackerLosses);
  victim.home = subtractArmies(victim.home, outcome.defenderLosses);
  if (outcome.winner === 'defender') return false;
  const { gold, buildings } = victim;
  const loot = villageLootGold(rules, { survivors: player.home, gold, warehouse: buildings.warehouse });
  victim.gold -= loot;
  victim.lastRaidedMs = nowMs;
  player.gold += loot;
  record.gold.villages += loot;
  return true;
}

const attackerOf = (
  player: Player,
  formation: Formation,
): { army: Army; formation: Formation; workshopLevel: number } => ({
  army: homeOf(player),
  formation,
  workshopLevel: player.buildings.workshop,
});

const raidOn = ({ rules }: World, player: Player, victim: Player) =>
  villageBattle(rules, attackerOf(player, 'offensive'), {
    userId: victim.id,
    home: victim.home,
    formation: 'balanced',
    workshopLevel: victim.buildings.workshop,
  });

const shieldOf = ({ rules, speed }: World, { hasRaidedVillage, lastRaidedMs }: Player): number =>
  shieldUntilMs(rules, { beganMs: 0, hasRaidedVillage, lastRaidedMs, speed });

const luck = ({ rules, random }: World): number => random.between(-rules.battle.varianceBp, rules.battle.varianceBp);

function spend(world: World, player: Player, nowMs: number): boolean {
  const spent = spendCharge(world.rules, player.charges, nowMs, world.speed);
  if (spent.ok) player.charges = { charges: spent.value.charges, asOfMs: spent.value.asOfMs };
  else countRefusal(world.record, spent.code);
  return spent.ok;
}
