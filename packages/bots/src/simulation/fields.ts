/** Who plays against whom: the normal season, and the fields of twelve tribes in which one question is asked. */
import type { BuildingType } from '@cryptotribes/rules/core/units';
import type { Activity } from './schedule.ts';
import { MIXED_TRIBE } from './schedule.ts';
import type { TribePlan } from './state.ts';
import { COMPOSITIONS, FIELD_STRATEGIES, type StrategyName, strategyOf } from './strategies.ts';

export const SIDE_FIELD_TRIBES = 12;
/** Levels that are compared, and at how many tribes of a field each of them is the highest. */
export const LEVELS = [1, 2, 3, 4] as const;

const tribe = (name: StrategyName, most: Partial<Record<BuildingType, number>> = {}): TribePlan => ({
  strategy: strategyOf(name, most),
  members: MIXED_TRIBE,
});

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

/** All strategies in turn. */
export const normalField = (tribes: number): TribePlan[] =>
  times(tribes, (at) => tribe(FIELD_STRATEGIES[at % FIELD_STRATEGIES.length]!));

/** Two tribes of each composition. */
export const compositionField = (): TribePlan[] =>
  times(SIDE_FIELD_TRIBES, (at) => tribe(COMPOSITIONS[at % COMPOSITIONS.length]!));

/** Three tribes stop at each level of one building; all else is the same for all. */
export const buildingField = (type: BuildingType): TribePlan[] =>
  times(SIDE_FIELD_TRIBES, (at) => tribe('mixed', { [type]: LEVELS[at % LEVELS.length]! }));

/** Two tribes use what may be a hole in the rules, the others play as usual; a feeder needs somebody to feed. */
export function exploitField(name: StrategyName): TribePlan[] {
  const honest = times(SIDE_FIELD_TRIBES - 2, () => tribe('mixed'));
  if (name === 'feeder') return [{ ...tribe('fed'), partner: 1 }, { ...tribe('feeder'), partner: 0 }, ...honest];
  if (name === 'trader') return [{ ...tribe(name), partner: 1 }, { ...tribe(name), partner: 0 }, ...honest];
  return [tribe(name), tribe(name), ...honest];
}

/** One player who does not look away, in a tribe of nobody else, alone in the season. */
export const loneNewcomer = (): TribePlan[] => [
  { strategy: strategyOf('mixed'), members: ['watching' satisfies Activity] },
];
