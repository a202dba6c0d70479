/** What the march dialog computes, as plain functions over the server's records. The numbers come from the shared rules. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import { type BattlePreview, type CountRange, previewBattle } from '@cryptotribes/rules/battles/preview';
import type { BattleInput } from '@cryptotribes/rules/battles/resolve';
import { attackerPowerShareBp, battleVictoryPoints } from '@cryptotribes/rules/battles/victoryPoints';
import {
  type Army,
  completeArmy,
  emptyArmy,
  type Formation,
  isEmptyArmy,
  totalUnits,
  UNIT_TYPES,
} from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { hasFreeGarrison } from '@cryptotribes/rules/territories/garrison';

export interface Host {
  army: Army;
  formation: Formation;
}

/** Units and formation that hold a territory; nobody when it stands empty. */
export function holdersOf(territory: TerritoryDetail): { units: Army; formation: Formation } {
  const { garrison, npcDefense } = territory;
  return garrison ?? npcDefense ?? { units: emptyArmy(), formation: 'balanced' };
}

/** The battle as it would be fought now. */
export function battleInput(
  territory: TerritoryDetail,
  host: Host,
  workshopLevel: number,
  rulesetId: string,
): BattleInput {
  return {
    rulesetId,
    terrain: territory.terrain,
    attacker: { ...host, workshopLevel },
    defender: { formation: holdersOf(territory).formation, contributors: territory.contributors },
    siegeFatigueBp: territory.siegeFatigueBp,
  };
}

export interface Reckoning {
  preview: BattlePreview;
  /** Victory points if the march wins; null when it cannot win. */
  vp: CountRange | null;
}

/** Odds, losses and victory points; null for an empty host. */
export function reckon(
  territory: TerritoryDetail,
  host: Host,
  workshopLevel: number,
  rulesetId: string,
): Reckoning | null {
  if (isEmptyArmy(host.army)) return null;
  const preview = previewBattle(battleInput(territory, host, workshopLevel, rulesetId));
  const rules = rulesetById(rulesetId);
  const vpAt = (end: 'min' | 'max') =>
    preview.ifWin &&
    battleVictoryPoints(rules, {
      winner: 'attacker',
      attackerArmy: host.army,
      attackerLosses: preview.ifWin.attackerLosses[end],
      defenderLosses: preview.ifWin.defenderLosses[end],
      tierOfTerritory: territory.tier,
      captureBonusEligible: territory.captureBonus ?? true,
      attackerPowerShareBp: attackerPowerShareBp(preview.attackerPower, preview.defenderPower),
      repeatIndex: territory.owner ? (territory.repeatIndex ?? 0) : 0,
      contributors: territory.contributors,
    }).attacker;
  const min = vpAt('min');
  const max = vpAt('max');
  return { preview, vp: min === null || max === null ? null : { min, max } };
}

/** The host cut to what is at home. */
export function capToHome(army: Readonly<Partial<Army>>, home: Readonly<Army>): Army {
  const capped = completeArmy(army);
  for (const unit of UNIT_TYPES) capped[unit] = Math.max(0, Math.min(Math.floor(capped[unit]) || 0, home[unit]));
  return capped;
}

/** Half of every type, rounded up, so that a single unit is not left out. */
export function halfOf(home: Readonly<Army>): Army {
  const half = emptyArmy();
  for (const unit of UNIT_TYPES) half[unit] = Math.ceil(home[unit] / 2);
  return half;
}

/** Smallest equal share of the home army that wins with 95 %; `reached` is false when even everything does not. */
export function fewestHost(
  territory: TerritoryDetail,
  home: Army,
  formation: Formation,
  workshopLevel: number,
  rulesetId: string,
): { army: Army; reached: boolean } {
  return fewestThatWin(battleInput(territory, { army: home, formation }, workshopLevel, rulesetId));
}

/** With what the dialog opens: last time's host as far as it is home, else the fewest that win. */
export function openingHost(
  last: Host | null,
  territory: TerritoryDetail,
  home: Army,
  workshopLevel: number,
  rulesetId: string,
): Host {
  if (last) {
    const army = capToHome(last.army, home);
    if (!isEmptyArmy(army)) return { army, formation: last.formation };
  }
  const formation = last?.formation ?? 'balanced';
  return { army: fewestHost(territory, home, formation, workshopLevel, rulesetId).army, formation };
}

export type Refusal = 'offline' | 'closed' | 'notEntered' | 'noTribe' | 'own' | 'truce' | 'none' | 'limit';

/** Why the order cannot be sent now, most important first; null = it can. */
export function refusalOf(facts: {
  me: Me;
  season: Season | undefined;
  territory: TerritoryDetail;
  army: Army;
  isOffline: boolean;
  nowMs: number;
}): Refusal | null {
  const { me, season, territory, army, nowMs } = facts;
  if (facts.isOffline) return 'offline';
  if (season?.status !== 'active') return 'closed';
  if (!me.entered) return 'notEntered';
  if (me.tribe === null) return 'noTribe';
  if (territory.owner?.tribeId === me.tribe.id) return 'own';
  if (territory.truceUntil !== null && nowMs < Date.parse(territory.truceUntil)) return 'truce';
  const rules = rulesetById(season.rulesetId);
  if (!hasFreeGarrison(rules, territory.territoryId, ownTerritories(me))) return 'limit';
  return isEmptyArmy(army) ? 'none' : null;
}

/** Territories in which the player has units, or to which an order is on its way. */
export function ownTerritories(me: Me): number[] {
  const marching = me.marches.flatMap((march) => (march.territoryId === null ? [] : [march.territoryId]));
  return [...me.garrisons.map((garrison) => garrison.territoryId), ...marching];
}

/** A text that changes whenever the odds may have changed. */
export function garrisonMark(territory: TerritoryDetail): string {
  const stands = territory.contributors.map(({ units, workshopLevel }) => [
    UNIT_TYPES.map((unit) => units[unit]),
    workshopLevel,
  ]);
  return JSON.stringify([stands, holdersOf(territory).formation, territory.siegeFatigueBp, territory.owner?.tribeId]);
}

/** Units that hold a territory, all types. */
export const defenderCount = (territory: TerritoryDetail): number => totalUnits(holdersOf(territory).units);
