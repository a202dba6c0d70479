/** What a run of chaos does, in which order, to whom: drawn from the seed alone, so that a run can be repeated. */
import { Dice } from '../play/dice.ts';

/** Ends something with kill -9. */
export const KILLS = ['kill api', 'kill worker', 'kill database', 'kill session', 'kill redis'] as const;
/** Disturbs without ending. */
export const TROUBLES = [
  'cut players',
  'cut database',
  'swallow answers',
  'swallow commits',
  'pause api',
  'pause worker',
  'pause database',
  'move clock',
  'pause redis',
  'empty redis',
] as const;
export type Kill = (typeof KILLS)[number];
/** Only where it is asked for: it takes a disk that is small enough. */
export const FULL_DISK = 'fill disk';
export type FaultKind = Kill | (typeof TROUBLES)[number] | typeof FULL_DISK;

export interface Fault {
  readonly kind: FaultKind;
  /** Which of several equal processes, 0 or 1. */
  readonly target: number;
  /** How long a pause lasts, or what was ended stays away; how far the clock moves. */
  readonly lastsMs: number;
  /** Until the next fault. */
  readonly thenMs: number;
  /** The next one waits until the game has recovered from this one. */
  readonly alone: boolean;
}
/** Faults in a row, after which everything is compared. */
export type Round = readonly Fault[];

export interface PlanOptions {
  readonly seed: number;
  readonly kills: number;
  /** False: nothing is done to Redis. */
  readonly redis?: boolean;
  /** False: time is the database's. */
  readonly clock?: boolean;
  /** Only these; all unless given. */
  readonly only?: readonly FaultKind[];
  /** Kills in a round; a single one is always waited for. */
  readonly killsInARound?: number;
}

const KILLS_IN_A_ROUND = 5;
const TROUBLES_IN_A_ROUND = 5;
/** Ten kills: what a machine does most often comes most often. */
const DECK: readonly Kill[] = [
  ...(['kill api', 'kill api', 'kill api', 'kill worker', 'kill worker', 'kill worker'] as const),
  ...(['kill database', 'kill database', 'kill session', 'kill redis'] as const),
];

export const isKill = (kind: FaultKind): kind is Kill => KILLS.some((kill) => kill === kind);

/** Rounds with exactly so many kills. Every kind comes up in two rounds. */
export function makePlan({
  seed,
  kills,
  redis = true,
  clock = true,
  only,
  killsInARound = KILLS_IN_A_ROUND,
}: PlanOptions): Round[] {
  const dice = new Dice(`chaos ${seed}`);
  const isWanted = (kind: FaultKind) =>
    (redis || !kind.includes('redis')) && (clock || kind !== 'move clock') && (only?.includes(kind) ?? true);
  const nextKill = dealer(dice, DECK.filter(isWanted));
  const troubles = TROUBLES.filter(isWanted);
  const nextTrouble = troubles.length === 0 ? null : dealer(dice, troubles);
  const rounds: Round[] = [];
  for (let left = kills; left > 0; left -= killsInARound) {
    const kinds: FaultKind[] = Array.from({ length: Math.min(left, killsInARound) }, nextKill);
    if (nextTrouble !== null) for (let n = 0; n < TROUBLES_IN_A_ROUND; n++) kinds.push(nextTrouble());
    const faults = shuffled(dice, kinds).map((kind) => faultOf(dice, kind));
    rounds.push(faults.length === 1 ? faults.map((fault) => ({ ...fault, alone: true })) : faults);
  }
  return rounds;
}

function faultOf(dice: Dice, kind: FaultKind): Fault {
  const isLong = kind.startsWith('pause') || kind === 'kill redis' || kind === 'move clock';
  const lastsMs = isLong ? 500 + dice.below(2_500) : dice.below(400);
  return { kind, target: dice.below(2), lastsMs, thenMs: 200 + dice.below(900), alone: dice.chance(500) };
}

/** So often the disk is full for a while. */
export const fullDisk = (times: number): Round[] =>
  Array.from({ length: times }, () => [{ kind: FULL_DISK, target: 0, lastsMs: 8_000, thenMs: 500, alone: true }]);

function shuffled<T>(dice: Dice, items: readonly T[]): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = dice.below(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

/** Deals a deck out to its end, then shuffles it anew. */
function dealer<T>(dice: Dice, deck: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = shuffled(dice, deck);
    const card = left.pop();
    if (card === undefined) throw new Error('there is nothing to deal');
    return card;
  };
}
