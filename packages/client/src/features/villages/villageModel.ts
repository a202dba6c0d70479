/** What the village page computes, as plain functions. Costs, times and limits come from the shared rules. */

import type { Me } from '@cryptotribes/protocol/features/villages';
import type { BuildingType, UnitType } from '@cryptotribes/rules/core/units';
import { UNIT_TYPES } from '@cryptotribes/rules/core/units';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { armyCap, goldCapacity, goldProtectionBp } from '@cryptotribes/rules/villages/buildings';
import { planTraining } from '@cryptotribes/rules/villages/training';
import { namesText } from '../../text/en/names.ts';
import { villageText as words } from '../../text/en/village.ts';
import { formatNumber } from '../../ui/format.ts';

const HOUR_MS = 3_600_000;
const percent = (bp: number) => `${Number((bp / 100).toFixed(2))} %`;

/** What a building gives at a level, in words. */
export function buildingGives(rules: Ruleset, type: BuildingType, level: number): string {
  const { village } = rules;
  if (type === 'barracks') return words.barracksNow(formatNumber(armyCap(rules, level)));
  if (type === 'warehouse') {
    const perHour = village.goldPerHourPerWarehouseLevel * level;
    return words.warehouseNow(
      formatNumber(goldCapacity(rules, level)),
      percent(goldProtectionBp(rules, level)),
      perHour,
    );
  }
  return words.workshopNow(
    percent(village.workshopDamagePerLevelBp * (level - 1)),
    percent(village.workshopTimePerLevelBp * (level - 1)),
  );
}

/** What the next level gives; null at the highest. */
export function nextGives(rules: Ruleset, type: BuildingType, level: number): string | null {
  const { village } = rules;
  const next = level + 1;
  if (next > village.maxBuildingLevel) return null;
  if (type === 'barracks') {
    const cap = formatNumber(armyCap(rules, next));
    const unlocked = UNIT_TYPES.find((unit) => rules.units[unit].barracksLevel === next);
    return unlocked ? words.barracksUnlocks(cap, namesText.noun(namesText.units[unlocked])) : words.barracksNext(cap);
  }
  if (type === 'warehouse') {
    const safe = percent(goldProtectionBp(rules, next));
    return words.warehouseNext(
      formatNumber(goldCapacity(rules, next)),
      safe,
      village.goldPerHourPerWarehouseLevel * next,
    );
  }
  return words.workshopNext(
    percent(village.workshopDamagePerLevelBp * level),
    percent(village.workshopTimePerLevelBp * level),
  );
}

/** Real ms until the gold is enough at today's income; null if the store cannot hold that much. */
export function enoughGoldInMs(me: Me, cost: number, speed: number): number | null {
  if (me.gold >= cost) return 0;
  if (cost > me.goldCapacity || me.income.perHour <= 0) return null;
  return Math.ceil(((cost - me.gold) / me.income.perHour) * (HOUR_MS / speed));
}

/** Why a batch cannot be trained now, as the label of its button; null = it can. */
export function trainingRefusal(
  rules: Ruleset,
  me: Me,
  unit: UnitType,
  quantity: number,
  speed: number,
): string | null {
  const plan = planTraining(rules, {
    unit,
    quantity,
    gold: me.gold,
    buildings: {
      barracks: me.buildings.barracks.level,
      warehouse: me.buildings.warehouse.level,
      workshop: me.buildings.workshop.level,
    },
    livingUnits: me.armyTotal,
    queue: me.trainingQueue.map((batch) => ({ endMs: Date.parse(batch.endTime) })),
    nowMs: 0,
    speed,
  });
  if (plan.ok) return null;
  switch (plan.code) {
    case 'UNIT_NOT_UNLOCKED':
      return words.needsBarracks(rules.units[unit].barracksLevel);
    case 'TRAINING_QUEUE_FULL':
      return words.queueFull;
    case 'ARMY_CAP_EXCEEDED': {
      const cap = armyCap(rules, me.buildings.barracks.level);
      return words.capLeft(formatNumber(Math.max(0, cap - me.armyTotal)), formatNumber(cap));
    }
    default:
      return words.train;
  }
}

/** The largest batch that gold and cap allow now, at least 1. */
export function largestBatch(rules: Ruleset, me: Me, unit: UnitType): number {
  const byGold = Math.floor(me.gold / rules.units[unit].costGold);
  const byCap = armyCap(rules, me.buildings.barracks.level) - me.armyTotal;
  return Math.max(1, Math.min(byGold, byCap, rules.village.trainingBatchMax));
}

/** Part of the gold that raiders cannot reach, in coins. */
export function safeGold(rules: Ruleset, me: Me): number {
  return Math.floor((me.gold * goldProtectionBp(rules, me.buildings.warehouse.level)) / 10_000);
}

/** How much of a span has passed at a moment, 0 to 1. */
export function shareDone(startIso: string | null, endIso: string | null, nowMs: number): number {
  if (startIso === null || endIso === null) return 0;
  const start = Date.parse(startIso);
  const end = Date.parse(endIso);
  return end <= start ? 1 : Math.max(0, Math.min(1, (nowMs - start) / (end - start)));
}

/** A span as one reads it on a card: "56 s", "1 m 53 s", "24 m", "4 h 44 m". */
export function formatTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} m ${seconds % 60} s` : `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} m` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
}
