import { mockUsdtAbi, mockUsdtBytecode } from '@cryptotribes/contracts/mockUsdt.generated';
import { type Address, encodeFunctionData, type Hex, numberToHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRpcProxy, type RpcFault, type RpcProxy } from '../../../testing/chain/rpcProxy.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { type ChainSettings, createChainReader } from './chainReader.ts';
import { ChainDataError } from './depositLogs.ts';

const FEE = 25_000_000n;
const SEASON = 0x0123456789abcdef01234567n;
const lower = (address: Address): Address => address.toLowerCase() as Address;

describe.skipIf(!findAnvil(process.env).ok)('the chain reader', () => {
  let chain: TestChain;
  let proxy: RpcProxy;
  let settings: ChainSettings;
  let alice: Address;
  let bob: Address;

  const reader = (more: Partial<ChainSettings> = {}, timeoutMs = 5_000) =>
    createChainReader({ ...settings, ...more }, timeoutMs);
  const height = async () => Number(await chain.client.getBlockNumber());

  beforeAll(async () => {
    chain = await openTestChain();
    proxy = await openRpcProxy(chain.anvil.rpcUrl);
    [alice, bob] = chain.people as [Address, Address];
    settings = {
      rpcUrl: proxy.url,
      chainId: 31_337,
      token: lower(chain.usdt),
      vault: lower(chain.vault),
      treasury: lower(chain.treasury),
      confirmations: null,
    };
    await chain.openSeason(SEASON, FEE);
    await chain.token(chain.operator, 'mint', alice, 100n * FEE);
  });
  afterAll(async () => {
    await proxy?.close();
    await chain?.stop();
  });
  beforeEach(() => {
    proxy.fault = 'none';
    proxy.alter = null;
  });

  it('finds nothing to complain of on the right chain', async () => {
    expect(await reader().problems()).toEqual([]);
  });

  it('says what is wrong: chain, token, decimals, vault, its token, its treasury', async () => {
    expect(await reader({ chainId: 1 }).problems()).toEqual([
      'ETH_RPC_URL is a node of chain 31337, and CHAIN_ID is 1',
    ]);
    expect(await reader({ token: lower(alice) }).problems()).toEqual([
      'USDT_ADDRESS is no token on this chain',
      'the vault of VAULT_ADDRESS takes another token than USDT_ADDRESS',
    ]);
    // A contract that refuses the question is no token either.
    expect(await reader({ token: settings.vault }).problems()).toContain('USDT_ADDRESS is no token on this chain');
    expect(await reader({ vault: lower(alice) }).problems()).toEqual(['VAULT_ADDRESS is no vault on this chain']);
    expect(await reader({ treasury: lower(alice) }).problems()).toEqual([
      'the vault of VAULT_ADDRESS pays another treasury than TREASURY_ADDRESS',
    ]);
    proxy.alter = ({ method, params }, result) =>
      method === 'eth_call' && JSON.stringify(params).includes('0x313ce567') ? numberToHex(18, { size: 32 }) : result;
    expect(await reader().problems()).toEqual(['the token of USDT_ADDRESS counts in 18 decimals, not in 6']);
  });

  it('tells final blocks from new ones by the node’s tag or by counting', async () => {
    await chain.mine(10);
    const latest = await height();
    expect(await reader().head()).toMatchObject({ latest, final: latest - 4 });
    expect(await reader({ confirmations: 3 }).head()).toMatchObject({ latest, final: latest - 3 });
    expect(await reader({ confirmations: latest + 5 }).head()).toMatchObject({ latest, final: 0 });
  });

  it('reads transfers to the treasury and entries of the vault, in order, and nothing else', async () => {
    const from = (await height()) + 1;
    const { transactionHash } = await chain.token(alice, 'transfer', chain.treasury, FEE);
    await chain.token(alice, 'transfer', bob, 5n);
    await chain.enter(SEASON, bob, alice);
    const fake = await chain.client.deployContract({
      ...{ abi: mockUsdtAbi, bytecode: mockUsdtBytecode, account: alice },
    });
    const { contractAddress } = await chain.receipt(fake);
    const mint = encodeFunctionData({ abi: mockUsdtAbi, functionName: 'mint', args: [chain.treasury, FEE] });
    await chain.call(alice, contractAddress as Address, mint);
    const found = await reader().deposits(from, await height());
    expect(found).toMatchObject([
      { kind: 'transfer', txHash: transactionHash, payer: lower(alice), player: null, amountMicro: FEE },
      {
        ...{ kind: 'entered', payer: lower(alice), player: lower(bob) },
        ...{ vaultSeason: SEASON, amountMicro: FEE },
      },
    ]);
    const [transfer, entry] = found as [(typeof found)[0], (typeof found)[0]];
    expect(await reader().depositsOfBlock(entry.blockHash)).toEqual([entry]);
    expect(await reader().depositsOfTransaction(transfer.txHash)).toEqual([transfer]);
    expect(await reader().block(transfer.blockNumber)).toMatchObject({ hash: transfer.blockHash });
  });

  it('answers null for a transaction that nobody knows, or that failed, and for a block to come', async () => {
    expect(await reader().depositsOfTransaction(`0x${'ab'.repeat(32)}`)).toBeNull();
    const failed = await chain.client.sendTransaction({
      ...{ account: bob, to: chain.usdt, gas: 100_000n },
      data: encodeFunctionData({ abi: mockUsdtAbi, functionName: 'transfer', args: [chain.treasury, 10n ** 18n] }),
    });
    expect((await chain.receipt(failed)).status).toBe('reverted');
    expect(await reader().depositsOfTransaction(failed)).toBeNull();
    expect(await reader().block((await height()) + 1_000)).toBeNull();
  });

  it('reads a season of the vault', async () => {
    expect(await reader().vaultSeason(SEASON)).toMatchObject({ isOpen: true, feeMicro: FEE });
    expect(await reader().vaultSeason(5n)).toMatchObject({ isOpen: false, feeMicro: 0n });
  });

  it.each<RpcFault>(['cut', 'error500', 'silent', 'garbage'])(
    'fails, and only fails, when the node is %s',
    async (fault) => {
      proxy.fault = fault;
      const impatient = reader({}, 150);
      await expect(impatient.head()).rejects.toThrow();
      await expect(impatient.deposits(0, 5)).rejects.toThrow();
      await expect(impatient.problems()).rejects.toThrow();
    },
  );

  it.each<[string, string, (result: unknown) => unknown]>([
    ['logs that are no list', 'eth_getLogs', () => ({})],
    ['a log without its place', 'eth_getLogs', (logs) => first(logs, { blockHash: null })],
    ['a log of a block that was not asked for', 'eth_getLogs', (logs) => first(logs, { blockNumber: '0xfffff' })],
    ['an amount that is no word', 'eth_getLogs', (logs) => first(logs, { data: '0x01' })],
    ['a block number beyond all numbers', 'eth_getLogs', (logs) => first(logs, { blockNumber: `0x${'f'.repeat(20)}` })],
  ])('does not believe %s', async (_what, method, change) => {
    await chain.token(alice, 'transfer', chain.treasury, FEE);
    proxy.alter = (call, result) => (call.method === method ? change(result) : result);
    await expect(reader().deposits(0, await height())).rejects.toThrow(ChainDataError);
  });

  it('does not count a log that another contract wrote or that was removed, whatever the filter let through', async () => {
    await chain.token(alice, 'transfer', chain.treasury, FEE);
    const at = await height();
    for (const change of [{ address: lower(bob) as Hex }, { removed: true }]) {
      proxy.alter = (call, result) => (call.method === 'eth_getLogs' ? first(result, change) : result);
      expect(await reader().deposits(at, at)).toEqual([]);
    }
  });
});

/** The list with its first log changed. */
function first(logs: unknown, change: object): unknown {
  const list = logs as object[];
  return list.map((log, index) => (index === 0 ? { ...log, ...change } : log));
}
