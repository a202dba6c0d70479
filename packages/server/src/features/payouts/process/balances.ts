/**
 * Whether the chain holds what the books say it holds, to the millionth (RELIABILITY MO14): vault and treasury at a final block, against
 * the account `chain`, while nothing of ours is on its way. Money that strangers send to vault or signer is not counted. What no booking explains is a stop, too: somebody moved or
 * added some, and has to say so (`ct payouts book`).
 */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Db, maybeOne, one, statement } from '../../../platform/db.ts';
import { accounts } from '../../ledger/accounts.ts';
import { balanceOf } from '../../ledger/balances.ts';
import { freezePayouts } from '../../ledger/freeze.ts';
import { listOpenPlans } from '../planQueries.ts';
import { erc20Abi } from '../vaultReader.ts';
import type { PayoutParts } from './parts.ts';

export const CHAIN_RULE = 'the chain holds what the books say';

const cursor = statement('balances.cursor', 'select next_block from chain_cursors where chain_id = $1');
// Money that came and was never booked: put aside, or our own.
const unbooked = statement(
  'balances.unbooked',
  `select coalesce(sum(amount_micro) filter (where status in ('quarantined', 'dismissed') and coalesce(reason, '') not in ('from_vault', 'from_treasury')), 0)::bigint as micro,
     count(*) filter (where status in ('seen', 'final'))::int as undecided from chain_deposits where chain_id = $1`,
);

async function expected(db: Db, chainId: number, block: number): Promise<number | null> {
  // Deposits up to that block are booked or put aside, or we cannot tell.
  const read = await maybeOne<{ next_block: number }>(db, cursor, [chainId]);
  if (read === null || read.next_block <= block) return null;
  const { micro, undecided } = await one<{ micro: number; undecided: number }>(db, unbooked, [chainId]);
  return undecided > 0 || read.next_block > block + 1 ? null : micro - (await balanceOf(db, accounts.chain()));
}

/** Null when it cannot be told now; else what the chain has beyond the books, 0 = they agree. Stops payouts unless it is 0. */
export async function compareBalances(parts: PayoutParts, block: number): Promise<bigint | null> {
  const { client } = parts;
  const { chainId, token, treasury, vault } = parts.reader.settings;
  // On its way through the signer.
  if ((await listOpenPlans(parts.pool)).some(({ status }) => status === 'approved')) return null;
  const before = await expected(parts.pool, chainId, block);
  if (before === null) return null;
  const blockNumber = BigInt(block);
  const inTreasury = await client.readContract({
    ...{ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [treasury], blockNumber },
  });
  const inVault = await client.readContract({
    address: vault,
    abi: seasonVaultAbi,
    functionName: 'totalHeld',
    blockNumber,
  });
  const held = inVault + inTreasury;
  // Nothing was booked while the chain was asked.
  if ((await expected(parts.pool, chainId, block)) !== before) return null;
  const difference = held - BigInt(before);
  if (difference !== 0n) {
    const found = [
      { block, chainMicro: held.toString(), booksMicro: before.toString(), differenceMicro: difference.toString() },
    ];
    await freezePayouts(parts.pool, [{ rule: CHAIN_RULE, found }], parts.clock.nowMs());
    parts.log.error({ found }, 'the chain does not hold what the books say: payouts are stopped');
  }
  return difference;
}
