/**
 * How old and how used a wallet is (SPEC 5.5), by two questions to a node: how many transactions it has sent by now, and how many it had sent 90 days
 * ago. That needs a node that keeps old states. Many do not, and some answer an old question with today's state: such a node is found out by
 * asking for block 0, where no wallet has sent anything. What cannot be known is unknown, never young.
 */
import { createClient, http } from 'viem';

export interface WalletNode {
  transactions(wallet: string, block: number | 'latest'): Promise<number>;
  code(wallet: string): Promise<string>;
  latestBlock(): Promise<number>;
  blockTimeMs(block: number): Promise<number>;
}

export type WalletAge =
  | { readonly state: 'known'; readonly transactions: number; readonly isAged: boolean }
  | { readonly state: 'contract' | 'unknown' };

const TIMEOUT_MS = 10_000;
const hex = (n: number) => `0x${n.toString(16)}`;

export function openWalletNode(rpcUrl: string): WalletNode {
  const client = createClient({ transport: http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 0 }) });
  const ask = client.request as (call: { method: string; params: readonly unknown[] }) => Promise<unknown>;
  const whole = (value: unknown): number => {
    const number = typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number)) throw new Error("the node's answer is no number");
    return number;
  };
  return {
    transactions: async (wallet, block) =>
      whole(
        await ask({ method: 'eth_getTransactionCount', params: [wallet, block === 'latest' ? block : hex(block)] }),
      ),
    code: async (wallet) => String(await ask({ method: 'eth_getCode', params: [wallet, 'latest'] })),
    latestBlock: async () => whole(await ask({ method: 'eth_blockNumber', params: [] })),
    blockTimeMs: async (block) => {
      const answer = (await ask({ method: 'eth_getBlockByNumber', params: [hex(block), false] })) as {
        timestamp?: unknown;
      } | null;
      return whole(answer?.timestamp) * 1_000;
    },
  };
}

/** The last block that is not younger than `atMs`; 0 when the chain itself is. About 25 questions: ask once a day. */
export async function blockAt(node: Pick<WalletNode, 'latestBlock' | 'blockTimeMs'>, atMs: number): Promise<number> {
  let [low, high] = [0, await node.latestBlock()];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await node.blockTimeMs(middle)) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A wallet whose account follows a contract's code for its calls (EIP-7702) still sends transactions of its own. */
const isContract = (code: string): boolean => code !== '0x' && !/^0xef0100/i.test(code);

/** What the node knows of a wallet. `agedBlock`: the block of 90 days ago. `isTruthful`: what `tellsOldStates` found. */
export async function ageOf(
  node: WalletNode,
  wallet: string,
  { agedBlock, isTruthful, fewest }: { agedBlock: number; isTruthful: boolean; fewest: number },
): Promise<WalletAge> {
  try {
    const transactions = await node.transactions(wallet, 'latest');
    // Nothing sent by now is nothing sent then, whatever states the node keeps.
    const before = transactions === 0 ? 0 : isTruthful ? await node.transactions(wallet, agedBlock) : null;
    if (before === null) return { state: 'unknown' };
    const isAged = before > 0;
    if (isAged && transactions >= fewest) return { state: 'known', transactions, isAged };
    return isContract(await node.code(wallet)) ? { state: 'contract' } : { state: 'known', transactions, isAged };
  } catch {
    return { state: 'unknown' };
  }
}

/** Whether the node answers for old blocks, and by their state: asked of a wallet that has sent something. Null = it has not. */
export async function tellsOldStates(node: WalletNode, wallet: string): Promise<boolean | null> {
  if ((await node.transactions(wallet, 'latest')) === 0) return null;
  try {
    return (await node.transactions(wallet, 0)) === 0;
  } catch {
    return false;
  }
}
