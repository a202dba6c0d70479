/**
 * Doing something on the chain, once. The act's row with its nonce and the signed transaction are committed, together with what they mean
 * for us, before anything is sent: from then on the act can only be carried on, by whichever process, with these bytes or with others of the
 * same nonce. The chain takes one transaction of a nonce, so nothing is done twice.
 */
import { type Address, BaseError, formatEther, type Hex, keccak256 } from 'viem';
import { uniqueViolation } from '../../../platform/db.ts';
import { inTransaction, type Tx } from '../../../platform/tx.ts';
import { failpoint } from '../../../testBuild/failpoint.ts';
import {
  type Act,
  type ActOwner,
  concludeAct,
  findAct,
  insertAct,
  insertSigned,
  listOpenActs,
  listSigned,
  nextNonce,
  type Signed,
} from './actQueries.ts';
import type { PayoutParts } from './parts.ts';

/** What is to be done. `note` writes what is meant by it, in the same transaction. */
export interface ActOrder {
  readonly kind: string;
  readonly ref: string;
  readonly seasonId: string | null;
  readonly target: Address;
  readonly data: Hex;
  readonly note?: (tx: Tx, txHash: Hex, nowMs: number) => Promise<void>;
}

/** The contract would refuse it now, in the words of the node: people must look. */
export class ActRefused extends Error {
  override name = 'ActRefused';
}

/** Money for it is missing at present: nothing is begun, and it goes on by itself as soon as there is enough. */
export class Shortage extends Error {
  override name = 'Shortage';
}

/** More than that many wait for the chain at once: the rest comes later. */
export const MAX_OPEN_ACTS = 16;
/** A transaction that no block has after this long is replaced by one that pays more, if blocks ask for more by now. */
export const REPLACE_AFTER_MS = 90_000;
/** Nodes take a replacement that pays at least a tenth more. */
const RAISE_PERCENT = 125n;
const GAS_MARGIN_PERCENT = 130n;
const MIN_TIP_WEI = 1_000_000_000n;

export const ownerOf = ({ reader, signer }: PayoutParts): ActOwner => ({ chainId: reader.settings.chainId, signer });

/** In one line, without the request that a node's error carries. */
export function problemOf(error: unknown): string {
  const text = error instanceof BaseError ? `${error.shortMessage} ${error.details ?? ''}` : String(error);
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 400);
}

async function gasFor(parts: PayoutParts, order: ActOrder): Promise<bigint> {
  try {
    const gas = await parts.client.estimateGas({ account: parts.signer, to: order.target, data: order.data });
    return (gas * GAS_MARGIN_PERCENT) / 100n;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    if (/insufficient funds/i.test(error.message)) throw new Shortage('the payout key has too little for gas');
    // What the contract says is for people; a node that fails is asked again.
    if (/revert|exceeds|invalid opcode/i.test(error.message)) throw new ActRefused(problemOf(error));
    throw error;
  }
}

async function feesNow({ client }: PayoutParts): Promise<{ maxFeeWei: bigint; tipWei: bigint }> {
  const { baseFeePerGas } = await client.getBlock({ blockTag: 'latest' });
  const asked = await client.estimateMaxPriorityFeePerGas().catch(() => MIN_TIP_WEI);
  const tipWei = asked > MIN_TIP_WEI ? asked : MIN_TIP_WEI;
  return { tipWei, maxFeeWei: (baseFeePerGas ?? 0n) * 2n + tipWei };
}

/** Whether the key can pay the most that this transaction may cost; in the network's own coin. */
async function gasShortage(
  { client, signer }: PayoutParts,
  { gasLimit, maxFeeWei }: Pick<Signed, 'gasLimit' | 'maxFeeWei'>,
): Promise<string | null> {
  const balance = await client.getBalance({ address: signer });
  const needed = gasLimit * maxFeeWei;
  if (balance >= needed) return null;
  return `the payout key has ${formatEther(balance)} of ${formatEther(needed)} coins that a transaction may cost in gas`;
}

