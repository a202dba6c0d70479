/** Plays many seasons and adds them up to the balance report of a ruleset. Pure: same arguments, same report. */
import { HOUR_MS, MINUTE_MS } from '@cryptotribes/rules/core/time';
import type { BuildingType, Tier } from '@cryptotribes/rules/core/units';
import { BUILDING_TYPES } from '@cryptotribes/rules/core/units';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { buildingField, compositionField, exploitField, LEVELS, loneNewcomer, normalField } from './fields.ts';
import { fingerprint } from './fingerprint.ts';
import { playSeason, ranked } from './playSeason.ts';
import type { SeasonRecord } from './record.ts';
import type { Activity } from './schedule.ts';
import type { TribePlan, World } from './state.ts';
import { gini, mean, percent, quantile, round } from './statistics.ts';
import { COMPOSITIONS, EXPLOITS, FIELD_STRATEGIES, type StrategyName } from './strategies.ts';

export interface Spread {
  p10: number;
  median: number;
  p90: number;
}

export interface WinRate {
  name: StrategyName;
  winPercent: number;
  /** What its share of the tribes would win if all were equal. */
  fairPercent: number;
  /** Mean VP of its tribes : mean VP of all tribes. */
  vpToMean: number;
}

export interface BalanceReport {
  ruleset: string;
  seasons: number;
  tribes: number;
  seed: number;
  speed: number;
  /** Of the rules and the simulator that the numbers come from. */
  fingerprint: string;
  newcomer: { firstCampMinutes: number; firstEdgeMinutes: number };
  firstCaptureHours: Record<Tier, Spread>;
  /** By when all land of the kind was captured once, in the median season; null = not in half of them. */
  allCapturedHours: Record<Tier, number | null>;
  holdingHours: Record<Tier, Spread>;
  capturesPerLand: Record<Tier, number>;
  attacks: { onPlayersPerSeason: number; wonPercent: number; luckPercent: number; wildWonPercent: number };
  fullGarrisons: { attackedPerSeason: number; brokenPercent: number };
  vpPerPlayer: { hardcore: number; regular: number; casual: number; hardcoreToCasual: number };
  gini: number;
  lead: { changesPerSeason: number; day3WinsPercent: number; day7WinsPercent: number };
  vpPercent: Record<keyof SeasonRecord['vp'], number>;
  goldPercent: Record<keyof SeasonRecord['gold'], number>;
  strategies: WinRate[];
  compositions: WinRate[];
  /** VP of tribes that stop at a level : those that stay at level 1. */
  buildings: { type: BuildingType; vpToLevel1: number[] }[];
  /** What an exploiting tribe has more (or less) than an honest one of its field. */
  exploits: { name: StrategyName; gainPercent: number }[];
}

export interface ReportOptions {
  rules: Ruleset;
  seasons: number;
  tribes: number;
  seed: number;
  /** Game hours after which every season stops, for a quick look; whole seasons unless given. */
  hours?: number;
  /** Called before each season. */
  onSeason?: (field: string, played: number, of: number) => void;
}

export function makeReport(options: ReportOptions): BalanceReport {
  const { rules, seasons, tribes, seed } = options;
  const normal = playField(options, 'season', seasons, () => normalField(tribes));
  // The other questions need fewer seasons: they compare tribes within each of them.
  const some = Math.max(1, Math.ceil(seasons / 4));
  const compositions = playField(options, 'compositions', Math.ceil(seasons / 2), compositionField);
  return {
    ruleset: rules.id,
    seasons,
    tribes,
    seed,
    speed: rules.season.speed,
    fingerprint: fingerprint(rules),
    newcomer: newcomerOf(playField(options, 'newcomer', some, loneNewcomer, 3)),
    ...aboutLand(normal),
    ...aboutBattles(normal),
    ...aboutPoints(normal),
    lead: leadOf(normal),
    strategies: winRates(normal, FIELD_STRATEGIES),
    compositions: winRates(compositions, COMPOSITIONS),
    buildings: BUILDING_TYPES.map((type) => ({
      type,
      vpToLevel1: valueOfLevels(playField(options, type, some, () => buildingField(type))),
    })),
    exploits: EXPLOITS.map((name) => ({
      name,
      gainPercent: gainOf(playField(options, name, some, () => exploitField(name))),
    })),
  };
}

