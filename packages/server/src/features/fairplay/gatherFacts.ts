/** Puts the facts of a season together, player by player. */
import type { Thresholds } from '../../config/fairPlay.ts';
import type { Db } from '../../platform/db.ts';
import {
  getBattleVp,
  listActiveDays,
  listFlows,
  listLinks,
  listOrderTimes,
  listSharedCards,
  listSharedFunding,
  listYoungWallets,
  type PairRow,
} from './factQueries.ts';
import { type Flow, noFacts, type PlayerFacts } from './facts.ts';

/** Everybody of whom there is a fact that could be a sign. */
export async function gatherFacts(db: Db, seasonId: string, t: Thresholds): Promise<PlayerFacts[]> {
  const links = groupBy(await listLinks(db, seasonId, t.crowd), (row) => row.userId);
  const flows = await listFlows(db, seasonId, Math.max(1, Math.min(t.feeding_fights, t.one_sided_fights)));
  const battleVp = await getBattleVp(db, seasonId, [...new Set(flows.map((flow) => flow.takerId))]);
  const cards = othersOf(await listSharedCards(db, seasonId));
  const funding = othersOf(await listSharedFunding(db, seasonId));
  const orders = await listOrderTimes(db, seasonId, t.regular_orders);
  const days = await listActiveDays(db, seasonId, t.sleepless_days);
  const wallets = new Map(
    (await listYoungWallets(db, seasonId, t.wallet_transactions)).map((row) => [row.user_id, row] as const),
  );
  const flowsOf = bothSides(flows);
  const players = new Set(
    [links, flowsOf, cards, funding, orders, days, wallets].flatMap((map) => [...map.keys()] as string[]),
  );
  return [...players].sort().map((userId) => {
    const wallet = wallets.get(userId);
    return {
      ...noFacts(userId),
      links: links.get(userId) ?? [],
      flows: flowsOf.get(userId) ?? [],
      battleVp,
      payers: { cards: cards.get(userId) ?? [], funding: funding.get(userId) ?? [] },
      timing: { orderTimesMs: (orders.get(userId) ?? []).toReversed(), days: days.get(userId) ?? [] },
      ...(wallet ? { wallet: { state: 'known', transactions: wallet.tx_count, isAged: wallet.is_aged } } : {}),
    };
  });
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

const othersOf = (rows: readonly PairRow[]): Map<string, string[]> =>
  new Map(
    [...groupBy(rows, (row) => row.user_id)].map(([userId, group]) => [userId, group.map((row) => row.other_id)]),
  );

function bothSides(flows: readonly Flow[]): Map<string, Flow[]> {
  const sides = flows.flatMap((flow) => [flow.giverId, flow.takerId].map((userId) => ({ userId, flow })));
  const groups = groupBy(sides, (side) => side.userId);
  return new Map([...groups].map(([userId, group]) => [userId, group.map((side) => side.flow)]));
}
