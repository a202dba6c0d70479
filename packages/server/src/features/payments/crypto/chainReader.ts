/** Asks an Ethereum node. Every answer is checked; an answer that fails or cannot be is an error for the caller to wait out. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import {
  type Address,
  BaseError,
  createClient,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  http,
  parseAbi,
  RpcRequestError,
} from 'viem';
import {
  ChainDataError,
  type DepositSources,
  depositFilters,
  hexOf,
  type LoggedDeposit,
  numberOf,
  readDepositLog,
  record,
} from './depositLogs.ts';

export interface ChainSettings extends DepositSources {
  readonly rpcUrl: string;
  readonly chainId: number;
  /** Blocks on top after which a block counts as final; null = the node's own `finalized`. */
  readonly confirmations: number | null;
}

export interface ChainHead {
  readonly latest: number;
  readonly latestHash: Hex;
  /** Everything up to here is final. Never above `latest`. */
  readonly final: number;
}

export interface ChainBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly timestampMs: number;
}

/** A season as the vault has it. */
export interface VaultSeason {
  readonly isOpen: boolean;
  readonly feeMicro: bigint;
  readonly entryDeadlineMs: number;
}

export interface ChainReader {
  readonly settings: ChainSettings;
  /** What makes this chain the wrong one, in sentences; empty when all is as configured. */
  problems(): Promise<string[]>;
  head(): Promise<ChainHead>;
  /** The deposits of blocks `from` to `to`, both included, in the chain's order. */
  deposits(from: number, to: number): Promise<LoggedDeposit[]>;
  depositsOfBlock(blockHash: Hex): Promise<LoggedDeposit[]>;
  /** null = the transaction is in no block, or failed. */
  depositsOfTransaction(txHash: Hex): Promise<LoggedDeposit[] | null>;
  /** The block that the chain has at this height now; null = none yet. */
  block(number: number): Promise<ChainBlock | null>;
  vaultSeason(season: bigint): Promise<VaultSeason>;
}

const TIMEOUT_MS = 10_000;
export const TOKEN_DECIMALS = 6;
const OPEN_STATE = 1;
/** EIP-1474's code for a call that the contract refused. */
const REVERTED_CODE = 3;
const erc20Abi = parseAbi(['function decimals() view returns (uint8)']);

const quantity = (n: number): Hex => `0x${n.toString(16)}`;

