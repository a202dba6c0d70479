/** Asks the chain about the vault and the token, for those who pay out. */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, createPublicClient, type Hex, http, type PublicClient, parseAbi } from 'viem';
import type { ChainSettings } from '../payments/crypto/chainReader.ts';
import type { VaultFunds } from './settlement.ts';

export const erc20Abi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address, address) view returns (uint256)',
  'function transfer(address, uint256)',
  'function transferFrom(address, address, uint256)',
  'function approve(address, uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);

const STATES = ['none', 'open', 'settled', 'cancelled', 'swept'] as const;
const NO_ROOT = /^0x0{64}$/;
const TIMEOUT_MS = 10_000;

export interface VaultSeasonState extends VaultFunds {
  readonly state: (typeof STATES)[number];
  readonly entryDeadline: bigint;
  readonly payDeadline: bigint;
  readonly prizesLeftMicro: bigint;
  readonly feeShareLeftMicro: bigint;
  readonly root: Hex | null;
}

export type ChainClient = PublicClient;
export const openChainClient = (rpcUrl: string): ChainClient =>
  createPublicClient({ transport: http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 0 }), cacheTime: 0 });

/** `blockNumber`: as it was then; without, as it is now. */
export async function readVaultSeason(
  client: ChainClient,
  vault: Address,
  season: bigint,
  blockNumber?: bigint,
): Promise<VaultSeasonState> {
  const call = { address: vault, abi: seasonVaultAbi, functionName: 'seasonOf', args: [season] } as const;
  const found = await client.readContract(blockNumber === undefined ? call : { ...call, blockNumber });
  return {
    state: STATES[found.state] ?? 'none',
    feeMicro: found.fee,
    entryDeadline: found.entryDeadline,
    payDeadline: found.payDeadline,
    entrants: found.entrants,
    heldMicro: found.held,
    prizesLeftMicro: found.prizesLeft,
    feeShareLeftMicro: found.feeShareLeft,
    root: NO_ROOT.test(found.root) ? null : found.root,
  };
}

export const tokenBalance = (
  client: ChainClient,
  { token }: Pick<ChainSettings, 'token'>,
  of: Address,
): Promise<bigint> => client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [of] });
