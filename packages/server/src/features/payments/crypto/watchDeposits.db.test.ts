/** Fees in USDT on a real chain: credited once, when final, and only when all fits (RELIABILITY MO10 to MO12). */
import { mockUsdtAbi, mockUsdtBytecode } from '@cryptotribes/contracts/mockUsdt.generated';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { type Address, concat, encodeFunctionData, type Hex, pad } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../platform/tx.ts';
import { type Payer, pay, signInPayer, signTransfer } from '../../../testing/chain/payers.ts';
import { openRpcProxy, type RpcFault, type RpcProxy } from '../../../testing/chain/rpcProxy.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { startTestApp, type TestApp } from '../../../testing/testApp.ts';
import { checkLedger } from '../../ledger/check.ts';
import { payoutsFrozen } from '../../ledger/freeze.ts';
import { vaultSeasonId } from '../../payouts/prizeTree.ts';
import { movePayment } from '../queries.ts';
import { listOpenRefunds } from '../refundQueries.ts';
import { openPayment } from '../settle.ts';
import { createChain } from './chain.ts';
import { createChainReader } from './chainReader.ts';
import { checkCredited } from './checkCredited.ts';
import { expireQuotes } from './quotes.ts';
import { createDepositWatch, type DepositWatch } from './watchDeposits.ts';

const FEE = 25_000_000;
const FEE_MICRO = 25_000_000n;
/** Blocks on top that make one final, with epochs of two. */
const FINALITY = 4;
/** A contract that calls the address in its first word twice, with 100 bytes each time; it fails when one of both does. */
const TWICE: Address = '0x2222222222222222222222222222222222222222';
const TWICE_CODE: Hex = '0x60c860205f375f5f60645f5f5f355af15f5f606460645f5f355af1166022575f5ffd5b00';