type Fees = Pick<Signed, 'maxFeeWei' | 'tipWei' | 'gasLimit'>;
async function sign(
  parts: PayoutParts,
  call: { nonce: number; target: Address; data: Hex },
  { maxFeeWei, tipWei, gasLimit }: Fees,
): Promise<Signed> {
  const raw = await parts.account.signTransaction({
    ...{ type: 'eip1559', chainId: parts.reader.settings.chainId, nonce: call.nonce, to: call.target, data: call.data },
    ...{ gas: gasLimit, maxFeePerGas: maxFeeWei, maxPriorityFeePerGas: tipWei },
  });
  return { hash: keccak256(raw), raw, maxFeeWei, tipWei, gasLimit, signedAtMs: parts.clock.nowMs() };
}

/** Signs, keeps and sends it, unless it is done or on its way. False when there was nothing to do. Throws ActRefused, NotSound, Shortage. */
export async function act(parts: PayoutParts, order: ActOrder): Promise<boolean> {
  const owner = ownerOf(parts);
  if ((await findAct(parts.pool, order.kind, order.ref)) !== null) return false;
  if ((await listOpenActs(parts.pool, owner)).length >= MAX_OPEN_ACTS) return false;
  await parts.soundness.assert();
  const fees = { ...(await feesNow(parts)), gasLimit: await gasFor(parts, order) };
  const short = await gasShortage(parts, fees);
  if (short !== null) throw new Shortage(short);
  await failpoint('payout.signing');
  const signed = await inTransaction(parts, async (tx) => {
    const nonce = await nextNonce(tx, owner);
    const transaction = await sign(parts, { nonce, target: order.target, data: order.data }, fees);
    const nowMs = parts.clock.nowMs();
    const row = await insertAct(tx, owner, { ...order, nonce }, nowMs);
    await insertSigned(tx, row.id, transaction);
    await order.note?.(tx, transaction.hash, nowMs);
    await failpoint('payout.stored');
    return transaction;
  }).catch((error: unknown) => {
    // Another process was faster.
    if (uniqueViolation(error)?.startsWith('payout_acts') === true) return null;
    throw error;
  });
  if (signed === null) return false;
  parts.log.info({ kind: order.kind, ref: order.ref, hash: signed.hash }, 'signed');
  await failpoint('payout.signed');
  await send(parts, signed.raw);
  await failpoint('payout.sent');
  return true;
}

/** Sends it; what the node knows already, or took already, is no failure. */
async function send({ client, log }: PayoutParts, raw: Hex): Promise<void> {
  try {
    await client.sendRawTransaction({ serializedTransaction: raw });
  } catch (error) {
    const problem = problemOf(error);
    if (!/already known|already imported|nonce too low|already exists/i.test(problem))
      log.warn({ problem }, 'the node did not take a transaction: it is sent again');
  }
}

interface Receipt {
  readonly txHash: Hex;
  readonly blockNumber: number;
  readonly succeeded: boolean;
  readonly gasUsed: number;
  readonly logs: readonly { address: Hex; topics: readonly Hex[]; data: Hex }[];
}

async function receiptOf({ client }: PayoutParts, hash: Hex, final: number): Promise<Receipt | 'waiting' | null> {
  const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return null;
    throw error;
  });
  if (receipt === null) return null;
  if (receipt.blockNumber > BigInt(final)) return 'waiting';
  // A second look, by the block's place: a node may still answer with a block that was replaced.
  const block = await client.getBlock({ blockNumber: receipt.blockNumber });
  if (block.hash !== receipt.blockHash) return 'waiting';
  return {
    txHash: hash,
    blockNumber: Number(receipt.blockNumber),
    succeeded: receipt.status === 'success',
    gasUsed: Number(receipt.gasUsed),
    logs: receipt.logs.map((log) => ({
      address: log.address.toLowerCase() as Hex,
      topics: log.topics,
      data: log.data,
    })),
  };
}

