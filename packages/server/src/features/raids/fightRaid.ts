/** One raid: what the rules say, and everything that follows from it (GAME_DESIGN 3). Runs on locked rows. */
import { defenderArmyOf, resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { battleSeed, canonicalBattleText, drawVarianceBp } from '@cryptotribes/rules/battles/seed';
import { attackerPowerShareBp, battleVictoryPoints } from '@cryptotribes/rules/battles/victoryPoints';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { addArmies, emptyArmy, subtractArmies } from '@cryptotribes/rules/core/units';
import { campBattle, campLootGold } from '@cryptotribes/rules/raids/camps';
import { villageBattle, villageLootGold } from '@cryptotribes/rules/raids/villageRaid';
import { addTribeScores, type DefenderPart, writeDecision, writeDefenders } from '../battles/queries.ts';
import { getSeasonSecret } from '../seasons/queries.ts';
import { bookBattleVp } from '../villages/queries.ts';
import type { Village } from '../villages/village.ts';
import { countRaidsOn, type RaidOrder } from './queries.ts';
import type { RaidField } from './raidField.ts';
import { tellRaid } from './tellRaid.ts';

/** Fights a raid by the rules and writes everything that follows. Both villages are changed in memory; the caller saves them. */
export async function fightRaid(field: RaidField): Promise<void> {
  const { tx, rules, season, order, raider, victim, nowMs } = field;
  const attacker = { army: order.army, formation: order.formation, workshopLevel: order.workshopLevel };
  const level = order.target.kind === 'camp' ? order.target.level : null;
  const input =
    victim === null
      ? campBattle(rules, level as number, attacker)
      : villageBattle(rules, attacker, {
          userId: victim.userId,
          home: victim.home,
          formation: victim.homeFormation,
          workshopLevel: victim.levels.workshop,
        });
  const seed = battleSeed(
    await getSeasonSecret(tx, season.id),
    canonicalBattleText({
      seasonId: season.id,
      battleId: order.id,
      orderNo: order.orderNo,
      scope: victim === null ? `camp:${level as number}:${raider.userId}` : `village:${victim.userId}`,
      attackerArmy: order.army,
      attackerFormation: order.formation,
      defenderArmy: defenderArmyOf(input),
      defenderFormation: input.defender.formation,
      terrain: input.terrain,
      clientSeed: order.clientSeed.toString('hex'),
      beacon: field.beacon,
    }),
  );
  const outcome = resolveBattle(input, drawVarianceBp(seed, rules.battle.varianceBp));
  const sinceMs = nowMs - gameToRealMs(rules.victoryPoints.repeatWindowGameMs, season.speed);
  const repeatIndex =
    victim === null
      ? 0
      : ((await countRaidsOn(tx, season.id, raider.userId, [victim.userId], sinceMs)).get(victim.userId) ?? 0);
  const points = battleVictoryPoints(rules, {
    kind: victim === null ? 'camp' : 'village',
    winner: outcome.winner,
    attackerArmy: order.army,
    attackerLosses: outcome.attackerLosses,
    defenderLosses: outcome.defenderLosses,
    tierOfTerritory: null,
    captureBonusEligible: false,
    attackerPowerShareBp: attackerPowerShareBp(outcome.attackerPower, outcome.defenderPower),
    repeatIndex,
    contributors: input.defender.contributors,
  });
  const defenders: DefenderPart[] =
    victim === null
      ? []
      : [
          {
            userId: victim.userId,
            units: { ...victim.home },
            workshopLevel: victim.levels.workshop,
            losses: outcome.defenderLosses,
            vp: points.defender,
          },
        ];
  const survivors = subtractArmies(order.army, outcome.attackerLosses);
  const won = outcome.winner === 'attacker';
  const goldLooted = won ? loot(field, survivors) : 0;
  raider.home = addArmies(raider.home, survivors);
  raider.gold += goldLooted;
  if (victim === null) {
    if (won) raider.raids = { ...raider.raids, campsBeaten: Math.max(raider.raids.campsBeaten, level as number) };
  } else {
    raider.raids = { ...raider.raids, hasRaidedVillage: true };
    victim.home = subtractArmies(victim.home, outcome.defenderLosses);
    victim.gold -= goldLooted;
    if (won) victim.raids = { ...victim.raids, lastRaidedMs: nowMs };
  }
  await writeDecision(tx, {
    id: order.id,
    battleType: null,
    status: 'completed',
    decidedMs: nowMs,
    defenderTribeId: field.victimTribeId,
    defenderId: victim?.userId ?? null,
    attackerPower: outcome.attackerPower,
    defenderPower: outcome.defenderPower,
    varianceBp: outcome.varianceBp,
    seed: Buffer.from(seed),
    winner: outcome.winner,
    captured: false,
    captureBonus: false,
    attackerVp: points.attacker,
    defenderVp: points.defender,
    goldLooted,
    report: {
      defender: { army: defenderArmyOf(input), formation: input.defender.formation },
      attackerLosses: outcome.attackerLosses,
      defenderLosses: outcome.defenderLosses,
      attackerFinalPower: outcome.attackerFinalPower,
      defenderFinalPower: outcome.defenderFinalPower,
      siegeFatigueBp: 0,
      attackerSteps: outcome.steps.attacker,
      defenderSteps: outcome.steps.defender,
      vpBreakdown: { ...points.breakdown, repeatIndex },
      survivors: { garrison: emptyArmy(), home: survivors },
      truceUntilMs: null,
    },
  });
  await writeDefenders(tx, order, defenders);
  await bookPoints(field, points.attacker, points.defender);
  await tellRaid(field, { outcome, points, goldLooted });
}

function loot({ rules, order, raider, victim }: RaidField, survivors: RaidOrder['army']): number {
  if (order.target.kind === 'camp') return campLootGold(rules, order.target.level, raider.levels.warehouse);
  return victim === null
    ? 0
    : villageLootGold(rules, { survivors, gold: victim.gold, warehouse: victim.levels.warehouse });
}

/** Points count for the players, and for the tribes they belong to now. */
async function bookPoints(field: RaidField, attackerVp: number, defenderVp: number): Promise<void> {
  const { tx, order, nowMs } = field;
  const scores: { tribeId: string; vp: number }[] = [];
  const book = async (village: Village | null, delta: number, tribeId: string | null) => {
    if (village === null || delta === 0) return;
    await bookBattleVp(tx, village, { delta, tribeId, battleId: order.id, atMs: nowMs });
    if (tribeId !== null) scores.push({ tribeId, vp: delta });
    tx.tell(
      { user: village.userId },
      'vp_updated',
      { victoryPoints: village.victoryPoints, gained: delta, reason: 'battle' },
      nowMs,
    );
  };
  await book(field.raider, attackerVp, field.raiderTribeId);
  await book(field.victim, defenderVp, field.victimTribeId);
  if (scores.length > 0) await addTribeScores(tx, scores, nowMs);
}
