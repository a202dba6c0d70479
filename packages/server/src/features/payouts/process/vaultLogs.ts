/**
 * What the vault did, whoever asked for it: its logs in final blocks, from a stored place on, in the chain's order. A claim pays a prize in
 * the books. A claim that we could not have expected is not explained away: it stops everything.
 */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Hex, parseEventLogs } from 'viem';
import { type Db, run, statement } from '../../../platform/db.ts';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import { accounts } from '../../ledger/accounts.ts';
import { post } from '../../ledger/post.ts';
import { markRefundFailed } from '../../payments/refundQueries.ts';
import { completeRefund } from '../../payments/refunds.ts';
import { bookPayoutPaid, bookPayoutSwept } from '../bookings.ts';
import { lockPlan } from '../planQueries.ts';
import { markPaid, movePayout } from '../queries.ts';
import { tellPayout } from '../tell.ts';
import type { ActOwner } from './actQueries.ts';
import { ownerOf } from './acts.ts';
import { bytes, type PayoutParts } from './parts.ts';
import { findRefundOfSeat, lockPayoutOf, lockUnclaimed, notePayoutProblem } from './workQueries.ts';

const SPAN = 2_000;
const EVENTS = ['Claimed', 'Funded', 'PayoutFailed', 'Refunded', 'RefundFailed', 'Swept'] as const;

/** The chain has paid what the database does not know of. */
export class UnknownPayment extends Error {
  override name = 'UnknownPayment';
}

const move = statement(
  'logs.move',
  'update payout_process set next_block = $4 where chain_id = $1 and signer = $2 and next_block = $3',
);
async function moveTo(db: Db, { chainId, signer }: ActOwner, from: number, to: number): Promise<boolean> {
  return (await run(db, move, [chainId, bytes(signer), from, to])) === 1;
}

/** Reads on from `from`; gives the first block that was not read. Throws UnknownPayment. */
export async function readVaultLogs(parts: PayoutParts, from: number, final: number): Promise<number> {
  if (from > final) return from;
  const to = Math.min(final, from + SPAN - 1);
  const raw = await parts.client.getLogs({
    address: parts.reader.settings.vault,
    fromBlock: BigInt(from),
    toBlock: BigInt(to),
  });
  const logs = parseEventLogs({ abi: seasonVaultAbi, eventName: [...EVENTS], logs: raw });
  await inTransaction(parts, async (tx) => {
    if (!(await moveTo(tx, ownerOf(parts), from, to + 1))) return;
    for (const log of logs) {
      await take(parts, tx, log);
      await failpoint('payout.claimed');
    }
  });
  await failpoint('payout.read');
  return to + 1;
}

type VaultLog = ReturnType<typeof parseEventLogs<typeof seasonVaultAbi, true, (typeof EVENTS)[number][]>>[number];

async function take(parts: PayoutParts, tx: Tx, log: VaultLog): Promise<void> {
  if (log.eventName === 'Funded') return gift(parts, tx, log);
  const seasonId = log.args.season.toString(16).padStart(24, '0');
  // Seasons of another game that shares the vault.
  if (seasonId.length !== 24) return;
  const nowMs = parts.clock.nowMs();
  switch (log.eventName) {
    case 'Claimed':
      return claimed(
        parts,
        tx,
        { seasonId, account: low(log.args.account), amount: log.args.amount },
        log.transactionHash,
        nowMs,
      );
    case 'PayoutFailed':
      await notePayoutProblem(tx, seasonId, bytes(log.args.account), 'the token refused to pay this account', nowMs);
      return;
    case 'Swept':
      return swept(tx, seasonId, nowMs);
    case 'Refunded': {
      const refundId = await refundOf(parts, tx, log.args);
      if (refundId !== null) await completeRefund(parts, tx, refundId, log.transactionHash);
      return;
    }
    case 'RefundFailed': {
      const refundId = await refundOf(parts, tx, log.args);
      if (refundId !== null) await markRefundFailed(tx, refundId, 'the token refused to pay this account');
    }
  }
}

/** Anybody may add money to a season: the house takes note of what was not ours. */
async function gift(parts: PayoutParts, tx: Tx, log: VaultLog & { eventName: 'Funded' }): Promise<void> {
  if (low(log.args.from) === parts.signer) return;
  const amountMicro = Number(log.args.amount);
  await post(tx, {
    ...{ kind: 'vault_gift', ref: `${log.transactionHash}:${log.logIndex}`, atMs: parts.clock.nowMs() },
    postings: [
      { account: accounts.chain(), amountMicro: -amountMicro },
      { account: accounts.house('USDT'), amountMicro },
    ],
  });
}

const low = (address: string): Hex => address.toLowerCase() as Hex;

const refundOf = (parts: PayoutParts, tx: Tx, { season, player }: { season: bigint; player: string }) =>
  findRefundOfSeat(tx, parts.reader.settings.chainId, season, bytes(player));

interface Claim {
  readonly seasonId: string;
  readonly account: Hex;
  readonly amount: bigint;
}

async function claimed(parts: PayoutParts, tx: Tx, claim: Claim, hash: Hex, nowMs: number): Promise<void> {
  const { seasonId, account, amount } = claim;
  const plan = await lockPlan(tx, seasonId);
  const payout = await lockPayoutOf(tx, seasonId, bytes(account));
  if (payout?.status === 'paid') return;
  // What was held, on its way to the treasury: it is still owed.
  if (account === parts.reader.settings.treasury && plan !== null && amount === BigInt(plan.trust_micro)) return;
  if (payout === null || payout.status !== 'claimable' || BigInt(payout.amount_micro) !== amount)
    throw new UnknownPayment(
      `the vault paid ${amount} micro-USDT of season ${seasonId} to ${account}, which the database does not expect`,
    );
  await markPaid(tx, payout, bytes(hash), nowMs);
  await bookPayoutPaid(tx, payout, nowMs);
  tellPayout(tx, payout, 'paid', nowMs, hash);
}

async function swept(tx: Tx, seasonId: string, nowMs: number): Promise<void> {
  await lockPlan(tx, seasonId);
  for (const payout of await lockUnclaimed(tx, seasonId)) {
    await movePayout(tx, payout, 'swept', nowMs);
    await bookPayoutSwept(tx, payout, nowMs);
    tellPayout(tx, payout, 'swept', nowMs);
  }
}
