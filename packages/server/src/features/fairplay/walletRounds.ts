/** Asks the node about wallets of players in seasons that are not over: a few a round, each once a week at most. */
import type { Context } from '../../context.ts';
import { type Db, many, run, statement, timestamp } from '../../platform/db.ts';
import { walletText } from '../auth/wallet.ts';
import { ageOf, blockAt, openWalletNode, tellsOldStates, type WalletAge, type WalletNode } from './walletAge.ts';

const PER_ROUND = 20;
const DAY_MS = 86_400_000;
const ASK_AGAIN_MS = 7 * DAY_MS;

const due = statement(
  'fairplay.walletsDue',
  `select distinct u.id, u.wallet from entries e join seasons s on s.id = e.season_id and s.status in ('registration', 'active', 'ended') and not s.demo
   join users u on u.id = e.user_id left join fairplay_wallets w on w.user_id = u.id
   where w.user_id is null or w.checked_at <= $1 order by u.id limit ${PER_ROUND}`,
);
const write = statement(
  'fairplay.writeWallet',
  `insert into fairplay_wallets (user_id, state, tx_count, is_aged, checked_at) values ($1, $2, $3, $4, $5)
   on conflict (user_id) do update set state = excluded.state, tx_count = excluded.tx_count, is_aged = excluded.is_aged,
     checked_at = excluded.checked_at`,
);
const writeAge = (db: Db, userId: string, age: WalletAge, nowMs: number): Promise<number> =>
  run(db, write, [
    userId,
    age.state,
    age.state === 'known' ? age.transactions : null,
    age.state === 'known' ? age.isAged : null,
    timestamp(nowMs),
  ]);

type Desk = Pick<Context, 'pool' | 'clock' | 'config' | 'log'>;

/** One round after the other; true when there is more to ask. */
export function walletRounds(desk: Desk, node: WalletNode | null = nodeOf(desk)): () => Promise<boolean> {
  let aged: { day: number; block: number } | null = null;
  const agedBlock = async (asked: WalletNode, nowMs: number): Promise<number> => {
    const day = Math.floor(nowMs / DAY_MS);
    if (aged?.day !== day)
      aged = { day, block: await blockAt(asked, nowMs - desk.config.fairPlay.thresholds.wallet_days * DAY_MS) };
    return aged.block;
  };
  return async () => {
    if (node === null) return false;
    const nowMs = desk.clock.nowMs();
    const players = await many<{ id: string; wallet: Buffer }>(desk.pool, due, [timestamp(nowMs - ASK_AGAIN_MS)]);
    if (players.length === 0) return false;
    const block = await agedBlock(node, nowMs);
    const isTruthful = await firstKnown(players, (player) => tellsOldStates(node, walletText(player.wallet)));
    const how = { agedBlock: block, isTruthful, fewest: desk.config.fairPlay.thresholds.wallet_transactions };
    for (const { id, wallet } of players)
      await writeAge(desk.pool, id, await ageOf(node, walletText(wallet), how), nowMs);
    return players.length === PER_ROUND;
  };
}

const nodeOf = ({ config }: Desk): WalletNode | null =>
  config.ethRpcUrl === null ? null : openWalletNode(config.ethRpcUrl);

async function firstKnown<T>(items: readonly T[], ask: (item: T) => Promise<boolean | null>): Promise<boolean> {
  for (const item of items) {
    const answer = await ask(item);
    if (answer !== null) return answer;
  }
  return false;
}
