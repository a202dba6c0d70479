/** Paying the fee in USDT as a player does: confirm the terms, ask, pay, name the transaction, be in. */
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { getAddress } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Payer, pay, signInPayer } from '../../../testing/chain/payers.ts';
import { openRpcProxy, type RpcProxy } from '../../../testing/chain/rpcProxy.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { startTestApp, type TestApp } from '../../../testing/testApp.ts';
import { plainClient, refused } from '../../../testing/testPlayer.ts';
import { vaultSeasonId } from '../../payouts/prizeTree.ts';
import { createDepositWatch, type DepositWatch } from './watchDeposits.ts';

const FEE_MICRO = 25_000_000n;
const FINALITY = 4;

describe.skipIf(!findAnvil(process.env).ok)('paying in USDT', () => {
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
  beforeEach(async () => {
    proxy.fault = 'none';
    await chain.mine(FINALITY + 1);
    const { timestamp } = await chain.client.getBlock();
    app = await startTestApp({
      ...{ startsInMs: 24 * HOUR_MS, entryFeeMicro: Number(FEE_MICRO), nowMs: Number(timestamp) * 1_000 },
      env: { PAYMENTS: 'crypto', ...chain.env, ETH_RPC_URL: proxy.url },
    });
    if (app.ctx.chain === null) throw new Error('USDT is off');
    watch = createDepositWatch(app.ctx, app.ctx.chain.reader);
    await watch.round();
    alice = await signInPayer(app.url, 0);
    bob = await signInPayer(app.url, 1);
  });
  afterEach(() => app.stop());

  const agree = (player: Payer) =>
    player.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } });
  const quote = (player: Payer) => player.call('payments.cryptoQuote', { body: { seasonId: app.seasonId } });
  const confirm = (player: Payer, txHash: string) => player.call('payments.cryptoConfirm', { body: { txHash } });
  const makeFinal = async () => {
    await chain.mine(FINALITY + 1);
    while (await watch.round());
  };

  it('leads from the terms to the village', async () => {
    await agree(alice);
    const asked = await quote(alice);
    expect(asked).toMatchObject({
      ...{ seasonId: app.seasonId, amountMicro: 25_000_000, currency: 'USDT', decimals: 6, chainId: 31_337 },
      ...{ token: getAddress(chain.usdt), treasury: chain.treasury, wallet: alice.address, vault: null },
    });
    const { transactionHash } = await pay(chain, alice, FEE_MICRO);
    const seen = { logIndex: 0, kind: 'transfer', status: 'seen', reason: null, amountMicro: '25000000' };
    const told = await confirm(alice, transactionHash);
    expect(told.deposits).toEqual([{ ...seen, paymentId: null }]);
    expect(told.confirmations).toEqual({ count: 0, needed: null });
    await chain.mine(1);
    expect((await confirm(alice, transactionHash)).confirmations).toEqual({ count: 1, needed: null });
    proxy.fault = 'error500';
    expect(await confirm(alice, transactionHash)).toMatchObject({ deposits: [seen], confirmations: null });
    proxy.fault = 'none';
    await makeFinal();
    expect((await confirm(alice, transactionHash)).confirmations).toBeNull();
    expect((await confirm(alice, transactionHash)).deposits).toEqual([
      { ...seen, status: 'credited', paymentId: asked.paymentId },
    ]);
    const { payments } = await alice.call('payments.mine', {});
    expect(payments).toMatchObject([
      { paymentId: asked.paymentId, method: 'crypto', status: 'settled', reference: `31337:${transactionHash}:0` },
    ]);
    expect(await app.sql('select user_id from villages')).toEqual([{ user_id: alice.id }]);
    await refused(quote(alice), 'ALREADY_ENTERED');
  });

  it('offers the contract once it takes entries of the season', async () => {
    await agree(alice);
    await chain.openSeason(vaultSeasonId(app.seasonId), FEE_MICRO, 20 * 3_600);
    expect((await quote(alice)).vault).toEqual({
      ...{ address: getAddress(chain.vault), season: vaultSeasonId(app.seasonId).toString() },
    });
    await chain.enter(vaultSeasonId(app.seasonId), alice.address);
    await makeFinal();
    expect(await app.number('select count(*) from entries')).toBe(1);
  });

  it('gives the same request when asked again, also at once', async () => {
    await agree(alice);
    const all = await Promise.all([quote(alice), quote(alice), quote(alice)]);
    expect(new Set(all.map(({ paymentId }) => paymentId)).size).toBe(1);
    expect(await app.sql('select status from payments')).toEqual([{ status: 'pending' }]);
  });

  it('asks for the sign-in and for the terms first', async () => {
    const visitor = plainClient(app.url, null);
    const body = { seasonId: app.seasonId };
    await refused(visitor.call('payments.cryptoQuote', { body }), 'INVALID_TOKEN');
    await refused(quote(alice), 'TERMS_NOT_CONFIRMED');
    expect(await app.number('select count(*) from payments')).toBe(0);
  });

  it('shows nobody the payment of another, however its name is spelled', async () => {
    await agree(alice);
    await agree(bob);
    await quote(alice);
    await quote(bob);
    const { transactionHash } = await pay(chain, alice, FEE_MICRO);
    expect((await confirm(bob, transactionHash)).deposits).toEqual([]);
    await makeFinal();
    expect((await confirm(bob, `0x${transactionHash.slice(2).toUpperCase()}`)).deposits).toEqual([]);
    expect(await app.sql('select user_id from entries')).toEqual([{ user_id: alice.id }]);
  });

  it('takes up money that came before it was asked for', async () => {
    await pay(chain, alice, FEE_MICRO);
    await makeFinal();
    expect(await app.number('select count(*) from entries')).toBe(0);
    await agree(alice);
    await quote(alice);
    await makeFinal();
    expect(await app.number('select count(*) from entries')).toBe(1);
  });

  it('knows nothing of transactions that are not there, or lie before its time', async () => {
    expect((await confirm(alice, `0x${'ab'.repeat(32)}`)).deposits).toEqual([]);
    const { transactionHash } = await pay(chain, alice, FEE_MICRO);
    await makeFinal();
    await app.sql('delete from chain_cursors');
    await app.sql(
      `insert into chain_cursors (chain_id, first_block, next_block, moved_at) values (31337, 1000000, 1000000, now())`,
    );
    await app.sql('truncate chain_deposits');
    expect((await confirm(alice, transactionHash)).deposits).toEqual([]);
  });

  it('asks nobody to pay while the node does not answer', async () => {
    await agree(alice);
    proxy.fault = 'error500';
    await refused(quote(alice), 'PAYMENT_PROVIDER_UNAVAILABLE');
    await refused(confirm(alice, `0x${'ab'.repeat(32)}`), 'PAYMENT_PROVIDER_UNAVAILABLE');
    proxy.fault = 'none';
    await quote(alice);
  });

  it('refuses what is no transaction, and a season that is none', async () => {
    await agree(alice);
    await refused(confirm(alice, '0x12'), 'VALIDATION_FAILED');
    await refused(
      alice.call('payments.cryptoQuote', { body: { seasonId: 'f0f0f0f0f0f0f0f0f0f0f0f0' } }),
      'SEASON_NOT_FOUND',
    );
  });
});