export function createChainReader(settings: ChainSettings, timeoutMs = TIMEOUT_MS): ChainReader {
  const client = createClient({ transport: http(settings.rpcUrl, { timeout: timeoutMs, retryCount: 0 }) });
  // Plain calls of the protocol: the answers are taken apart here, not trusted to be of a type.
  const ask = client.request as (call: { method: string; params?: readonly unknown[] }) => Promise<unknown>;

  async function logs(range: object): Promise<LoggedDeposit[]> {
    const answers = await Promise.all(
      depositFilters(settings).map((filter) => ask({ method: 'eth_getLogs', params: [{ ...filter, ...range }] })),
    );
    const raw = answers.flatMap((answer) => (Array.isArray(answer) ? answer : fail('logs')));
    return inOrder(raw.flatMap((log) => readDepositLog(log, settings) ?? []));
  }

  async function blockBy(method: string, key: string): Promise<ChainBlock | null> {
    const answer = await ask({ method, params: [key, false] });
    if (answer === null) return null;
    const block = record(answer);
    const timestampMs = numberOf(block.timestamp, 'timestamp') * 1_000;
    return { number: numberOf(block.number, 'number'), hash: hexOf(block.hash, 32, 'hash'), timestampMs };
  }

  /** '0x' when there is no such contract, or it refuses to answer. */
  const call = async (to: Address, data: Hex): Promise<Hex> => {
    const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] }).catch((error: unknown) => {
      if (isRefusal(error)) return '0x';
      throw error;
    });
    return typeof answer === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(answer)
      ? (answer as Hex)
      : fail('a call’s result');
  };

  async function vaultAddress(functionName: 'token' | 'treasury'): Promise<string> {
    const data = await call(settings.vault, encodeFunctionData({ abi: seasonVaultAbi, functionName }));
    if (data === '0x') return '';
    return decodeFunctionResult({ abi: seasonVaultAbi, functionName, data }).toLowerCase();
  }

  return {
    settings,
    async problems() {
      const found = numberOf(await ask({ method: 'eth_chainId' }), 'chainId');
      // On another chain the other answers mean nothing.
      if (found !== settings.chainId)
        return [`ETH_RPC_URL is a node of chain ${found}, and CHAIN_ID is ${settings.chainId}`];
      const problems: string[] = [];
      const decimals = await call(settings.token, encodeFunctionData({ abi: erc20Abi, functionName: 'decimals' }));
      if (decimals === '0x') problems.push('USDT_ADDRESS is no token on this chain');
      else if (BigInt(decimals) !== BigInt(TOKEN_DECIMALS)) {
        problems.push(`the token of USDT_ADDRESS counts in ${BigInt(decimals)} decimals, not in ${TOKEN_DECIMALS}`);
      }
      const token = await vaultAddress('token');
      if (token === '') problems.push('VAULT_ADDRESS is no vault on this chain');
      else {
        if (token !== settings.token) problems.push('the vault of VAULT_ADDRESS takes another token than USDT_ADDRESS');
        if ((await vaultAddress('treasury')) !== settings.treasury) {
          problems.push('the vault of VAULT_ADDRESS pays another treasury than TREASURY_ADDRESS');
        }
      }
      return problems;
    },
    async head() {
      const latest = (await blockBy('eth_getBlockByNumber', 'latest')) ?? fail('no newest block');
      if (settings.confirmations !== null) {
        const final = Math.max(0, latest.number - settings.confirmations);
        return { latest: latest.number, latestHash: latest.hash, final };
      }
      const final = (await blockBy('eth_getBlockByNumber', 'finalized')) ?? fail('no final block');
      // Two nodes behind one address can disagree for a moment.
      const newest = final.number > latest.number ? final : latest;
      return { latest: newest.number, latestHash: newest.hash, final: final.number };
    },
    async deposits(from, to) {
      const found = await logs({ fromBlock: quantity(from), toBlock: quantity(to) });
      if (found.some(({ blockNumber }) => blockNumber < from || blockNumber > to)) return fail('logs of other blocks');
      return found;
    },
    async depositsOfBlock(blockHash) {
      const found = await logs({ blockHash });
      if (found.some((deposit) => deposit.blockHash !== blockHash)) return fail('logs of another block');
      return found;
    },
    async depositsOfTransaction(txHash) {
      const answer = await ask({ method: 'eth_getTransactionReceipt', params: [txHash] });
      if (answer === null) return null;
      const receipt = record(answer);
      if (hexOf(receipt.transactionHash, 32, 'transactionHash') !== txHash)
        return fail('another transaction’s receipt');
      if (numberOf(receipt.status, 'status') !== 1) return null;
      if (!Array.isArray(receipt.logs)) return fail('logs of a receipt');
      const found = receipt.logs.flatMap((log) => readDepositLog(log, settings) ?? []);
      if (found.some((deposit) => deposit.txHash !== txHash)) return fail('logs of another transaction');
      return inOrder(found);
    },
    block: (number) => blockBy('eth_getBlockByNumber', quantity(number)),
    async vaultSeason(season) {
      const data = await call(
        settings.vault,
        encodeFunctionData({ abi: seasonVaultAbi, functionName: 'seasonOf', args: [season] }),
      );
      if (data === '0x') return fail('a season of the vault');
      const found = decodeFunctionResult({ abi: seasonVaultAbi, functionName: 'seasonOf', data });
      return {
        isOpen: found.state === OPEN_STATE,
        feeMicro: found.fee,
        entryDeadlineMs: Number(found.entryDeadline) * 1_000,
      };
    },
  };
}

/** The contract ran and refused: an answer, not a failure of the node. Some nodes only say so in words. */
function isRefusal(error: unknown): boolean {
  const answer = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null;
  return answer instanceof RpcRequestError && (answer.code === REVERTED_CODE || /revert/i.test(answer.details));
}

function inOrder(deposits: LoggedDeposit[]): LoggedDeposit[] {
  return deposits.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}

function fail(what: string): never {
  throw new ChainDataError(`the node's answer is not understood: ${what}`);
}
