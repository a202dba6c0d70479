/**
 * From facts to signs. A sign is no verdict: it says what was seen, with the figures, and how many points that gives. Pure functions; a sign
 * that was not seen is null. `others` are the players to look at as well.
 */
import type { Thresholds } from '../../config/fairPlay.ts';
import type { Flow, PlayerFacts } from './facts.ts';
import { longestAwakeDays, regularity } from './timing.ts';

export const SIGNAL_KINDS = [
  'shared_card',
  'shared_funding',
  'shared_place',
  'feeding_gives',
  'feeding_takes',
  'one_sided',
  'sleepless',
  'regular',
  'young_wallet',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  readonly kind: SignalKind;
  readonly points: number;
  readonly others: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}
type Detector = (facts: PlayerFacts, thresholds: Thresholds) => Signal | null;

const sharedCard: Detector = ({ payers }, t) =>
  payers.cards.length === 0
    ? null
    : {
        kind: 'shared_card',
        points: t.shared_card,
        others: payers.cards,
        figures: { players: payers.cards.length + 1 },
      };

const sharedFunding: Detector = ({ payers }, t) =>
  payers.funding.length === 0
    ? null
    : {
        kind: 'shared_funding',
        points: t.shared_funding,
        others: payers.funding,
        figures: { players: payers.funding.length + 1 },
      };

/** A household shares its address, its kind of telephone and sometimes the tablet: that alone never suffices. */
const sharedPlace: Detector = ({ links }, t) => {
  const others = (count: 'addresses' | 'setups' | 'browsers') => links.filter((link) => link[count] > 0).length;
  const [addresses, setups, browsers] = [others('addresses'), others('setups'), others('browsers')];
  const points =
    Math.min(2, addresses) * t.shared_address +
    Math.min(2, setups) * t.shared_setup +
    Math.min(1, browsers) * t.shared_browser;
  if (points === 0) return null;
  const days = Math.max(...links.map((link) => link.days));
  return {
    kind: 'shared_place',
    points,
    others: links.map(({ otherId }) => otherId),
    figures: { addresses, setups, browsers, days },
  };
};

const isLinked = ({ links }: PlayerFacts, otherId: string): boolean => links.some((link) => link.otherId === otherId);

/**
 * Lost on purpose: hopeless attacks again and again, never won back, and either most of what the taker has from battles, or the two share a place. A
 * bad player makes hopeless attacks, too, but not on one and the same again and again.
 */
function isFeeding(flow: Flow, facts: PlayerFacts, t: Thresholds): boolean {
  if (flow.hopeless < t.feeding_fights || flow.won > 0) return false;
  const share = shareOf(flow, facts);
  return share >= t.feeding_share || isLinked(facts, flow.giverId === facts.userId ? flow.takerId : flow.giverId);
}

/** Percent of the taker's points from battles, floored. */
const shareOf = (flow: Flow, { battleVp }: PlayerFacts): number => {
  const total = battleVp.get(flow.takerId) ?? 0;
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * flow.vp) / total));
};

const feeding =
  (side: 'giverId' | 'takerId', kind: 'feeding_gives' | 'feeding_takes'): Detector =>
  (facts, t) => {
    const fed = facts.flows.filter((flow) => flow[side] === facts.userId && isFeeding(flow, facts, t));
    if (fed.length === 0) return null;
    const others = fed.map((flow) => (side === 'giverId' ? flow.takerId : flow.giverId));
    const linked = others.some((otherId) => isLinked(facts, otherId));
    return {
      kind,
      points: t.feeding + (linked ? t.feeding_linked : 0),
      others,
      figures: {
        fights: sum(fed, (flow) => flow.fights),
        hopeless: sum(fed, (flow) => flow.hopeless),
        vp: sum(fed, (flow) => flow.vp),
        gold: sum(fed, (flow) => flow.gold),
        share: Math.max(...fed.map((flow) => shareOf(flow, facts))),
      },
    };
  };

/**
 * The same two again and again with the same end. Between neighbours that is how a strong and a weak one live; only where the two share a place as well it
 * says something.
 */
const oneSided: Detector = (facts, t) => {
  const otherOf = (flow: Flow) => (flow.giverId === facts.userId ? flow.takerId : flow.giverId);
  const flows = facts.flows.filter(
    (flow) =>
      flow.fights >= t.one_sided_fights &&
      flow.won === 0 &&
      isLinked(facts, otherOf(flow)) &&
      !isFeeding(flow, facts, t),
  );
  if (flows.length === 0) return null;
  return {
    kind: 'one_sided',
    points: t.one_sided,
    others: flows.map(otherOf),
    figures: {
      fights: sum(flows, (flow) => flow.fights),
      vp: sum(flows, (flow) => flow.vp),
      gold: sum(flows, (flow) => flow.gold),
    },
  };
};

const sleepless: Detector = ({ timing }, t) => {
  const days = longestAwakeDays(timing.days, t.rest_hours);
  return days < t.sleepless_days ? null : { kind: 'sleepless', points: t.sleepless, others: [], figures: { days } };
};

const regular: Detector = ({ timing }, t) => {
  if (timing.orderTimesMs.length < t.regular_orders) return null;
  const { share, stepSeconds } = regularity(timing.orderTimesMs);
  return share < t.regular_share
    ? null
    : {
        kind: 'regular',
        points: t.regular,
        others: [],
        figures: { orders: timing.orderTimesMs.length, share, stepSeconds },
      };
};

/** A hint among others and never a gate: aged wallets can be bought, and who pays by card may have a new one. Unknown is not young. */
const youngWallet: Detector = ({ wallet }, t) => {
  if (wallet.state !== 'known') return null;
  if (wallet.isAged && wallet.transactions >= t.wallet_transactions) return null;
  return {
    kind: 'young_wallet',
    points: t.young_wallet,
    others: [],
    figures: { transactions: wallet.transactions, isAged: wallet.isAged ? 1 : 0, days: t.wallet_days },
  };
};

const sum = <T>(list: readonly T[], of: (item: T) => number): number =>
  list.reduce((total, item) => total + of(item), 0);

const DETECTORS: readonly Detector[] = [
  sharedCard,
  sharedFunding,
  sharedPlace,
  feeding('giverId', 'feeding_gives'),
  feeding('takerId', 'feeding_takes'),
  oneSided,
  sleepless,
  regular,
  youngWallet,
];

export interface BehaviourScore {
  /** 0 = nothing was noticed, 100 = the most. */
  readonly score: number;
  /** The strongest first. */
  readonly reasons: readonly Signal[];
}

/** All signs of a player and their sum, at most 100. */
export function behaviourScore(facts: PlayerFacts, thresholds: Thresholds): BehaviourScore {
  const reasons = DETECTORS.flatMap((detect) => detect(facts, thresholds) ?? [])
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points);
  return {
    score: Math.min(
      100,
      sum(reasons, ({ points }) => points),
    ),
    reasons,
  };
}