describe.skipIf(!findAnvil(process.env).ok)('fees on the chain', () => {
  let chain: TestChain;
  let proxy: RpcProxy;
  let app: TestApp;
  let watch: DepositWatch;
  let alice: Payer;
  let bob: Payer;

  beforeAll(async () => {
    chain = await openTestChain();
    proxy = await openRpcProxy(chain.anvil.rpcUrl);
  });
  afterAll(async () => {
    await proxy?.close();
    await chain?.stop();
  });

  const env = () => ({ PAYMENTS: 'crypto', ...chain.env, ETH_RPC_URL: proxy.url, SEASON_MAX_PLAYERS: '5' });

  beforeEach(async () => {
    proxy.fault = 'none';
    proxy.alter = null;
    // What earlier tests sent becomes final before this one's reading begins.
    await chain.mine(FINALITY + 1);
    const { timestamp } = await chain.client.getBlock();
    app = await startTestApp({
      ...{ startsInMs: 24 * HOUR_MS, entryFeeMicro: FEE, env: env() },
      nowMs: Number(timestamp) * 1_000,
    });
    watch = newWatch();
    await watch.round();
    alice = await signInPayer(app.url, 0);
    bob = await signInPayer(app.url, 1);
  });
  afterEach(async () => {
    const broken = await checkLedger(app.ctx.pool);
    await app.stop();
    expect(broken).toEqual([]);
  });

  const reader = () => (app.ctx.chain as NonNullable<TestApp['ctx']['chain']>).reader;
  const newWatch = () => createDepositWatch(app.ctx, reader());
  const ask = (player: Payer): Promise<string> =>
    inTransaction(app.ctx, async (tx) => {
      const season = { seasonId: app.seasonId, userId: player.id };
      const end = app.clock.nowMs() + 24 * HOUR_MS;
      const payment = await openPayment(app.ctx, tx, { ...season, method: 'crypto', nextLookMs: end });
      await movePayment(tx, payment.id, { status: 'pending', nextLookMs: end }, app.clock.nowMs());
      return payment.id;
    });
  /** Rounds until nothing is left to do. */
  const look = async (by = watch) => {
    while (await by.round());
  };
  const makeFinal = async () => {
    await chain.mine(FINALITY + 1);
    await look();
  };
  const deposits = () =>
    app.sql<{ status: string; reason: string | null }>(
      'select status, reason from chain_deposits order by block_number, log_index',
    );
  const entries = () => app.number('select count(*) from entries');
  const enterVault = async (player: Payer, payer: { address: Address } = player) => {
    const season = vaultSeasonId(app.seasonId);
    if (!(await reader().vaultSeason(season)).isOpen) await chain.openSeason(season, FEE_MICRO, 20 * 3_600);
    return chain.enter(season, player.address, payer.address);
  };
  /** Takes the newest blocks away and puts as many empty ones in their place. */
  const reorg = (depth: number) => chain.client.request({ method: 'anvil_reorg', params: [depth, []] } as never);

  it('shows a transfer as seen at once, and makes the entry when it is final', async () => {
    const paymentId = await ask(alice);
    await pay(chain, alice, FEE_MICRO);
    await look();
    expect(await deposits()).toEqual([{ status: 'seen', reason: null }]);
    expect(await entries()).toBe(0);
    // News are numbered after the commit that told them.
    const told = async () =>
      (await alice.call('events.list', { query: { after: '0' } })).events.find(
        ({ type }) => type === 'payment_updated',
      );
    await expect.poll(async () => (await told())?.data).toMatchObject({ paymentId, status: 'pending', reason: 'seen' });
    await makeFinal();
    expect(await deposits()).toEqual([{ status: 'credited', reason: null }]);
    expect(await entries()).toBe(1);
    expect(await app.number('select count(*) from villages')).toBe(1);
    await makeFinal();
    expect(await entries()).toBe(1);
  });

  it('makes an entry of a payment into the vault, for the player it names, whoever paid', async () => {
    await ask(alice);
    await enterVault(alice, { address: chain.people[5] as Address });
    await makeFinal();
    expect(await deposits()).toEqual([{ status: 'credited', reason: null }]);
    expect(await app.sql('select user_id from entries')).toEqual([{ user_id: alice.id }]);
  });

  it('counts every transfer of one transaction by itself, each once', async () => {
    for (const player of [alice, bob]) {
      await ask(player);
      await chain.token(chain.operator, 'mint', player.address, FEE_MICRO);
      await chain.token(player.address, 'approve', TWICE, FEE_MICRO);
    }
    await chain.client.setCode({ address: TWICE, bytecode: TWICE_CODE });
    const transfers = [alice, bob].map(({ address }) =>
      encodeFunctionData({
        ...{ abi: mockUsdtAbi, functionName: 'transferFrom' },
        args: [address, chain.treasury, FEE_MICRO],
      }),
    );
    const data = concat([pad(chain.usdt), ...transfers]);
    const { logs } = await chain.call(chain.people[5] as Address, TWICE, data);
    expect(logs).toHaveLength(2);
    await makeFinal();
    await look(newWatch());
    expect(await app.sql('select status, log_index from chain_deposits order by log_index')).toEqual(
      logs.map(({ logIndex }) => ({ status: 'credited', log_index: logIndex })),
    );
    const entered = await app.sql<{ user_id: string }>('select user_id from entries');
    expect(entered.map(({ user_id }) => user_id).sort()).toEqual([alice.id, bob.id].sort());
  });

  it('never credits what is not final, however long the chain does not go on', async () => {
    await ask(alice);
    const halted = await chain.client.request({
      method: 'eth_getBlockByNumber',
      params: ['finalized', false],
    } as never);
    proxy.alter = ({ method, params }, result) =>
      method === 'eth_getBlockByNumber' && params?.[0] === 'finalized' ? halted : result;
    await pay(chain, alice, FEE_MICRO);
    await makeFinal();
    await makeFinal();
    expect(await deposits()).toEqual([{ status: 'seen', reason: null }]);
    expect(await entries()).toBe(0);
    proxy.alter = null;
    await makeFinal();
    expect(await entries()).toBe(1);
  });

  it.each([1, 2, 3])('forgets what a re-org of depth %i removed', async (depth) => {
    await ask(alice);
    await pay(chain, alice, FEE_MICRO);
    await chain.mine(depth - 1);
    await look();
    expect(await deposits()).toEqual([{ status: 'seen', reason: null }]);
    await reorg(depth);
    await makeFinal();
    expect(await deposits()).toEqual([{ status: 'vanished', reason: null }]);
    expect(await entries()).toBe(0);
  });

  it.each(['the next block', 'another place in its block'])(
    'counts a transaction once that a re-org moved to %s',
    async (place) => {
      await ask(alice);
      await chain.token(chain.operator, 'mint', alice.address, FEE_MICRO);
      const signed = await signTransfer(chain, alice, FEE_MICRO);
      const before = await chain.client.snapshot();
      await chain.client.sendRawTransaction({ serializedTransaction: signed });
      await look();
      expect(await deposits()).toEqual([{ status: 'seen', reason: null }]);
      await chain.client.revert({ id: before });
      if (place === 'the next block') await chain.mine(1);
      else {
        // A log before it in the same block: the log's number is another one now.
        await chain.client.setAutomine(false);
        await chain.client.writeContract({
          ...{ address: chain.usdt, abi: mockUsdtAbi, functionName: 'mint', account: chain.operator },
          args: [bob.address, 1n],
          maxPriorityFeePerGas: 10n ** 11n,
          maxFeePerGas: 10n ** 12n,
        });
      }
      await chain.client.sendRawTransaction({ serializedTransaction: signed });
      await chain.client.setAutomine(true);
      await chain.mine(1);
      await makeFinal();
      // In another place of its block the log has another number: the one that was seen first is gone.
      expect((await deposits()).map(({ status }) => status).sort()).toEqual(
        place === 'the next block' ? ['credited'] : ['credited', 'vanished'],
      );
      expect(await entries()).toBe(1);
    },
  );

  it('catches up after an outage in ranges the node allows, and misses nothing', async () => {
    await ask(alice);
    await ask(bob);
    await pay(chain, alice, FEE_MICRO);
    await chain.mine(700);
    await pay(chain, bob, FEE_MICRO);
    await chain.mine(300 + FINALITY);
    let refusals = 0;
    proxy.alter = ({ method, params }, result) => {
      const { fromBlock, toBlock } = (params?.[0] ?? {}) as { fromBlock?: string; toBlock?: string };
      if (method !== 'eth_getLogs' || fromBlock === undefined) return result;
      if (Number(toBlock) - Number(fromBlock) < 150) return result;
      refusals++;
      return 'the range is too wide';
    };
    // Another process, begun after the outage; its rounds fail until it asks for little enough.
    const late = newWatch();
    for (let tries = 0; (await entries()) < 2; tries++) {
      if (tries > 100) throw new Error('it does not get there');
      await look(late).catch(() => {});
    }
    expect(refusals).toBeGreaterThan(1);
    expect(await deposits()).toEqual(Array(2).fill({ status: 'credited', reason: null }));
  });

  it('credits once when several processes read the same blocks', async () => {
    await ask(alice);
    await ask(bob);
    await pay(chain, alice, FEE_MICRO);
    await enterVault(bob);
    await chain.mine(FINALITY + 1);
    const watches = [watch, newWatch(), newWatch(), newWatch()];
    await Promise.all(watches.map((each) => look(each)));
    await Promise.all(watches.map((each) => look(each)));
    expect(await deposits()).toEqual(Array(2).fill({ status: 'credited', reason: null }));
    expect(await entries()).toBe(2);
  });

  it.each<RpcFault>(['cut', 'error500', 'garbage'])('goes on after the node was %s in the middle', async (fault) => {
    await ask(alice);
    await pay(chain, alice, FEE_MICRO);
    await chain.mine(FINALITY + 1);
    proxy.fault = fault;
    await expect(look()).rejects.toThrow();
    proxy.fault = 'none';
    await look();
    expect(await entries()).toBe(1);
  });

  it('does not credit what a second look does not find, and finds it again', async () => {
    await ask(alice);
    await pay(chain, alice, FEE_MICRO);
    await chain.mine(FINALITY + 1);
    // The node lies about the block when it is asked by its hash.
    proxy.alter = ({ method, params }, result) =>
      method === 'eth_getLogs' && JSON.stringify(params).includes('blockHash') ? [] : result;
    await look();
    expect(await deposits()).toEqual([{ status: 'seen', reason: null }]);
    expect(await entries()).toBe(0);
    proxy.alter = null;
    await makeFinal();
    expect(await entries()).toBe(1);
  });

  it('lets the others pass when one cannot be decided, and tries that one again later', async () => {
    await ask(alice);
    await ask(bob);
    const { blockNumber } = await pay(chain, alice, FEE_MICRO);
    await pay(chain, bob, FEE_MICRO);
    await chain.mine(FINALITY + 1);
    proxy.alter = ({ method, params }, result) =>
      method === 'eth_getBlockByNumber' && params?.[0] === `0x${blockNumber.toString(16)}` ? 'nonsense' : result;
    await look();
    expect((await deposits()).map(({ status }) => status)).toEqual(['final', 'credited']);
    proxy.alter = null;
    await look();
    expect(await entries()).toBe(1);
    app.clock.advance(60_000);
    await look();
    expect(await entries()).toBe(2);
  });

  describe('put aside for people', () => {
    it.each([
      ['a micro too little', FEE_MICRO - 1n],
      ['a micro too much', FEE_MICRO + 1n],
    ])('%s', async (_what, amount) => {
      await ask(alice);
      await pay(chain, alice, amount);
      await makeFinal();
      expect(await deposits()).toEqual([{ status: 'quarantined', reason: 'wrong_amount' }]);
      expect(await entries()).toBe(0);
    });

    it('two halves', async () => {
      await ask(alice);
      await pay(chain, alice, FEE_MICRO / 2n);
      await pay(chain, alice, FEE_MICRO / 2n);
      await makeFinal();
      expect(await deposits()).toEqual(Array(2).fill({ status: 'quarantined', reason: 'wrong_amount' }));
    });

    it('a transfer from a wallet that nobody signed in with, as from an exchange', async () => {
      await ask(alice);
      await pay(chain, { address: chain.people[6] as Address }, FEE_MICRO);
      await makeFinal();
      expect(await deposits()).toEqual([{ status: 'quarantined', reason: 'unknown_sender' }]);
    });

    it('an entry of the vault for somebody unknown, and one for a season that is not ours', async () => {
      await ask(alice);
      await enterVault({ ...alice, address: chain.people[6] as Address });
      await chain.openSeason(5n, FEE_MICRO);
      await chain.enter(5n, alice.address);
      await makeFinal();
      expect(await deposits()).toEqual([
        { status: 'quarantined', reason: 'unknown_player' },
        { status: 'quarantined', reason: 'unknown_season' },
      ]);
    });

    it('a fee that the player had not asked for', async () => {
      await pay(chain, alice, FEE_MICRO);
      await makeFinal();
      expect(await deposits()).toEqual([{ status: 'quarantined', reason: 'no_quote' }]);
    });
  });

  describe('not taken for a fee', () => {
    it('another token with the same name, whatever its log says', async () => {
      await ask(alice);
      const hash = await chain.client.deployContract({
        ...{ abi: mockUsdtAbi, bytecode: mockUsdtBytecode, account: alice.address },
      });
      const { contractAddress } = await chain.receipt(hash);
      const call = (data: Hex) => chain.call(alice.address, contractAddress as Address, data);
      await call(encodeFunctionData({ abi: mockUsdtAbi, functionName: 'mint', args: [alice.address, FEE_MICRO] }));
      await call(encodeFunctionData({ abi: mockUsdtAbi, functionName: 'transfer', args: [chain.treasury, FEE_MICRO] }));
      await makeFinal();
      expect(await deposits()).toEqual([]);
      expect(await entries()).toBe(0);
    });

    it('a transfer of nothing, and one of the treasury to itself', async () => {
      await ask(alice);
      await pay(chain, alice, 0n);
      await chain.token(chain.treasury, 'transfer', chain.treasury, FEE_MICRO);
      await makeFinal();
      expect(await deposits()).toEqual([
        { status: 'dismissed', reason: 'zero' },
        { status: 'dismissed', reason: 'from_treasury' },
      ]);
    });

    it('what the vault pays to the treasury', async () => {
      await chain.token(chain.operator, 'mint', chain.vault, 1_000n);
      await chain.client.writeContract({
        address: chain.vault,
        abi: [
          {
            type: 'function',
            name: 'recover',
            stateMutability: 'nonpayable',
            inputs: [{ type: 'address', name: 't' }],
            outputs: [],
          },
        ],
        functionName: 'recover',
        args: [chain.usdt],
        account: chain.operator,
      });
      await makeFinal();
      expect(await deposits()).toEqual([{ status: 'dismissed', reason: 'from_vault' }]);
    });
  });

  describe('goes back, once', () => {
    it('a fee that is paid twice, by whichever way', async () => {
      await ask(alice);
      await pay(chain, alice, FEE_MICRO);
      await enterVault(alice);
      await pay(chain, alice, FEE_MICRO);
      await makeFinal();
      await makeFinal();
      expect(await deposits()).toEqual([
        { status: 'credited', reason: null },
        { status: 'refunding', reason: 'already_entered' },
        { status: 'refunding', reason: 'already_entered' },
      ]);
      const refunds = await listOpenRefunds(app.ctx.pool, app.seasonId);
      expect(refunds.map(({ amount_micro, status }) => [amount_micro, status])).toEqual(Array(2).fill([FEE, 'due']));
      expect(await entries()).toBe(1);
    });

    it('one that was mined after the entries ended; one that was mined in time counts, however late we hear of it', async () => {
      await ask(alice);
      await ask(bob);
      const seen = await pay(chain, alice, FEE_MICRO);
      await chain.client.increaseTime({ seconds: 25 * 3_600 });
      await pay(chain, bob, FEE_MICRO);
      // We hear of both while the season is still open by our clock.
      await makeFinal();
      expect(await deposits()).toEqual([
        { status: 'credited', reason: null },
        { status: 'refunding', reason: 'paid_too_late' },
      ]);
      expect(seen.status).toBe('success');
    });

    it('one beyond the last seat', async () => {
      const others = await Promise.all([2, 3, 4, 5].map((n) => signInPayer(app.url, n)));
      for (const player of [alice, bob, ...others]) await ask(player);
      for (const player of [alice, bob, ...others]) await pay(chain, player, FEE_MICRO);
      await makeFinal();
      expect((await deposits()).map(({ status }) => status).sort()).toEqual([
        ...Array(5).fill('credited'),
        'refunding',
      ]);
      expect(await entries()).toBe(5);
    });
  });

  it('ends requests when entries are over, but not while money was seen for them', async () => {
    await ask(alice);
    await ask(bob);
    await pay(chain, bob, FEE_MICRO);
    await look();
    app.clock.advance(25 * HOUR_MS);
    expect(await expireQuotes(app.ctx)).toBe(1);
    expect(await app.sql('select user_id from payments where status = $1', ['expired'])).toEqual([
      { user_id: alice.id },
    ]);
    await pay(chain, alice, FEE_MICRO);
    await makeFinal();
    // In time by the chain's clock: the request that ended is taken up again.
    expect(await entries()).toBe(2);
  });

  it('stops payouts when the chain no longer has what made an entry', async () => {
    await ask(alice);
    const before = await chain.client.snapshot();
    await pay(chain, alice, FEE_MICRO);
    await makeFinal();
    expect(await entries()).toBe(1);
    expect(await checkCredited(app.ctx, reader())).toEqual([]);
    expect(await checkCredited(app.ctx, reader())).toBeNull();
    await chain.client.revert({ id: before });
    await chain.mine(2 * FINALITY + 5);
    app.clock.advance(HOUR_MS);
    expect(await checkCredited(app.ctx, reader())).toHaveLength(1);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(true);
  });

  describe('at the start', () => {
    it('a chain that is not the configured one is refused, with all that is wrong', async () => {
      await expect(startTestApp({ env: { ...env(), CHAIN_ID: '1' } })).rejects.toThrow(
        'ETH_RPC_URL is a node of chain 31337, and CHAIN_ID is 1',
      );
      await expect(
        startTestApp({ env: { ...env(), USDT_ADDRESS: alice.address, TREASURY_ADDRESS: bob.address } }),
      ).rejects.toThrow(/no token on this chain[\s\S]*another token[\s\S]*another treasury/);
    });

    it('a node that does not answer delays nothing but USDT', async () => {
      proxy.fault = 'cut';
      const other = await startTestApp({ env: env() });
      await expect(other.ctx.chain?.check()).rejects.toThrow();
      proxy.fault = 'none';
      await other.ctx.chain?.check();
      await other.stop();
    });

    it('a node found to be of another chain later is not believed either', async () => {
      const { settings } = reader();
      await expect(createChain(createChainReader({ ...settings, chainId: 5 })).check()).rejects.toThrow('chain 31337');
    });
  });
});
