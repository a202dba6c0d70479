/** Attacks on land, garrisons and the points for both, by the rules. An order is fought at once, as the game's worker does. */

import { planAttack } from '@cryptotribes/rules/battles/planAttack';
import type { BattleInput, BattleOutcome } from '@cryptotribes/rules/battles/resolve';
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { siegeFatigueBp } from '@cryptotribes/rules/battles/siege';
import type { VictoryPointsResult } from '@cryptotribes/rules/battles/victoryPoints';
import { attackerPowerShareBp, battleVictoryPoints } from '@cryptotribes/rules/battles/victoryPoints';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import type { Army, Formation } from '@cryptotribes/rules/core/units';
import { addArmies, emptyArmy, isEmptyArmy, subtractArmies, totalUnits } from '@cryptotribes/rules/core/units';
import { captureOutcome, recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { garrisonCapacity, placesUsed, planGarrison } from '@cryptotribes/rules/territories/garrison';
import { countRefusal } from './record.ts';
import type { HeldTenure, Land, Player, Stack, Tribe, World } from './state.ts';

/** From this part of its places on a garrison counts as full. */
const FULL_SHARE = 0.9;

/** All units in a garrison. */
export function unitsIn(land: Land): Army {
  if (land.owner === null) return land.npc;
  land.counted ??= land.stacks.reduce<Army>((sum, { units }) => addArmies(sum, units), emptyArmy());
  return land.counted;
}

export const fatigueOf = (world: World, land: Land, tribe: Tribe, nowMs: number): number =>
  land.owner === null || land.failed.length === 0
    ? 0
    : siegeFatigueBp(
        land.failed.filter((one) => one.tribe === tribe).map(({ attack }) => attack),
        nowMs,
        world.speed,
        land.takenMs,
        world.rules,
      );

/** Attacks land with units from home. True when it was captured; null when the rules refused the order. */
export function attack(
  world: World,
  player: Player,
  land: Land,
  order: { army: Army; formation: Formation },
  nowMs: number,
): boolean | null {
  const { rules, record } = world;
  const plan = planAttack(rules, {
    army: order.army,
    home: player.home,
    tribeId: player.tribe.id,
    territory: { id: land.info.id, ownerTribeId: land.owner?.id ?? null, truceUntilMs: land.truceUntilMs },
    ownTerritoryIds: [...player.stacks.keys()],
    nowMs,
  });
  if (!plan.ok) {
    countRefusal(record, plan.code);
    return null;
  }
  player.home = plan.value.homeAfter;
  const input: BattleInput = {
    rulesetId: rules.id,
    terrain: land.info.terrain,
    attacker: { army: order.army, formation: order.formation, workshopLevel: player.buildings.workshop },
    defender: { formation: land.formation, contributors: contributorsOf(land) },
    siegeFatigueBp: fatigueOf(world, land, player.tribe, nowMs),
  };
  const most = rules.battle.varianceBp;
  const outcome = resolveBattle(input, world.random.between(-most, most));
  const defended = !isEmptyArmy(unitsIn(land));
  if (defended) countBattle(world, land, input, outcome);
  const points = pointsFor(world, player, land, input, outcome, nowMs);
  creditPoints(world, player, land, points, nowMs);
  player.living -= totalUnits(outcome.attackerLosses);
  for (const [at, { losses }] of outcome.contributorLosses.entries()) {
    const stack = land.stacks[at];
    if (stack) stack.player.living -= totalUnits(losses);
  }
  if (outcome.winner === 'attacker') {
    capture(world, player, land, order, outcome, nowMs);
    return true;
  }
  player.home = addArmies(player.home, subtractArmies(order.army, outcome.attackerLosses));
  if (land.owner === null) {
    land.npc = subtractArmies(land.npc, outcome.defenderLosses);
    return false;
  }
  const { attackerPower, defenderPower } = outcome;
  land.failed.push({ tribe: player.tribe, attack: { atMs: nowMs, attackerPower, defenderPower } });
  for (const [at, { losses }] of outcome.contributorLosses.entries()) {
    const stack = land.stacks[at]!;
    stack.units = subtractArmies(stack.units, losses);
  }
  land.counted = null;
  for (const stack of land.stacks.filter(({ units }) => isEmptyArmy(units))) leave(land, stack, nowMs);
  return false;
}

function contributorsOf(land: Land): BattleInput['defender']['contributors'] {
  if (land.owner === null) return [{ userId: null, units: land.npc, workshopLevel: 1 }];
  return land.stacks.map(({ player, units }) => ({
    userId: player.id,
    units,
    workshopLevel: player.buildings.workshop,
  }));
}

function countBattle({ rules, record }: World, land: Land, input: BattleInput, outcome: BattleOutcome): void {
  const won = outcome.winner === 'attacker' ? 1 : 0;
  const { attacks, fullGarrisons } = record;
  if (land.owner === null) {
    attacks.wild += 1;
    attacks.wildWon += won;
    return;
  }
  attacks.players += 1;
  attacks.playersWon += won;
  const withoutLuck = outcome.attackerPower * 10_000 > outcome.defenderPower * (10_000 - input.siegeFatigueBp) ? 1 : 0;
  if (withoutLuck !== won) attacks.luckDecided += 1;
  if (placesUsed(unitsIn(land), rules) >= FULL_SHARE * garrisonCapacity(rules, land.info.tier)) {
    fullGarrisons.attacked += 1;
    fullGarrisons.broken += won;
  }
}

function pointsFor(
  world: World,
  player: Player,
  land: Land,
  input: BattleInput,
  outcome: BattleOutcome,
  nowMs: number,
): VictoryPointsResult {
  const { rules } = world;
  const captureBonusEligible = bonusIsDue(world, land, player.tribe, nowMs);
  if (outcome.winner === 'attacker' && captureBonusEligible) land.bonusMs.set(player.tribe, nowMs);
  return battleVictoryPoints(rules, {
    kind: 'territory',
    winner: outcome.winner,
    attackerArmy: input.attacker.army,
    attackerLosses: outcome.attackerLosses,
    defenderLosses: outcome.defenderLosses,
    tierOfTerritory: land.info.tier,
    captureBonusEligible,
    attackerPowerShareBp: attackerPowerShareBp(outcome.attackerPower, outcome.defenderPower),
    repeatIndex: land.owner === null ? 0 : repeatIndex(world, `${player.id} ${land.owner.id}`, nowMs),
    contributors: input.defender.contributors,
  });
}

/** Whether a tribe would get the capture bonus for this land. */
export function bonusIsDue({ rules, speed }: World, land: Land, tribe: Tribe, nowMs: number): boolean {
  const lastMs = land.bonusMs.get(tribe);
  return lastMs === undefined || nowMs - lastMs >= gameToRealMs(rules.victoryPoints.captureBonusEveryGameMs, speed);
}

/** Earlier battles of a pair within the window in which they count against each other. */
export function recentBattles({ rules, speed, fought }: World, pair: string, nowMs: number): number {
  const windowMs = gameToRealMs(rules.victoryPoints.repeatWindowGameMs, speed);
  const recent = (fought.get(pair) ?? []).filter((atMs) => nowMs - atMs < windowMs);
  fought.set(pair, recent);
  return recent.length;
}

/** The same, and counts the present one. */
export function repeatIndex(world: World, pair: string, nowMs: number): number {
  const index = recentBattles(world, pair, nowMs);
  world.fought.get(pair)?.push(nowMs);
  return index;
}

function creditPoints(world: World, player: Player, land: Land, points: VictoryPointsResult, nowMs: number): void {
  const { vp } = world.record;
  const { breakdown } = points;
  const captures = Math.min(points.attacker, breakdown.capture);
  vp.captures += captures;
  vp.kills += points.attacker - captures;
  vp.defence += points.defender;
  credit(player, points.attacker, nowMs);
  for (const [at, { vp: share }] of points.contributorVp.entries()) credit(land.stacks[at]!.player, share, nowMs);
}

/** Points for a player and the tribe. */
export function credit(player: Player, vp: number, nowMs: number): void {
  if (vp === 0) return;
  player.vp += vp;
  player.tribe.vp += vp;
  player.tribe.reachedAtMs = nowMs;
}

function capture(
  world: World,
  player: Player,
  land: Land,
  order: { army: Army; formation: Formation },
  outcome: BattleOutcome,
  nowMs: number,
): void {
  const { rules, speed, record } = world;
  const { tier } = land.info;
  const after = captureOutcome(rules, {
    tier,
    attackerArmy: order.army,
    attackerLosses: outcome.attackerLosses,
    attackerFormation: order.formation,
    contributors: contributorsOf(land).map(({ userId, units }, at) => ({
      userId,
      units,
      losses: outcome.contributorLosses[at]!.losses,
    })),
    nowMs,
    speed,
  });
  for (const [at, { units }] of after.defendersHome.entries()) {
    const { player: loser } = land.stacks[at]!;
    loser.home = addArmies(loser.home, units);
  }
  for (const stack of [...land.stacks]) leave(land, stack, nowMs);
  if (land.takenMs === null) record.firstCaptureMs[tier].push(nowMs * speed);
  else record.holdingMs[tier].push((nowMs - land.takenMs) * speed);
  land.owner = player.tribe;
  land.npc = emptyArmy();
  land.takenMs = nowMs;
  land.failed = [];
  land.formation = after.formation;
  land.truceUntilMs = after.truceUntilMs;
  player.home = addArmies(player.home, after.home);
  enter(world, land, player, after.garrison, nowMs);
}

function enter(world: World, land: Land, player: Player, units: Army, nowMs: number): void {
  land.counted = null;
  const present = player.stacks.get(land.info.id);
  if (present) {
    present.units = addArmies(present.units, units);
    return;
  }
  world.nextTenure += 1;
  const tenure: HeldTenure = {
    // Of even length, so that ids compare in the order in which they were given.
    id: String(world.nextTenure).padStart(9, '0'),
    userId: player.id,
    tribeId: player.tribe.id,
    tier: land.info.tier,
    fromMs: nowMs,
    toMs: null,
  };
  const stack: Stack = { player, units, tenure };
  land.stacks.push(stack);
  land.tenures.push(tenure);
  player.stacks.set(land.info.id, stack);
  player.tenures.push(tenure);
}

function leave(land: Land, stack: Stack, nowMs: number): void {
  land.counted = null;
  stack.tenure.toMs = nowMs;
  land.stacks = land.stacks.filter((one) => one !== stack);
  stack.player.stacks.delete(land.info.id);
}

/** Moves units from home into the own tribe's garrison. */
export function garrison(
  world: World,
  player: Player,
  land: Land,
  order: { units: Army; formation: Formation },
  nowMs: number,
): boolean {
  const { rules } = world;
  const plan = planGarrison(rules, {
    units: order.units,
    home: player.home,
    tribeId: player.tribe.id,
    territory: { id: land.info.id, tier: land.info.tier, ownerTribeId: land.owner?.id ?? null },
    placesTaken: placesUsed(unitsIn(land), rules),
    ownTerritoryIds: [...player.stacks.keys()],
  });
  if (!plan.ok) {
    countRefusal(world.record, plan.code);
    return false;
  }
  player.home = plan.value.homeAfter;
  land.formation = order.formation;
  enter(world, land, player, order.units, nowMs);
  return true;
}

/** Sends units of a garrison home; they arrive later. */
export function withdraw(world: World, land: Land, stack: Stack, units: Army, nowMs: number): void {
  if (isEmptyArmy(units)) return;
  land.counted = null;
  stack.units = subtractArmies(stack.units, units);
  stack.player.returning.push({ units, endMs: recallArrivesMs(world.rules, nowMs, world.speed) });
  if (isEmptyArmy(stack.units)) leave(land, stack, nowMs);
}
