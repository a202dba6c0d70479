/** A chain with a USDT-like token and a vault on it, and the hands of those who use them. */
import { mockUsdtAbi, mockUsdtBytecode } from '@cryptotribes/contracts/mockUsdt.generated';
import { seasonVaultAbi, seasonVaultBytecode } from '@cryptotribes/contracts/seasonVault.generated';
import {
  type Address,
  type Chain,
  createTestClient,
  defineChain,
  type Hex,
  type HttpTransport,
  http,
  type PublicActions,
  publicActions,
  type TestClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type WalletActions,
  walletActions,
} from 'viem';
import { type Anvil, type AnvilOptions, startAnvil } from './anvil.ts';

export type ChainClient = TestClient<'anvil', HttpTransport, Chain> &
  PublicActions<HttpTransport, Chain> &
  WalletActions<Chain>;

export interface TestChain {
  readonly anvil: Anvil;
  readonly client: ChainClient;
  /** Owns token and vault. */
  readonly operator: Address;
  /** Makes money of the token; the operator unless it has one of its own. */
  readonly minter: Address;
  readonly treasury: Address;
  /** Accounts with ether, free for the test. */
  readonly people: readonly Address[];
  readonly usdt: Address;
  readonly vault: Address;
  /** Settings with which a program finds it; PAYMENTS is for whoever starts one. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls the token as `from`; answers with the mined receipt, also of a call that failed. */
  token(from: Address, call: 'mint' | 'approve' | 'transfer', to: Address, amount: bigint): Promise<TransactionReceipt>;
  /** Any contract call as `from`; throws when it would fail. */
  call(from: Address, to: Address, data: Hex): Promise<TransactionReceipt>;
  openSeason(season: bigint, feeMicro: bigint, entrySeconds?: number): Promise<TransactionReceipt>;
  /** Mints the fee, allows it and enters. */
  enter(season: bigint, player: Address, payer?: Address): Promise<TransactionReceipt>;
  /** The receipt of a transaction that was sent, as soon as it is mined. */
  receipt(hash: Hex): Promise<TransactionReceipt>;
  mine(blocks: number): Promise<void>;
  stop(): Promise<void>;
}

const MAX_UINT = 2n ** 256n - 1n;

function clientFor(anvil: Anvil): ChainClient {
  const chain = defineChain({
    id: anvil.chainId,
    name: 'test chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [anvil.rpcUrl] } },
  });
  return createTestClient({ mode: 'anvil', chain, transport: http(anvil.rpcUrl), pollingInterval: 20, cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions);
}

const RECEIPT_TIMEOUT_MS = 60_000;

/**
 * Asks for the receipt until it is there. viem's own waiting asks again only when a block comes; here a block comes with the transaction or
 * never, and on a busy machine it can be seen before its receipts are.
 */
async function receiptOf(client: ChainClient, hash: Hex): Promise<TransactionReceipt> {
  const untilMs = performance.now() + RECEIPT_TIMEOUT_MS;
  for (;;) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError && performance.now() < untilMs) return null;
      throw error;
    });
    if (receipt !== null) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface TestChainOptions extends AnvilOptions {
  /**
   * The last account deploys, owns the token and makes its money, so that the operator has sent nothing yet: the payout process trusts a key
   * with no past. `token('mint')` is then called as the minter.
   */
  readonly ownMinter?: boolean;
}

/** Starts anvil and deploys token and vault. */
export async function openTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const anvil = await startAnvil(options);
  try {
    return await equip(anvil, options.ownMinter === true);
  } catch (error) {
    await anvil.kill();
    throw error;
  }
}

async function equip(anvil: Anvil, ownMinter: boolean): Promise<TestChain> {
  const client = clientFor(anvil);
  const [operator, treasury, ...people] = (await client.getAddresses()) as [Address, Address, ...Address[]];
  const minter = ownMinter ? (people.pop() as Address) : operator;
  const wait = (hash: Hex) => receiptOf(client, hash);
  const created = async (hash: Hex) => {
    const { contractAddress } = await wait(hash);
    if (!contractAddress) throw new Error('the contract was not deployed');
    return contractAddress;
  };
  const usdt = await created(
    await client.deployContract({ abi: mockUsdtAbi, bytecode: mockUsdtBytecode, account: minter }),
  );
  const vault = await created(
    await client.deployContract({
      abi: seasonVaultAbi,
      bytecode: seasonVaultBytecode,
      account: minter,
      args: [usdt, operator, treasury],
    }),
  );

  const token: TestChain['token'] = async (from, functionName, to, amount) =>
    wait(
      await client.writeContract({ address: usdt, abi: mockUsdtAbi, functionName, args: [to, amount], account: from }),
    );
  return {
    anvil,
    client,
    operator,
    minter,
    treasury,
    people,
    usdt,
    vault,
    env: {
      ...{ ETH_RPC_URL: anvil.rpcUrl, CHAIN_ID: String(anvil.chainId) },
      ...{ USDT_ADDRESS: usdt, VAULT_ADDRESS: vault, TREASURY_ADDRESS: treasury },
    },
    token,
    receipt: wait,
    call: async (from, to, data) => wait(await client.sendTransaction({ account: from, to, data })),
    openSeason: async (season, feeMicro, entrySeconds = 86_400) => {
      const { timestamp } = await client.getBlock();
      return wait(
        await client.writeContract({
          address: vault,
          abi: seasonVaultAbi,
          functionName: 'openSeason',
          args: [season, feeMicro, timestamp + BigInt(entrySeconds)],
          account: operator,
        }),
      );
    },
    enter: async (season, player, payer = player) => {
      const { fee } = await client.readContract({
        address: vault,
        abi: seasonVaultAbi,
        functionName: 'seasonOf',
        args: [season],
      });
      await token(minter, 'mint', payer, fee);
      const allowed = await client.readContract({
        address: usdt,
        abi: mockUsdtAbi,
        functionName: 'allowance',
        args: [payer, vault],
      });
      if (allowed === 0n) await token(payer, 'approve', vault, MAX_UINT);
      return wait(
        await client.writeContract({
          address: vault,
          abi: seasonVaultAbi,
          functionName: 'enter',
          args: [season, player],
          account: payer,
        }),
      );
    },
    mine: (blocks) => client.mine({ blocks }),
    stop: () => anvil.stop(),
  };
}
