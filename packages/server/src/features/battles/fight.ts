/** One fight for a territory: what the rules say, and everything that follows from it (GAME_DESIGN 3). Runs on locked rows. */
import { type BattleInput, type BattleOutcome, resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import {
  attackerPowerShareBp,
  battleVictoryPoints,
  type VictoryPointsResult,
} from '@cryptotribes/rules/battles/victoryPoints';
import {
  type Army,
  addArmies,
  emptyArmy,
  isEmptyArmy,
  subtractArmies,
  totalUnits,
} from '@cryptotribes/rules/core/units';
import { captureOutcome } from '@cryptotribes/rules/territories/capture';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { failpoint } from '../../testBuild/failpoint.ts';
import { getSeasonSecret } from '../seasons/queries.ts';
import {
  addToGarrison,
  npcUnits,
  removeFromGarrison,
  setGarrisonUnits,
  type TerritoryRow,
} from '../territories/queries.ts';
import { bookBattleVp } from '../villages/queries.ts';
import { type Field, villageOn } from './field.ts';
import { captureBonusEligible, repeatIndexOf, siegeFatigueOf } from './history.ts';
import { addTribeScores, type DefenderPart, writeDecision, writeDefenders } from './queries.ts';
import { tellFight } from './tellFight.ts';

/** What came of a fight. */
export interface Fought {
  outcome: BattleOutcome;
  points: VictoryPointsResult;
  defenders: DefenderPart[];
  /** Tribe that held the territory before; null = wild. */
  defenderTribeId: string | null;
  captured: boolean;
  repeatIndex: number;
  survivors: { garrison: Army; home: Army };
  truceUntilMs: number | null;
}

export async function fight(field: Field): Promise<void> {
  const { tx, season, rules, territory, order, nowMs } = field;
  const defenderTribeId = territory.owner_tribe_id;
  const input = await battleInput(field);
  const seed = battleSeed(
    await getSeasonSecret(tx, season.id),
    canonicalBattleText({
      seasonId: season.id,
      battleId: order.id,
      orderNo: order.orderNo,
      scope: `territory:${territory.territory_no}`,
      attackerArmy: order.army,
      attackerFormation: order.formation,
      defenderArmy: defendersOf(input),
      defenderFormation: input.defender.formation,
      terrain: order.terrain,
      clientSeed: order.clientSeed.toString('hex'),
      beacon: field.beacon,
    }),
  );
  const outcome = resolveBattle(input, drawVarianceBp(seed, rules.battle.varianceBp));
  const captured = outcome.winner === 'attacker';
  const info = territoryInfo(territory.territory_no);
  const repeatIndex =
    defenderTribeId === null ? 0 : await repeatIndexOf(tx, season, rules, order.attackerId, defenderTribeId, nowMs);
  const bonus = await captureBonusEligible(tx, season, rules, territory.territory_no, order.attackerTribeId, nowMs);
  const points = battleVictoryPoints(rules, {
    kind: 'territory',
    winner: outcome.winner,
    attackerArmy: order.army,
    attackerLosses: outcome.attackerLosses,
    defenderLosses: outcome.defenderLosses,
    tierOfTerritory: info.tier,
    captureBonusEligible: bonus,
    attackerPowerShareBp: attackerPowerShareBp(outcome.attackerPower, outcome.defenderPower),
    repeatIndex,
    contributors: input.defender.contributors,
  });
  const defenders = defenderParts(input, outcome, points);
  const after = captured ? await takeTerritory(field, outcome) : await holdTerritory(field, outcome);
  territory.garrison_at = nowMs;
  const fought: Fought = { outcome, points, defenders, defenderTribeId, captured, repeatIndex, ...after };
  await writeDecision(tx, {
    id: order.id,
    // The territory may have changed hands since the order: who defended decides.
    battleType: defenderTribeId === null ? 'pve_npc' : 'pvp',
    status: 'completed',
    decidedMs: nowMs,
    defenderTribeId,
    defenderId: largest(defenders),
    attackerPower: outcome.attackerPower,
    defenderPower: outcome.defenderPower,
    varianceBp: outcome.varianceBp,
    seed: Buffer.from(seed),
    winner: outcome.winner,
    captured,
    captureBonus: captured && points.breakdown.capture > 0,
    attackerVp: points.attacker,
    defenderVp: points.defender,
    goldLooted: 0,
    report: {
      defender: { army: defendersOf(input), formation: input.defender.formation },
      attackerLosses: outcome.attackerLosses,
      defenderLosses: outcome.defenderLosses,
      attackerFinalPower: outcome.attackerFinalPower,
      defenderFinalPower: outcome.defenderFinalPower,
      siegeFatigueBp: outcome.siegeFatigueBp,
      attackerSteps: outcome.steps.attacker,
      defenderSteps: outcome.steps.defender,
      vpBreakdown: { ...points.breakdown, repeatIndex },
      survivors: after.survivors,
      truceUntilMs: after.truceUntilMs,
    },
  });
  await writeDefenders(tx, order, defenders);
  await failpoint('battle.written');
  await bookPoints(field, fought);
  await failpoint('battle.scored');
  await tellFight(field, fought);
}

async function battleInput(field: Field): Promise<BattleInput> {
  const { tx, season, rules, territory, order, stacks, nowMs } = field;
  return {
    rulesetId: rules.id,
    terrain: order.terrain,
    attacker: { army: order.army, formation: order.formation, workshopLevel: order.workshopLevel },
    defender: {
      formation: territory.formation,
      contributors:
        territory.owner_tribe_id === null
          ? [{ userId: null, units: npcUnits(territory), workshopLevel: 1 }]
          : stacks.map((stack) => ({
              userId: stack.userId,
              units: stack.units,
              workshopLevel: villageOn(field, stack.userId).levels.workshop,
            })),
    },
    siegeFatigueBp: await siegeFatigueOf(tx, season, rules, territory, order.attackerTribeId, nowMs),
  };
}

const defendersOf = (input: BattleInput): Army =>
  input.defender.contributors.reduce((sum, part) => addArmies(sum, part.units), emptyArmy());

function defenderParts(input: BattleInput, outcome: BattleOutcome, points: VictoryPointsResult): DefenderPart[] {
  return input.defender.contributors.flatMap((part) => {
    const { userId } = part;
    if (userId === null) return [];
    return {
      userId,
      units: { ...part.units },
      workshopLevel: part.workshopLevel,
      losses: outcome.contributorLosses.find((item) => item.userId === userId)?.losses ?? emptyArmy(),
      vp: points.contributorVp.find((item) => item.userId === userId)?.vp ?? 0,
    };
  });
}

function largest(parts: DefenderPart[]): string | null {
  const [first] = [...parts].sort((a, b) => totalUnits(b.units) - totalUnits(a.units));
  return first?.userId ?? null;
}

type After = Pick<Fought, 'survivors' | 'truceUntilMs'>;

/** The attacker won: new owner, new garrison, truce; the loser's survivors are home at once. */
async function takeTerritory(field: Field, outcome: BattleOutcome): Promise<After> {
  const { tx, rules, season, territory, order, stacks, nowMs } = field;
  const info = territoryInfo(territory.territory_no);
  const after = captureOutcome(rules, {
    tier: info.tier,
    attackerArmy: order.army,
    attackerLosses: outcome.attackerLosses,
    attackerFormation: order.formation,
    contributors: stacks.map((stack) => ({
      userId: stack.userId,
      units: stack.units,
      losses: outcome.contributorLosses.find((item) => item.userId === stack.userId)?.losses ?? emptyArmy(),
    })),
    nowMs,
    speed: season.speed,
  });
  await removeFromGarrison(
    tx,
    season.id,
    territory.territory_no,
    stacks.map((stack) => stack.userId),
    nowMs,
  );
  await failpoint('capture.emptied');
  for (const group of after.defendersHome) {
    const village = villageOn(field, group.userId);
    village.home = addArmies(village.home, group.units);
  }
  const attacker = villageOn(field, order.attackerId);
  attacker.home = addArmies(attacker.home, after.home);
  if (!isEmptyArmy(after.garrison)) {
    const place = { seasonId: season.id, territoryNo: territory.territory_no, userId: order.attackerId };
    await addToGarrison(tx, place, order.attackerTribeId, after.garrison, nowMs);
  }
  await failpoint('capture.garrisoned');
  territory.owner_tribe_id = order.attackerTribeId;
  territory.controlled_since = nowMs;
  territory.formation = after.formation;
  territory.truce_until = after.truceUntilMs;
  setNpc(territory, emptyArmy());
  return { survivors: { garrison: after.garrison, home: after.home }, truceUntilMs: after.truceUntilMs };
}

/** The defender held: losses stay, the attacker's survivors are home at once. */
async function holdTerritory(field: Field, outcome: BattleOutcome): Promise<After> {
  const { tx, season, territory, order, stacks, nowMs } = field;
  if (territory.owner_tribe_id === null) setNpc(territory, subtractArmies(npcUnits(territory), outcome.defenderLosses));
  const gone: string[] = [];
  for (const stack of stacks) {
    const losses = outcome.contributorLosses.find((item) => item.userId === stack.userId)?.losses ?? emptyArmy();
    const left = subtractArmies(stack.units, losses);
    if (isEmptyArmy(left)) gone.push(stack.userId);
    else
      await setGarrisonUnits(
        tx,
        { seasonId: season.id, territoryNo: territory.territory_no, userId: stack.userId },
        left,
      );
  }
  await removeFromGarrison(tx, season.id, territory.territory_no, gone, nowMs);
  const attacker = villageOn(field, order.attackerId);
  const survivors = subtractArmies(order.army, outcome.attackerLosses);
  attacker.home = addArmies(attacker.home, survivors);
  return { survivors: { garrison: emptyArmy(), home: survivors }, truceUntilMs: null };
}

function setNpc(territory: TerritoryRow, units: Army): void {
  territory.npc_militia = units.militia;
  territory.npc_spearman = units.spearman;
  territory.npc_archer = units.archer;
  territory.npc_cavalry = units.cavalry;
}

async function bookPoints(field: Field, fought: Fought): Promise<void> {
  const { tx, order, nowMs } = field;
  const book = async (userId: string, delta: number, tribeId: string) => {
    if (delta === 0) return;
    const village = villageOn(field, userId);
    await bookBattleVp(tx, village, { delta, tribeId, battleId: order.id, atMs: nowMs });
    tx.tell(
      { user: userId },
      'vp_updated',
      { victoryPoints: village.victoryPoints, gained: delta, reason: 'battle' },
      nowMs,
    );
  };
  await book(order.attackerId, fought.points.attacker, order.attackerTribeId);
  const scores = [{ tribeId: order.attackerTribeId, vp: fought.points.attacker }];
  if (fought.defenderTribeId !== null) {
    for (const part of fought.defenders) {
      await book(part.userId, part.vp, fought.defenderTribeId);
      scores.push({ tribeId: fought.defenderTribeId, vp: part.vp });
    }
  }
  await addTribeScores(tx, scores, nowMs);
}