/** What is kept of a played season; worlds are large. */
interface Played extends Pick<World, 'record'> {
  winner: StrategyName;
  winnerIndex: number;
  tribes: { name: StrategyName; vp: number }[];
  players: { activity: Activity; vp: number }[];
}

function playField(
  { rules, seed, onSeason, hours: mostHours }: ReportOptions,
  field: string,
  seasons: number,
  plan: () => TribePlan[],
  hours = mostHours,
): Played[] {
  // Every field has seeds of its own.
  const salt = [...field].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  return Array.from({ length: seasons }, (_, at) => {
    onSeason?.(field, at, seasons);
    const world = playSeason({
      rules,
      speed: rules.season.speed,
      tribes: plan(),
      seed: seed * 1_000_003 + salt * 10_007 + at,
      ...(hours === undefined ? {} : { hours }),
    });
    const winner = ranked(world)[0]!.tribe;
    return {
      record: world.record,
      winner: winner.strategy.name,
      winnerIndex: world.tribes.indexOf(winner),
      tribes: world.tribes.map(({ strategy, vp }) => ({ name: strategy.name, vp })),
      players: world.players.map(({ activity, vp }) => ({ activity, vp })),
    };
  });
}

const byTier = <T>(make: (tier: Tier) => T): Record<Tier, T> => ({
  center: make('center'),
  ring: make('ring'),
  edge: make('edge'),
});

const hoursOf = (ms: readonly number[]): Spread => ({
  p10: round(quantile(ms, 0.1) / HOUR_MS, 1),
  median: round(quantile(ms, 0.5) / HOUR_MS, 1),
  p90: round(quantile(ms, 0.9) / HOUR_MS, 1),
});

const LANDS: Readonly<Record<Tier, number>> = { center: 5, ring: 15, edge: 30 };

function aboutLand(seasons: readonly Played[]) {
  const records = seasons.map(({ record }) => record);
  return {
    firstCaptureHours: byTier((tier) => hoursOf(records.flatMap(({ firstCaptureMs }) => firstCaptureMs[tier]))),
    allCapturedHours: byTier((tier) => {
      const last = records.map(({ firstCaptureMs }) =>
        firstCaptureMs[tier].length < LANDS[tier] ? Number.POSITIVE_INFINITY : Math.max(...firstCaptureMs[tier]),
      );
      const median = quantile(last, 0.5);
      return Number.isFinite(median) ? round(median / HOUR_MS, 1) : null;
    }),
    holdingHours: byTier((tier) => hoursOf(records.flatMap(({ holdingMs }) => holdingMs[tier]))),
    capturesPerLand: byTier((tier) =>
      round(
        mean(records.map(({ firstCaptureMs, holdingMs }) => firstCaptureMs[tier].length + holdingMs[tier].length)) /
          LANDS[tier],
        1,
      ),
    ),
  };
}

function newcomerOf(seasons: readonly Played[]): BalanceReport['newcomer'] {
  // Whoever did not get there within the span that was played counts as slow, not as missing.
  const slowest = (ms: readonly (number | undefined)[]) =>
    round(Math.max(...ms.map((value) => value ?? 24 * HOUR_MS)) / MINUTE_MS, 1);
  return {
    firstCampMinutes: slowest(seasons.map(({ record }) => record.firstCampMs ?? undefined)),
    firstEdgeMinutes: slowest(seasons.map(({ record }) => record.firstCaptureMs.edge[0])),
  };
}