export type { Receipt };

/** The chain has a transaction of our nonce that we never signed. */
export class UnknownTransaction extends Error {
  override name = 'UnknownTransaction';
}

/**
 * Looks after what was signed: concludes what is final, sends again what no block has, replaces what waits too long. `mayAct` false: only
 * looks. Gives how many are still open. Throws UnknownTransaction.
 */
export async function followActs(
  parts: PayoutParts,
  final: number,
  effect: (tx: Tx, act: Act, receipt: Receipt, nowMs: number) => Promise<string | null>,
  mayAct: boolean,
): Promise<number> {
  let open = 0;
  for (const one of await listOpenActs(parts.pool, ownerOf(parts))) {
    const signed = await listSigned(parts.pool, one.id);
    const found = await Promise.all(signed.map(({ hash }) => receiptOf(parts, hash, final)));
    const receipt = found.find((answer): answer is Receipt => answer !== null && answer !== 'waiting');
    if (receipt !== undefined) {
      await conclude(parts, one, receipt, effect);
      continue;
    }
    open++;
    if (found.includes('waiting')) continue;
    const used = await parts.client.getTransactionCount({ address: parts.signer, blockNumber: BigInt(final) });
    if (used > one.nonce)
      throw new UnknownTransaction(`another transaction has the number ${one.nonce} of the payout key`);
    if (mayAct) await carryOn(parts, one, signed);
  }
  return open;
}

async function conclude(
  parts: PayoutParts,
  one: Act,
  receipt: Receipt,
  effect: (tx: Tx, act: Act, receipt: Receipt, nowMs: number) => Promise<string | null>,
): Promise<void> {
  await failpoint('payout.mined');
  const problem = await inTransaction(parts, async (tx) => {
    const nowMs = parts.clock.nowMs();
    const { txHash, blockNumber, gasUsed } = receipt;
    const failure = await effect(tx, one, receipt, nowMs);
    const status = failure === null ? 'done' : 'failed';
    await concludeAct(tx, one.id, { status, txHash, blockNumber, gasUsed, problem: failure }, nowMs);
    await failpoint('payout.booked');
    return failure;
  });
  await failpoint('payout.concluded');
  const entry = { kind: one.kind, ref: one.ref, hash: receipt.txHash, problem };
  if (problem === null) parts.log.info(entry, 'done on the chain');
  else parts.log.error(entry, 'failed on the chain: people must look');
}

async function carryOn(parts: PayoutParts, one: Act, signed: readonly Signed[]): Promise<void> {
  const newest = signed[0] as Signed;
  if (parts.clock.nowMs() - newest.signedAtMs < REPLACE_AFTER_MS) return send(parts, newest.raw);
  const now = await feesNow(parts);
  // What pays enough by today's fees was lost, or nobody makes blocks: paying ever more would not help.
  if (now.maxFeeWei <= newest.maxFeeWei && now.tipWei <= newest.tipWei) return send(parts, newest.raw);
  const raised = (old: bigint, present: bigint): bigint => {
    const least = (old * RAISE_PERCENT) / 100n + 1n;
    return least > present ? least : present;
  };
  const fees = {
    tipWei: raised(newest.tipWei, now.tipWei),
    maxFeeWei: raised(newest.maxFeeWei, now.maxFeeWei),
    gasLimit: newest.gasLimit,
  };
  if ((await gasShortage(parts, fees)) !== null) return send(parts, newest.raw);
  const replacement = await sign(parts, one, fees);
  await inTransaction(parts, (tx) => insertSigned(tx, one.id, replacement));
  parts.log.warn({ kind: one.kind, ref: one.ref, hash: replacement.hash }, 'a transaction waited long: replaced');
  await failpoint('payout.replaced');
  await send(parts, replacement.raw);
}
