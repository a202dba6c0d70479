/** A simulated season: plain records that the other files of this folder change in place. One season, one world. */
import type { FailedAttack } from '@cryptotribes/rules/battles/siege';
import type { Army, BuildingType, Formation, Tier, UnitType } from '@cryptotribes/rules/core/units';
import { emptyArmy } from '@cryptotribes/rules/core/units';
import type { ChargeState } from '@cryptotribes/rules/raids/charges';
import { startCharges } from '@cryptotribes/rules/raids/charges';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Tenure } from '@cryptotribes/rules/seasons/vpTick';
import type { TerritoryInfo } from '@cryptotribes/rules/territories/map';
import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import { npcGarrison } from '@cryptotribes/rules/territories/npc';
import type { BuildingLevels } from '@cryptotribes/rules/villages/buildings';
import { newVillage } from '@cryptotribes/rules/villages/buildings';
import type { BotRandom } from '../botRandom.ts';
import type { SeasonRecord } from './record.ts';
import { emptyRecord } from './record.ts';
import type { Activity } from './schedule.ts';
import type { Strategy } from './strategies.ts';

export interface HeldTenure extends Tenure {
  tier: Tier;
}

export interface Player {
  readonly id: string;
  readonly tribe: Tribe;
  readonly activity: Activity;
  gold: number;
  home: Army;
  /** Every living unit, wherever it is and in training. */
  living: number;
  buildings: BuildingLevels;
  upgrades: { type: BuildingType; endMs: number }[];
  batches: { unit: UnitType; quantity: number; endMs: number }[];
  returning: { units: Army; endMs: number }[];
  /** Land in which the player has units. */
  readonly stacks: Map<number, Stack>;
  charges: ChargeState;
  campsBeaten: number;
  hasRaidedVillage: boolean;
  lastRaidedMs: number | null;
  vp: number;
  /** Income is credited up to the end of this many slots. */
  settledSlots: number;
  carry: number;
  warehouseSpans: { level: number; fromMs: number; toMs: number | null }[];
  tenures: HeldTenure[];
}

export interface Stack {
  readonly player: Player;
  units: Army;
  readonly tenure: HeldTenure;
}

export interface Tribe {
  readonly id: string;
  readonly strategy: Strategy;
  /** The tribe it deals with; null = none. */
  partner: Tribe | null;
  readonly members: Player[];
  vp: number;
  reachedAtMs: number;
}

export interface Land {
  readonly info: TerritoryInfo;
  owner: Tribe | null;
  npc: Army;
  formation: Formation;
  truceUntilMs: number | null;
  stacks: Stack[];
  /** All units in it, kept until something changes; null = not added up. */
  counted: Army | null;
  tenures: HeldTenure[];
  takenMs: number | null;
  failed: { tribe: Tribe; attack: FailedAttack }[];
  /** When a tribe last had the capture bonus. */
  readonly bonusMs: Map<Tribe, number>;
}

export interface World {
  readonly rules: Ruleset;
  readonly speed: number;
  readonly random: BotRandom;
  readonly tribes: readonly Tribe[];
  readonly players: readonly Player[];
  readonly byId: ReadonlyMap<string, Player>;
  readonly lands: readonly Land[];
  readonly record: SeasonRecord;
  /** Times of battles by "attacker against opponent". */
  readonly fought: Map<string, number[]>;
  nextTenure: number;
}

export interface TribePlan {
  readonly strategy: Strategy;
  readonly members: readonly Activity[];
  /** Index of the tribe it deals with. */
  readonly partner?: number;
}

/** The world at the season's first instant (0 ms). */
export function openWorld(rules: Ruleset, speed: number, plans: readonly TribePlan[], random: BotRandom): World {
  const tribes = plans.map((plan, at) => newTribe(rules, plan, at));
  for (const [at, { partner }] of plans.entries()) tribes[at]!.partner = tribes[partner ?? -1] ?? null;
  const players = tribes.flatMap(({ members }) => members);
  return {
    rules,
    speed,
    random,
    tribes,
    players,
    byId: new Map(players.map((player) => [player.id, player])),
    lands: TERRITORIES.map((info) => {
      const { units, formation } = npcGarrison(rules, info.id, tribes.length);
      return { ...emptyLand(info), npc: units, formation };
    }),
    record: emptyRecord(),
    fought: new Map(),
    nextTenure: 0,
  };
}

function newTribe(rules: Ruleset, { strategy, members }: TribePlan, at: number): Tribe {
  const tribe: Tribe = { id: `t${at}`, strategy, partner: null, members: [], vp: 0, reachedAtMs: 0 };
  for (const activity of members) {
    const { gold, army, buildings } = newVillage(rules);
    tribe.members.push({
      id: `${tribe.id}p${tribe.members.length}`,
      tribe,
      activity,
      gold,
      home: army,
      living: 0,
      buildings,
      upgrades: [],
      batches: [],
      returning: [],
      stacks: new Map(),
      charges: startCharges(rules, 0),
      campsBeaten: 0,
      hasRaidedVillage: false,
      lastRaidedMs: null,
      vp: 0,
      settledSlots: 0,
      carry: 0,
      warehouseSpans: [{ level: buildings.warehouse, fromMs: 0, toMs: null }],
      tenures: [],
    });
  }
  return tribe;
}

const emptyLand = (info: TerritoryInfo): Land => ({
  info,
  owner: null,
  npc: emptyArmy(),
  formation: 'balanced',
  truceUntilMs: null,
  stacks: [],
  counted: null,
  tenures: [],
  takenMs: null,
  failed: [],
  bonusMs: new Map(),
});
