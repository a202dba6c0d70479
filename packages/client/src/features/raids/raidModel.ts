/** What a raid comes to, as plain functions over the server's records. The numbers come from the shared rules. */
import type { RaidCamp, RaidVillage } from '@cryptotribes/protocol/features/raids';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { fewestThatWin } from '@cryptotribes/rules/battles/fewest';
import { type BattlePreview, type CountRange, previewBattle } from '@cryptotribes/rules/battles/preview';
import type { BattleInput } from '@cryptotribes/rules/battles/resolve';
import { attackerPowerShareBp, battleVictoryPoints } from '@cryptotribes/rules/battles/victoryPoints';
import {
  type Army,
  FORMATIONS,
  type Formation,
  isEmptyArmy,
  subtractArmies,
  type Terrain,
} from '@cryptotribes/rules/core/units';
import { campBattle } from '@cryptotribes/rules/raids/camps';
import { carryingCapacity, villageBattle } from '@cryptotribes/rules/raids/villageRaid';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { capToHome, type Host } from '../battles/marchModel.ts';

/** A camp or a village, as far as a battle against it is concerned. */
export type Foe = { kind: 'camp'; camp: RaidCamp } | { kind: 'village'; village: RaidVillage };

export const unitsOf = (foe: Foe): Army => (foe.kind === 'camp' ? foe.camp.army : foe.village.army);
export const formationOf = (foe: Foe): Formation => (foe.kind === 'camp' ? foe.camp.formation : foe.village.formation);
export const groundOf = (foe: Foe, rulesetId: string): Terrain =>
  foe.kind === 'camp' ? foe.camp.terrain : rulesetById(rulesetId).raids.villageTerrain;

/** Who raids, with what. */
export interface Raider extends Host {
  workshopLevel: number;
}

/** The battle as it would be fought now. */
export function raidInput(foe: Foe, attacker: Raider, rulesetId: string): BattleInput {
  const rules = rulesetById(rulesetId);
  if (foe.kind === 'camp') return campBattle(rules, foe.camp.level, attacker);
  const { userId, army, formation, workshopLevel } = foe.village;
  return villageBattle(rules, attacker, { userId, home: army, formation, workshopLevel });
}

export interface RaidReckoning {
  preview: BattlePreview;
  /** Gold and victory points of a raid that succeeds; null when it cannot. */
  loot: CountRange | null;
  vp: CountRange | null;
  /** Gold that the whole host could carry before any losses; null where nobody has to carry (camps). */
  carries: number | null;
}

/** Odds, losses, loot and victory points; null for an empty host. */
export function reckonRaid(foe: Foe, attacker: Raider, rulesetId: string): RaidReckoning | null {
  if (isEmptyArmy(attacker.army)) return null;
  const rules = rulesetById(rulesetId);
  const input = raidInput(foe, attacker, rulesetId);
  const preview = previewBattle(input);
  const { ifWin } = preview;
  const at = (end: 'min' | 'max') => {
    if (!ifWin) return null;
    if (foe.kind === 'camp') return { loot: foe.camp.loot, vp: 0 };
    const survivors = subtractArmies(attacker.army, ifWin.attackerLosses[end]);
    const { attacker: vp } = battleVictoryPoints(rules, {
      kind: 'village',
      winner: 'attacker',
      attackerArmy: attacker.army,
      attackerLosses: ifWin.attackerLosses[end],
      defenderLosses: ifWin.defenderLosses[end],
      tierOfTerritory: null,
      captureBonusEligible: false,
      attackerPowerShareBp: attackerPowerShareBp(preview.attackerPower, preview.defenderPower),
      repeatIndex: foe.village.repeatIndex,
      contributors: input.defender.contributors,
    });
    return { loot: Math.min(carryingCapacity(rules, survivors), foe.village.lootAtMost), vp };
  };
  const few = at('min');
  const many = at('max');
  const range = (a: number, b: number): CountRange => ({ min: Math.min(a, b), max: Math.max(a, b) });
  return {
    preview,
    loot: few && many && range(few.loot, many.loot),
    vp: few && many && range(few.vp, many.vp),
    carries: foe.kind === 'camp' ? null : carryingCapacity(rules, attacker.army),
  };
}

export interface RaidOdds {
  winning: number;
  of: number;
  formation: Formation;
}

/** Exact odds with everybody at home in the best of the three formations; null when nobody is at home. */
export function raidOdds(foe: Foe, me: Me, rulesetId: string): RaidOdds | null {
  if (isEmptyArmy(me.army)) return null;
  const workshopLevel = me.buildings.workshop.level;
  return FORMATIONS.map((formation): RaidOdds => {
    const { winning, of } = previewBattle(raidInput(foe, { army: me.army, formation, workshopLevel }, rulesetId));
    return { winning, of, formation };
  }).reduce((best, odds) => (odds.winning > best.winning ? odds : best));
}

/** Smallest equal share of the home army that wins with 95 %; everything when nothing does. */
export const fewestRaiders = (foe: Foe, home: Raider, rulesetId: string): Army =>
  fewestThatWin(raidInput(foe, home, rulesetId)).army;

/** With what the dialog opens: last time's host as far as it is home and wins, else the fewest that win. */
export function openingRaid(last: Host | null, foe: Foe, home: Raider, rulesetId: string): Host {
  if (last) {
    const army = capToHome(last.army, home.army);
    const reckoning = reckonRaid(foe, { ...home, army, formation: last.formation }, rulesetId);
    if (reckoning && reckoning.preview.winning * 2 > reckoning.preview.of) return { army, formation: last.formation };
  }
  const formation = last?.formation ?? 'balanced';
  return { army: fewestRaiders(foe, { ...home, formation }, rulesetId), formation };
}

export type RaidRefusal = 'offline' | 'closed' | 'locked' | 'shield' | 'charge' | 'nobody' | 'none';

/** Why the raid cannot be sent now, most important first; null = it can. `army` null asks about any host at all. */
export function raidRefusal(facts: {
  foe: Foe;
  me: Me;
  season: Season | undefined;
  army: Army | null;
  isOffline: boolean;
  nowMs: number;
}): RaidRefusal | null {
  const { foe, me, season, army, nowMs } = facts;
  if (facts.isOffline) return 'offline';
  if (season?.status !== 'active') return 'closed';
  if (foe.kind === 'camp' && !foe.camp.unlocked) return 'locked';
  if (foe.kind === 'village' && shieldLeftMs(foe.village, nowMs) > 0) return 'shield';
  const { count, nextAt } = me.raidCharges;
  if (count === 0 && !(nextAt && Date.parse(nextAt) <= nowMs)) return 'charge';
  if (isEmptyArmy(me.army)) return 'nobody';
  return army && isEmptyArmy(army) ? 'none' : null;
}

/** How long a village's shield still stands; 0 = open. */
export const shieldLeftMs = (village: RaidVillage, nowMs: number): number =>
  village.shieldUntil === null ? 0 : Math.max(0, Date.parse(village.shieldUntil) - nowMs);
