/** What the numbers of a report must be (GAME_DESIGN 8; where it names no bound, docs/balance/README.md argues ours). */
import type { BuildingType } from '@cryptotribes/rules/core/units';
import type { BalanceReport } from './balanceReport.ts';
import type { StrategyName } from './strategies.ts';

export interface Bound {
  id: string;
  what: string;
  unit: string;
  /** Named by the game's design, or set by us. */
  from: 'design' | 'ours';
  value: (report: BalanceReport) => number;
  atLeast?: number;
  atMost?: number;
}

export interface Judged {
  bound: Bound;
  value: number;
  held: boolean;
}

const winsOfBest = (rates: BalanceReport['strategies']): number =>
  Math.max(...rates.map(({ winPercent }) => winPercent));

/** Armies of one type; the other tribes of the field are what they are measured against. */
const pure = ({ compositions }: BalanceReport) =>
  compositions.filter(({ name }) => name !== 'mixed' && name !== 'counter');

const building = (type: BuildingType): Bound => ({
  id: type,
  what: `VP with the ${type} at the worst of levels 2 to 4, level 1 = 1`,
  unit: '',
  from: 'design',
  value: ({ buildings }) => Math.min(...(buildings.find((one) => one.type === type)?.vpToLevel1.slice(1) ?? [0])),
  atLeast: 1.01,
});

const exploit = (name: StrategyName, what: string): Bound => ({
  id: `exploit-${name}`,
  what: `Gain over an honest tribe: ${what}`,
  unit: '%',
  from: 'design',
  value: ({ exploits }) => exploits.find((one) => one.name === name)?.gainPercent ?? Number.POSITIVE_INFINITY,
  atMost: 15,
});

export const BOUNDS: readonly Bound[] = [
  {
    id: 'first-camp',
    what: 'A lone active newcomer beats the first camp (slowest season)',
    unit: 'min',
    from: 'design',
    value: ({ newcomer }) => newcomer.firstCampMinutes,
    atMost: 10,
  },
  {
    id: 'first-edge',
    what: 'A lone active newcomer takes the weakest edge (slowest season)',
    unit: 'min',
    from: 'design',
    value: ({ newcomer }) => newcomer.firstEdgeMinutes,
    atMost: 45,
  },
  {
    id: 'all-edges',
    what: 'All edges are taken once',
    unit: 'h',
    from: 'design',
    value: ({ allCapturedHours }) => allCapturedHours.edge ?? Number.POSITIVE_INFINITY,
    atMost: 3,
  },
  {
    id: 'ring',
    what: 'First capture of ring land, median',
    unit: 'h',
    from: 'design',
    value: ({ firstCaptureHours }) => firstCaptureHours.ring.median,
    atLeast: 8,
    atMost: 40,
  },
  {
    id: 'center',
    what: 'First capture of a castle, median',
    unit: 'h',
    from: 'design',
    value: ({ firstCaptureHours }) => firstCaptureHours.center.median,
    atLeast: 36,
    atMost: 66,
  },
  {
    id: 'activity',
    what: 'VP of a hardcore player, a casual one = 1',
    unit: '',
    from: 'design',
    value: ({ vpPerPlayer }) => vpPerPlayer.hardcoreToCasual,
    atMost: 3,
  },
  { id: 'gini', what: 'Gini of VP among tribes', unit: '', from: 'design', value: ({ gini }) => gini, atMost: 0.4 },
  {
    id: 'compositions',
    what: 'Wins of the best army of one type, fields of 12',
    unit: '%',
    from: 'design',
    value: (report) => winsOfBest(pure(report)),
    atMost: 35,
  },
  building('barracks'),
  building('warehouse'),
  building('workshop'),
  {
    id: 'day-3',
    what: 'Seasons won by the leader of day 3',
    unit: '%',
    from: 'design',
    value: ({ lead }) => lead.day3WinsPercent,
    atMost: 50,
  },
  {
    id: 'day-7',
    what: 'Seasons won by the leader of day 7',
    unit: '%',
    from: 'design',
    value: ({ lead }) => lead.day7WinsPercent,
    atMost: 60,
  },
  {
    id: 'attacks-won',
    what: 'Attacks on players that are won',
    unit: '%',
    from: 'design',
    value: ({ attacks }) => attacks.wonPercent,
    atLeast: 30,
    atMost: 50,
  },
  {
    id: 'full-garrisons',
    what: 'Attacks on full garrisons that are won',
    unit: '%',
    from: 'design',
    value: ({ fullGarrisons }) => fullGarrisons.brokenPercent,
    atLeast: 25,
    atMost: 45,
  },
  {
    id: 'luck',
    what: 'Attacks on players that luck decides',
    unit: '%',
    from: 'design',
    value: ({ attacks }) => attacks.luckPercent,
    atMost: 6,
  },
  exploit('feeder', 'fed by alternative accounts, points for holding included'),
  exploit('trader', 'two tribes that take the same land from each other'),
  exploit('oneUnit', 'one-unit garrisons'),
  exploit('raider', 'raiding villages'),
  exploit('campBot', 'bots that never sleep'),
  {
    id: 'strategies',
    what: 'Wins of the best strategy of a normal season',
    unit: '%',
    from: 'ours',
    value: ({ strategies }) => winsOfBest(strategies),
    atMost: 50,
  },
  {
    id: 'lead-changes',
    what: 'Changes of the lead in a season',
    unit: '',
    from: 'ours',
    value: ({ lead }) => lead.changesPerSeason,
    atLeast: 3,
  },
  {
    id: 'holding',
    what: 'VP that come from holding land by the hour',
    unit: '%',
    from: 'ours',
    value: ({ vpPercent }) => vpPercent.holding,
    atLeast: 50,
    atMost: 85,
  },
  {
    id: 'camps',
    what: 'Gold that comes from bandit camps',
    unit: '%',
    from: 'ours',
    value: ({ goldPercent }) => goldPercent.camps,
    atMost: 80,
  },
  {
    id: 'castles-fall',
    what: 'Captures of each castle in a season',
    unit: '',
    from: 'ours',
    value: ({ capturesPerLand }) => capturesPerLand.center,
    atLeast: 2,
  },
];

/** Every bound with its value, in the order of the list. */
export function judge(report: BalanceReport): Judged[] {
  return BOUNDS.map((bound) => {
    const value = bound.value(report);
    const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = bound;
    return { bound, value, held: value >= atLeast && value <= atMost };
  });
}

/** A bound in words: "8 to 40 h". */
export function boundText({ atLeast, atMost, unit }: Bound): string {
  const range =
    atLeast === undefined
      ? `at most ${atMost}`
      : atMost === undefined
        ? `at least ${atLeast}`
        : `${atLeast} to ${atMost}`;
  return unit === '' ? range : `${range} ${unit}`;
}