function aboutBattles(seasons: readonly Played[]): Pick<BalanceReport, 'attacks' | 'fullGarrisons'> {
  const sum = (of: (record: SeasonRecord) => number) => seasons.reduce((total, { record }) => total + of(record), 0);
  const onPlayers = sum(({ attacks }) => attacks.players);
  const attacked = sum(({ fullGarrisons }) => fullGarrisons.attacked);
  return {
    attacks: {
      onPlayersPerSeason: round(onPlayers / seasons.length, 0),
      wonPercent: percent(
        sum(({ attacks }) => attacks.playersWon),
        onPlayers,
      ),
      luckPercent: percent(
        sum(({ attacks }) => attacks.luckDecided),
        onPlayers,
      ),
      wildWonPercent: percent(
        sum(({ attacks }) => attacks.wildWon),
        sum(({ attacks }) => attacks.wild),
      ),
    },
    fullGarrisons: {
      attackedPerSeason: round(attacked / seasons.length, 0),
      brokenPercent: percent(
        sum(({ fullGarrisons }) => fullGarrisons.broken),
        attacked,
      ),
    },
  };
}

function aboutPoints(seasons: readonly Played[]) {
  const vpOf = (wanted: Activity) =>
    mean(seasons.flatMap(({ players }) => players.filter(({ activity }) => activity === wanted).map(({ vp }) => vp)));
  const [hardcore, regular, casual] = [vpOf('hardcore'), vpOf('regular'), vpOf('casual')];
  return {
    vpPerPlayer: {
      hardcore: round(hardcore, 0),
      regular: round(regular, 0),
      casual: round(casual, 0),
      hardcoreToCasual: round(hardcore / casual, 2),
    },
    gini: round(mean(seasons.map(({ tribes }) => gini(tribes.map(({ vp }) => vp)))), 3),
    vpPercent: shares(seasons.map(({ record }) => record.vp)),
    goldPercent: shares(seasons.map(({ record }) => record.gold)),
  };
}

/** What each source gives of all sources, in percent. */
function shares<K extends string>(parts: readonly Record<K, number>[]): Record<K, number> {
  const names = Object.keys(parts[0] ?? {}) as K[];
  const sums = names.map((name) => parts.reduce((sum, part) => sum + part[name], 0));
  const total = sums.reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(names.map((name, at) => [name, percent(sums[at]!, total)])) as Record<K, number>;
}

function leadOf(seasons: readonly Played[]): BalanceReport['lead'] {
  const changes = seasons.map(
    ({ record: { leaders } }) => leaders.filter((leader, hour) => hour > 0 && leader !== leaders[hour - 1]).length,
  );
  const wins = (day: number) =>
    percent(
      seasons.filter(({ record, winnerIndex }) => record.leaders[day * 24 - 1] === winnerIndex).length,
      seasons.length,
    );
  return { changesPerSeason: round(mean(changes), 1), day3WinsPercent: wins(3), day7WinsPercent: wins(7) };
}

function winRates(seasons: readonly Played[], names: readonly StrategyName[]): WinRate[] {
  const all = seasons.flatMap(({ tribes }) => tribes);
  const average = mean(all.map(({ vp }) => vp));
  return names
    .map((name) => {
      const own = all.filter((tribe) => tribe.name === name);
      return {
        name,
        winPercent: percent(seasons.filter(({ winner }) => winner === name).length, seasons.length),
        fairPercent: percent(own.length, all.length),
        vpToMean: round(mean(own.map(({ vp }) => vp)) / average, 2),
      };
    })
    .filter(({ fairPercent }) => fairPercent > 0);
}

function valueOfLevels(seasons: readonly Played[]): number[] {
  const at = LEVELS.map((_, level) =>
    mean(
      seasons.flatMap(({ tribes }) =>
        tribes.filter((_tribe, index) => index % LEVELS.length === level).map(({ vp }) => vp),
      ),
    ),
  );
  return at.map((vp) => round(vp / at[0]!, 2));
}

/** The exploiting tribes stand first in their field; an accomplice is not counted: it exists to be given up. */
function gainOf(seasons: readonly Played[]): number {
  const honest = mean(seasons.flatMap(({ tribes }) => tribes.slice(2).map(({ vp }) => vp)));
  const exploiting = mean(
    seasons.flatMap(({ tribes }) =>
      tribes
        .slice(0, 2)
        .filter(({ name }) => name !== 'feeder')
        .map(({ vp }) => vp),
    ),
  );
  return round(100 * (exploiting / honest - 1), 1);
}
