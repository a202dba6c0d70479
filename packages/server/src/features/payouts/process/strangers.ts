/**
 * Transfers out of the treasury that the database does not know. After a restore the refunds and prizes that were sent since the backup look as
 * if they were still to be sent. So before anything is transferred, it is asked whether such a transfer may have been it; then people decide.
 */
import type { Hex } from 'viem';
import { bytesToHex, parseEventLogs } from 'viem';
import { type Db, maybeOne, run, statement, timestamp } from '../../../platform/db.ts';
import { erc20Abi } from '../vaultReader.ts';
import { isOurTransaction } from './actQueries.ts';
import { ActRefused } from './acts.ts';
import { bytes, type PayoutParts } from './parts.ts';

const SPAN = 2_000;
const insert = statement(
  'strangers.insert',
  `insert into payout_strangers (chain_id, tx_hash, log_index, to_address, amount_micro, found_at) values ($1, $2, $3, $4, $5, $6)
   on conflict do nothing`,
);
const show = statement(
  'strangers.show',
  `update payout_strangers set shown_at = $4, shown_for = $5 where (chain_id, tx_hash, log_index) =
     (select chain_id, tx_hash, log_index from payout_strangers where chain_id = $1 and to_address = $2 and amount_micro = $3 and shown_at is null
      order by tx_hash, log_index limit 1 for update skip locked)
   returning tx_hash`,
);

/** Writes down what left the treasury in these blocks and was not sent by us, as far as the database knows. */
export async function findStrangers(parts: PayoutParts, from: number, final: number): Promise<void> {
  const { chainId, token, treasury } = parts.reader.settings;
  for (let at = from; at <= final; at += SPAN) {
    const raw = await parts.client.getLogs({
      ...{ address: token, event: erc20Abi[5], args: { from: treasury } },
      ...{ fromBlock: BigInt(at), toBlock: BigInt(Math.min(final, at + SPAN - 1)) },
    });
    for (const log of parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: raw })) {
      if (await isOurTransaction(parts.pool, log.transactionHash)) continue;
      const place = [chainId, bytes(log.transactionHash), log.logIndex];
      const what = [bytes(log.args.to), log.args.value.toString(), timestamp(parts.clock.nowMs())];
      await run(parts.pool, insert, [...place, ...what]);
    }
  }
}

/** Throws ActRefused, once per stranger, when one may have paid this already. Trying again after that is people's decision. */
export async function assertNotPaidBy(parts: PayoutParts, to: Hex, amount: bigint, what: string): Promise<void> {
  const hash = await takeStranger(parts.pool, parts, to, amount, what);
  if (hash !== null) throw new ActRefused(`may have been paid already by ${hash}: look before trying again`);
}

async function takeStranger(db: Db, parts: PayoutParts, to: Hex, amount: bigint, what: string): Promise<Hex | null> {
  const values = [parts.reader.settings.chainId, bytes(to), amount.toString(), timestamp(parts.clock.nowMs()), what];
  const row = await maybeOne<{ tx_hash: Buffer }>(db, show, values);
  return row === null ? null : bytesToHex(row.tx_hash);
}
