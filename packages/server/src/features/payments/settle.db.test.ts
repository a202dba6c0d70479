/** How money becomes an entry, or goes back: once, whatever comes when. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { accounts } from '../ledger/accounts.ts';
import { balanceOf } from '../ledger/balances.ts';
import { checkLedger } from '../ledger/check.ts';
import { lockSeason } from '../seasons/queries.ts';
import { cancelSeason } from '../seasons/start.ts';
import { getPayment, type PaymentMethod } from './queries.ts';
import { listOpenRefunds } from './refundQueries.ts';
import { completeRefund } from './refunds.ts';
import { openPayment, orderRefund, refundCancelledSeason, type Settlement, settleEntry } from './settle.ts';

const FEE = 25_000_000;
const ENV = {
  PAYMENTS: 'both',
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
  ETH_RPC_URL: 'http://127.0.0.1:1',
  CHAIN_ID: '31337',
  USDT_ADDRESS: `0x${'11'.repeat(20)}`,
  VAULT_ADDRESS: `0x${'22'.repeat(20)}`,
  TREASURY_ADDRESS: `0x${'33'.repeat(20)}`,
  SEASON_MAX_PLAYERS: '5',
};

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp({ startsInMs: HOUR_MS, entryFeeMicro: FEE, env: ENV });
});
afterEach(async () => {
  // Whatever a test did: the books agree with it.
  const broken = await checkLedger(app.ctx.pool);
  await app.stop();
  expect(broken).toEqual([]);
});

const open = (player: TestPlayer, method: PaymentMethod = 'crypto') =>
  inTransaction(app.ctx, (tx) =>
    openPayment(app.ctx, tx, { seasonId: app.seasonId, userId: player.id, method, nextLookMs: null }),
  );
const settle = (
  paymentId: string,
  more: Partial<{ reference: string; receivedMicro: number; paidAtMs: number }> = {},
): Promise<Settlement> =>
  inTransaction(app.ctx, (tx) =>
    settleEntry(app.ctx, tx, {
      paymentId,
      reference: `ref-${paymentId}`,
      receivedMicro: FEE,
      paidAtMs: app.clock.nowMs(),
      ...more,
    }),
  );
const balance = (account: Parameters<typeof balanceOf>[1]) => balanceOf(app.ctx.pool, account);
const entries = () => app.number('select count(*) from entries');
const statusOf = async (id: string) => (await getPayment(app.ctx.pool, id))?.status;
async function enter(player: TestPlayer, method: PaymentMethod = 'crypto'): Promise<string> {
  const payment = await open(player, method);
  expect(await settle(payment.id)).toEqual({ outcome: 'entered' });
  return payment.id;
}

describe('money that is accepted', () => {
  it('makes the entry and the village, 21.25 of 25 USDT for the pool and 3.75 for the fee', async () => {
    const player = await app.signIn();
    await refused(player.call('buildings.upgrade', { body: { buildingType: 'barracks' } }), 'ENTRY_FEE_REQUIRED');
    const id = await enter(player);
    expect(await statusOf(id)).toBe('settled');
    expect(await app.sql('select source, payment_id, hold from entries')).toEqual([
      { source: 'paid', payment_id: id, hold: null },
    ]);
    expect(await app.number('select count(*) from villages')).toBe(1);
    expect(await balance(accounts.pool(app.seasonId))).toBe(21_250_000);
    expect(await balance(accounts.fee(app.seasonId))).toBe(3_750_000);
    expect(await balance(accounts.chain())).toBe(-25_000_000);
    const season = await player.call('seasons.get', { params: { seasonId: app.seasonId } });
    expect(season.prizePool.total).toBe(21.25);
  });

  it('by card is dollars held by Stripe for USDT that are owed', async () => {
    await enter(await app.signIn(), 'stripe');
    expect(await balance(accounts.stripe())).toBe(-25_000_000);
    expect(await balance(accounts.exchange('USD'))).toBe(25_000_000);
    expect(await balance(accounts.exchange('USDT'))).toBe(-25_000_000);
    expect(await balance(accounts.pool(app.seasonId))).toBe(21_250_000);
    expect(await balance(accounts.fee(app.seasonId))).toBe(3_750_000);
  });

  it('counts once, told twenty times at once', async () => {
    const payment = await open(await app.signIn());
    const outcomes = await Promise.all(times(20, () => settle(payment.id)));
    expect(outcomes.filter(({ outcome }) => outcome === 'entered')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'known')).toHaveLength(19);
    expect(await entries()).toBe(1);
    expect(await balance(accounts.pool(app.seasonId))).toBe(21_250_000);
  });

  it('is accepted when it was paid in time, however late we hear of it', async () => {
    const payment = await open(await app.signIn());
    const paidAtMs = app.clock.nowMs() + HOUR_MS - 1;
    app.clock.advance(3 * HOUR_MS);
    expect(await settle(payment.id, { paidAtMs })).toEqual({ outcome: 'entered' });
  });
});

describe('money that is not accepted', () => {
  const owed = async () => (await listOpenRefunds(app.ctx.pool, app.seasonId)).map((refund) => refund.reason);

  it.each([
    ['paid_too_late', { late: 0 }],
    ['paid_too_late', { late: HOUR_MS }],
  ])('goes back as %s when it was paid at or after the end of registration', async (reason, { late }) => {
    const payment = await open(await app.signIn());
    const paidAtMs = app.clock.nowMs() + HOUR_MS + late;
    app.clock.advance(2 * HOUR_MS);
    expect(await settle(payment.id, { paidAtMs })).toEqual({ outcome: 'refunding', reason });
    expect(await settle(payment.id, { paidAtMs })).toEqual({ outcome: 'known', status: 'refunding' });
    expect(await entries()).toBe(0);
    expect(await owed()).toEqual([reason]);
    expect(await balance(accounts.refunds('USDT', app.seasonId))).toBe(FEE);
  });

  it.each([24_999_999, 25_000_001])('goes back when it is %i millionths', async (receivedMicro) => {
    const payment = await open(await app.signIn());
    expect(await settle(payment.id, { receivedMicro })).toEqual({ outcome: 'refunding', reason: 'wrong_amount' });
    expect(await entries()).toBe(0);
    expect(await balance(accounts.refunds('USDT', app.seasonId))).toBe(receivedMicro);
  });

  it('goes back when all seats are taken: of eight who pay at once five get in', async () => {
    const players = await Promise.all(times(8, () => app.signIn()));
    const payments = await Promise.all(players.map((player) => open(player)));
    const outcomes = await Promise.all(payments.map((payment) => settle(payment.id)));
    expect(outcomes.filter(({ outcome }) => outcome === 'entered')).toHaveLength(5);
    expect(outcomes.filter((item) => item.outcome === 'refunding' && item.reason === 'season_full')).toHaveLength(3);
    expect(await entries()).toBe(5);
    expect(await owed()).toEqual(times(3, () => 'season_full'));
    await expect(open(await app.signIn())).rejects.toMatchObject({ code: 'SEASON_FULL' });
  });

  it('goes back when the player has paid the other way meanwhile', async () => {
    const player = await app.signIn();
    const [card, usdt] = [await open(player, 'stripe'), await open(player, 'crypto')];
    const outcomes = await Promise.all([settle(card.id), settle(usdt.id)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['entered', 'refunding']);
    expect(await entries()).toBe(1);
    expect(await owed()).toEqual(['already_entered']);
  });

  it('goes back when the same request is paid a second time; the entry stays', async () => {
    const id = await enter(await app.signIn());
    const again = { reference: 'another transfer' };
    expect(await settle(id, again)).toEqual({ outcome: 'refunding', reason: 'already_entered' });
    expect(await settle(id, again)).toEqual({ outcome: 'known', status: 'settled' });
    expect(await statusOf(id)).toBe('settled');
    expect(await owed()).toEqual(['already_entered']);
    expect(await balance(accounts.refunds('USDT', app.seasonId))).toBe(FEE);
  });

  it('goes back when the season was cancelled meanwhile', async () => {
    const payment = await open(await app.signIn());
    await cancel();
    expect(await settle(payment.id)).toEqual({ outcome: 'refunding', reason: 'season_cancelled' });
  });
});

const cancel = () =>
  inTransaction(app.ctx, async (tx) => {
    const season = await lockSeason(tx, app.seasonId);
    if (season) await cancelSeason(tx, season, 'operator', app.clock.nowMs());
  });

describe('a cancelled season', () => {
  it('gives everybody the fee back once, whichever way it came, and ends with empty books', async () => {
    const players = await Promise.all(times(5, () => app.signIn()));
    for (const [index, player] of players.entries()) await enter(player, index % 2 === 0 ? 'stripe' : 'crypto');
    await cancel();
    const refund = () =>
      refundCancelledSeason(app.ctx, app.seasonId, (work) => inTransaction(app.ctx, (tx) => work(tx)));
    const ordered = await Promise.all(times(4, refund));
    expect(ordered.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(await refund()).toBe(0);
    const refunds = await listOpenRefunds(app.ctx.pool, app.seasonId);
    expect(refunds.map(({ method }) => method).sort()).toEqual(['crypto', 'crypto', 'stripe', 'stripe', 'stripe']);
    expect(await balance(accounts.pool(app.seasonId))).toBe(0);
    for (const { id } of [...refunds, ...refunds])
      await inTransaction(app.ctx, (tx) => completeRefund(app.ctx, tx, id, `proof ${id}`));
    for (const account of [
      accounts.pool(app.seasonId),
      accounts.fee(app.seasonId),
      accounts.refunds('USD', app.seasonId),
      accounts.refunds('USDT', app.seasonId),
      accounts.stripe(),
      accounts.chain(),
      accounts.exchange('USD'),
      accounts.exchange('USDT'),
    ])
      expect(await balance(account), account.kind).toBe(0);
    expect(await app.sql('select distinct status, reason from payments')).toEqual([
      { status: 'refunded', reason: 'season_cancelled' },
    ]);
  });

  it('orders the rest when it is asked again after a failure in between', async () => {
    for (const player of await Promise.all(times(3, () => app.signIn()))) await enter(player);
    await cancel();
    const [first] = await app.sql<{ id: string }>('select id from payments order by id limit 1');
    expect(
      await inTransaction(app.ctx, (tx) => orderRefund(app.ctx, tx, first?.id as string, 'season_cancelled')),
    ).toBe(true);
    const failing = refundCancelledSeason(app.ctx, app.seasonId, (work) =>
      inTransaction(app.ctx, async (tx) => {
        await work(tx);
        throw new Error('killed before the commit');
      }),
    );
    await expect(failing).rejects.toThrow('killed');
    expect(await listOpenRefunds(app.ctx.pool, app.seasonId)).toHaveLength(1);
    await refundCancelledSeason(app.ctx, app.seasonId, (work) => inTransaction(app.ctx, (tx) => work(tx)));
    expect(await listOpenRefunds(app.ctx.pool, app.seasonId)).toHaveLength(3);
  });
});

describe('a refunded entry', () => {
  it('no longer plays, frees its seat, and is refunded once', async () => {
    const player = await app.signIn();
    const id = await enter(player);
    const order = () => inTransaction(app.ctx, (tx) => orderRefund(app.ctx, tx, id, 'by_an_administrator'));
    expect((await Promise.all(times(5, order))).filter(Boolean)).toHaveLength(1);
    await refused(player.call('buildings.upgrade', { body: { buildingType: 'barracks' } }), 'ENTRY_SUSPENDED');
    await expect(open(player)).rejects.toMatchObject({ code: 'ENTRY_SUSPENDED' });
    const season = await player.call('seasons.get', { params: { seasonId: app.seasonId } });
    expect(season.participants.registeredPlayers).toBe(0);
    expect(season.prizePool.total).toBe(0);
  });
});

describe('the database', () => {
  it('refuses an entry of a paid season without a settled payment, and a second live request', async () => {
    const player = await app.signIn();
    const now = new Date(app.clock.nowMs());
    await expect(
      app.sql(`insert into entries (season_id, user_id, source, created_at) values ($1, $2, 'free', $3)`, [
        app.seasonId,
        player.id,
        now,
      ]),
    ).rejects.toThrow(/needs a payment/);
    const payment = await open(player);
    await expect(
      app.sql(
        `insert into entries (season_id, user_id, source, payment_id, created_at) values ($1, $2, 'paid', $3, $4)`,
        [app.seasonId, player.id, payment.id, now],
      ),
    ).rejects.toThrow(/is not settled/);
    expect((await open(player)).id).toBe(payment.id);
    await expect(
      app.sql(
        `insert into payments select $1, season_id, user_id, method, currency, amount_micro, status, null, null, created_at, updated_at from payments`,
        [app.ctx.newId()],
      ),
    ).rejects.toThrow(/payments_live/);
  });
});
