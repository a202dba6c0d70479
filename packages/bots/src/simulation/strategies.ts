/** How players of the simulator play (GAME_DESIGN 8), as numbers: what they build, train, attack and hold. */
import type { Army, BuildingType, Tier } from '@cryptotribes/rules/core/units';

export interface Strategy {
  readonly name: StrategyName;
  /** How much gold goes into each type, relative; a type that is not unlocked yet is replaced by militia. */
  readonly taste: Readonly<Army>;
  /** Levels at which building stops for good, and those wanted before any army beyond the first. */
  readonly goals: Readonly<Record<BuildingType, number>>;
  readonly first: Readonly<Partial<Record<BuildingType, number>>>;
  /** Part of the army cap that is filled before gold goes into buildings. */
  readonly armyShare: number;
  /** Attraction of each kind of land; wild land counts `wild`, land of players 1. */
  readonly tiers: Readonly<Record<Tier, number>>;
  readonly wild: number;
  /** Chance that a sitting looks for an attack at all, and the least power ratio that it dares against players. */
  readonly boldness: number;
  readonly minRatio: number;
  /** Part of the army cap that waits at home before an attack. */
  readonly gathers: number;
  /** Part of the garrison's places that is wanted in land of the own tribe. */
  readonly garrison: Readonly<Record<Tier, number>>;
  readonly camps: boolean;
  readonly villages: boolean;
  /** Trains against the garrison that it would like to take. */
  readonly counterPicks: boolean;
  /** Attacks together at every n-th agreed hour (they are three hours apart); 0 = never. */
  readonly meetsEvery: number;
  /** Whole days at the start in which players are left alone. */
  readonly patientDays: number;
  /** Leaves a single unit behind wherever it holds land. */
  readonly oneUnit: boolean;
  /** What it does with its partner tribe: lets itself be beaten by it, or takes land from it in turns. */
  readonly dealing: 'none' | 'feeds' | 'trades';
  /** Never sleeps and looks every quarter of an hour, whoever plays it. */
  readonly tireless: boolean;
}

export type StrategyName = (typeof STRATEGY_NAMES)[number];

/** Those that a normal field plays. */
export const FIELD_STRATEGIES = [
  'mixed',
  'militia',
  'cavalry',
  'counter',
  'economy',
  'workshop',
  'turtle',
  'waves',
  'camps',
  'raider',
  'hoarder',
  'onlySpearmen',
] as const;
/** Armies of one type against mixed ones. */
export const COMPOSITIONS = ['militia', 'onlySpearmen', 'onlyArchers', 'onlyCavalry', 'mixed', 'counter'] as const;
/** Ways to gain more than an honest tribe. */
export const EXPLOITS = ['feeder', 'trader', 'oneUnit', 'raider', 'campBot'] as const;

export const STRATEGY_NAMES = [
  ...FIELD_STRATEGIES,
  ...(['onlyArchers', 'onlyCavalry', 'feeder', 'fed', 'trader', 'oneUnit', 'campBot'] as const),
] as const;

const mixed: Strategy = {
  name: 'mixed',
  taste: { militia: 3, spearman: 2, archer: 2, cavalry: 3 },
  goals: { barracks: 6, warehouse: 4, workshop: 4 },
  first: {},
  armyShare: 0.7,
  tiers: { edge: 1, ring: 2.2, center: 4 },
  wild: 1.5,
  boldness: 0.5,
  minRatio: 1.05,
  gathers: 0.4,
  garrison: { edge: 0.7, ring: 0.9, center: 1 },
  camps: true,
  villages: false,
  counterPicks: false,
  meetsEvery: 8,
  patientDays: 0,
  oneUnit: false,
  dealing: 'none',
  tireless: false,
};

const only = (name: StrategyName, type: keyof Army): Strategy => ({
  ...mixed,
  name,
  taste: { militia: 0, spearman: 0, archer: 0, cavalry: 0, [type]: 1 },
});

const all: readonly Strategy[] = [
  mixed,
  only('militia', 'militia'),
  only('onlySpearmen', 'spearman'),
  only('onlyArchers', 'archer'),
  only('onlyCavalry', 'cavalry'),
  // Cavalry as early as possible: barracks before everything else.
  { ...only('cavalry', 'cavalry'), first: { barracks: 5 }, minRatio: 0.95 },
  { ...mixed, name: 'counter', counterPicks: true },
  { ...mixed, name: 'economy', first: { warehouse: 5 }, goals: { barracks: 6, warehouse: 6, workshop: 3 } },
  { ...mixed, name: 'workshop', first: { workshop: 5 }, goals: { barracks: 5, warehouse: 4, workshop: 6 } },
  {
    ...mixed,
    name: 'turtle',
    meetsEvery: 0,
    boldness: 0.25,
    minRatio: 1.25,
    garrison: { edge: 1, ring: 1, center: 1 },
  },
  { ...mixed, name: 'waves', meetsEvery: 2, boldness: 0.3, garrison: { edge: 0.4, ring: 0.7, center: 1 } },
  { ...mixed, name: 'camps', boldness: 0.3, goals: { barracks: 8, warehouse: 5, workshop: 4 } },
  { ...mixed, name: 'raider', villages: true },
  { ...mixed, name: 'hoarder', patientDays: 6, goals: { barracks: 8, warehouse: 5, workshop: 5 } },
  { ...only('feeder', 'militia'), dealing: 'feeds', meetsEvery: 0, garrison: { edge: 0, ring: 0, center: 0 } },
  { ...mixed, name: 'fed' },
  { ...mixed, name: 'trader', dealing: 'trades' },
  { ...mixed, name: 'oneUnit', oneUnit: true, meetsEvery: 0, garrison: { edge: 0, ring: 0, center: 0 } },
  { ...mixed, name: 'campBot', tireless: true },
];

const byName = new Map(all.map((strategy) => [strategy.name, strategy]));

/** The strategy of this name; buildings may be held at a level, to see what they are worth. */
export function strategyOf(name: StrategyName, most: Readonly<Partial<Record<BuildingType, number>>> = {}): Strategy {
  const strategy = byName.get(name);
  if (strategy === undefined) throw new RangeError(`Unknown strategy: ${name}`);
  const capped = (type: BuildingType) => Math.min(strategy.goals[type], most[type] ?? strategy.goals[type]);
  return {
    ...strategy,
    goals: { barracks: capped('barracks'), warehouse: capped('warehouse'), workshop: capped('workshop') },
  };
}
