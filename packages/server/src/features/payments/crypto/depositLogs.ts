/**
 * The two kinds of log that can be an entry fee: the token's `Transfer` to the treasury, and the vault's `Entered`.
 * What a node says is taken apart strictly: a log of another contract, a log that was removed, or one that is not of the
 * expected shape is refused, so that nothing is credited that the chain did not say.
 */
import { type Address, type Hex, padHex, toEventSelector } from 'viem';

export type DepositKind = 'transfer' | 'entered';

/** A payment as a log tells it. Addresses and hashes are in lower case. */
export interface LoggedDeposit {
  readonly kind: DepositKind;
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Whose tokens were moved: a refund goes back there. */
  readonly payer: Address;
  /** For whom the vault's entry is; null for a transfer. */
  readonly player: Address | null;
  /** The season's number in the vault; null for a transfer. */
  readonly vaultSeason: bigint | null;
  /** In the token's smallest unit, as the log says. */
  readonly amountMicro: bigint;
}

/** Whose logs count; all in lower case. */
export interface DepositSources {
  readonly token: Address;
  readonly vault: Address;
  readonly treasury: Address;
}

/** A node's answer that cannot be: it is not believed, and asked again later. */
export class ChainDataError extends Error {
  override name = 'ChainDataError';
}

export const TRANSFER_TOPIC = toEventSelector('Transfer(address,address,uint256)');
export const ENTERED_TOPIC = toEventSelector('Entered(uint256,address,address,uint256)');

/** What `eth_getLogs` is asked for, one filter per kind. */
export function depositFilters({ token, vault, treasury }: DepositSources) {
  return [
    { address: token, topics: [TRANSFER_TOPIC, null, padHex(treasury, { size: 32 })] },
    { address: vault, topics: [ENTERED_TOPIC] },
  ] as const;
}

/** The deposit that a node's log is; null when it is another log. Throws ChainDataError on what is no log at all. */
export function readDepositLog(raw: unknown, sources: DepositSources): LoggedDeposit | null {
  const log = record(raw);
  const address = hexOf(log.address, 20, 'address');
  const topics = Array.isArray(log.topics) ? log.topics.map((topic) => hexOf(topic, 32, 'topic')) : fail('topics');
  const place = {
    txHash: hexOf(log.transactionHash, 32, 'transactionHash'),
    logIndex: numberOf(log.logIndex, 'logIndex'),
    blockNumber: numberOf(log.blockNumber, 'blockNumber'),
    blockHash: hexOf(log.blockHash, 32, 'blockHash'),
  };
  if (log.removed === true) return null;
  if (address === sources.token && topics[0] === TRANSFER_TOPIC) {
    const [, from, to] = topics;
    if (topics.length !== 3 || from === undefined || to === undefined) return fail('topics of a transfer');
    if (addressOf(to) !== sources.treasury) return null;
    const amountMicro = BigInt(hexOf(log.data, 32, 'data'));
    return { kind: 'transfer', ...place, payer: addressOf(from), player: null, vaultSeason: null, amountMicro };
  }
  if (address === sources.vault && topics[0] === ENTERED_TOPIC) {
    const [, season, player, payer] = topics;
    if (season === undefined || player === undefined || payer === undefined) return fail('topics of an entry');
    const amountMicro = BigInt(hexOf(log.data, 32, 'data'));
    return {
      ...{ kind: 'entered', ...place, payer: addressOf(payer), player: addressOf(player) },
      ...{ vaultSeason: BigInt(season), amountMicro },
    };
  }
  return null;
}

/** Whether both say the same, block and all. */
export function isSameDeposit(a: LoggedDeposit, b: LoggedDeposit): boolean {
  return (
    a.kind === b.kind &&
    a.txHash === b.txHash &&
    a.logIndex === b.logIndex &&
    a.blockHash === b.blockHash &&
    a.blockNumber === b.blockNumber &&
    a.payer === b.payer &&
    a.player === b.player &&
    a.vaultSeason === b.vaultSeason &&
    a.amountMicro === b.amountMicro
  );
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : fail('an object');
}

/** Exactly so many bytes, in lower case. */
export function hexOf(value: unknown, bytes: number, what: string): Hex {
  if (typeof value !== 'string' || value.length !== 2 + 2 * bytes || !/^0x[0-9a-fA-F]+$/.test(value)) return fail(what);
  return value.toLowerCase() as Hex;
}

/** A quantity of the protocol as a number that is exact. */
export function numberOf(value: unknown, what: string): number {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,13}$/.test(value)) return fail(what);
  return Number(value);
}

function addressOf(word: Hex): Address {
  if (!word.startsWith(`0x${'0'.repeat(24)}`)) return fail('an address in a topic');
  return `0x${word.slice(26)}`;
}

function fail(what: string): never {
  throw new ChainDataError(`the node's answer is not understood: ${what}`);
}
