import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { checkLedger } from '../ledger/check.ts';
import { freezePayouts, payoutsFrozen } from '../ledger/freeze.ts';
import { insertPayment } from '../payments/queries.ts';
import { markRefundFailed } from '../payments/refundQueries.ts';
import { settleEntry } from '../payments/settle.ts';

const FEE_MICRO = 25_000_000;
const DAY_MS = 86_400_000;
const reason = 'Paid twice by mistake.';
let app: TestApp;
let treasurer: TestPlayer;
let operator: TestPlayer;
let support: TestPlayer;
beforeAll(async () => {
  app = await startTestApp({ startsInMs: 90 * DAY_MS, entryFeeMicro: FEE_MICRO });
  treasurer = await app.newAdmin('treasurer');
  operator = await app.newAdmin('operator');
  support = await app.newAdmin('support');
});
afterAll(() => app.stop());

let paid = 0;
/** A player who has paid for a seat. */
async function pay(): Promise<{ player: TestPlayer; paymentId: string; reference: string }> {
  const { ctx } = app;
  const player = await app.signIn();
  const paymentId = ctx.newId();
  const reference = `31337:0x${String(++paid).padStart(64, '0')}:0`;
  const fee = { amount_micro: FEE_MICRO, method: 'crypto', currency: 'USDT' } as const;
  await inTransaction(ctx, async (tx) => {
    const row = { id: paymentId, season_id: app.seasonId, user_id: player.id, ...fee };
    await insertPayment(tx, row, ctx.clock.nowMs(), null);
    await settleEntry(ctx, tx, { paymentId, reference, receivedMicro: FEE_MICRO, paidAtMs: ctx.clock.nowMs() });
  });
  return { player, paymentId, reference };
}
const refund = (by: TestPlayer, paid: { player: TestPlayer; paymentId: string }) =>
  by.call('admin.refund', { params: { paymentId: paid.paymentId }, body: { reason, confirm: paid.player.wallet } });

describe('payments', () => {
  it('are found by payment, player, wallet and the other side’s reference', async () => {
    const one = await pay();
    await pay();
    const find = async (search: string) =>
      (await support.call('admin.payments', { query: { search } })).payments.map((payment) => payment.paymentId);
    for (const search of [one.paymentId, one.player.id, one.player.wallet, one.reference])
      expect(await find(search), search).toEqual([one.paymentId]);
    expect(await find('pi_nothing')).toEqual([]);
    expect(await support.call('admin.payment', { params: { paymentId: one.paymentId } })).toMatchObject({
      person: { userId: one.player.id },
      amountMicro: FEE_MICRO,
      currency: 'USDT',
      method: 'crypto',
      status: 'settled',
      reference: one.reference,
      refund: null,
      events: [],
      confirm: one.player.wallet,
      needsTwo: false,
    });
    await refused(support.call('admin.payment', { params: { paymentId: 'f'.repeat(24) } }), 'PAYMENT_NOT_FOUND');
  });

  it('are listed page by page, by status', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { payments: { paymentId: string }[]; next: string | null } = await support.call('admin.payments', {
        query: { status: 'settled', limit: '1', ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.payments.map((payment) => payment.paymentId));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(paid);
    expect(new Set(seen).size).toBe(paid);
    expect((await support.call('admin.payments', { query: { status: 'disputed' } })).payments).toEqual([]);
  });
});

describe('giving a fee back', () => {
  it('is for treasurers, asks for the name or wallet, and happens once', async () => {
    const one = await pay();
    await refused(refund(operator, one), 'FORBIDDEN');
    await refused(refund(support, one), 'FORBIDDEN');
    const order = { params: { paymentId: one.paymentId }, body: { reason, confirm: 'yes' } };
    await refused(treasurer.call('admin.refund', order), 'CONFIRMATION_MISMATCH');
    expect(await outcomes(times(5, () => refund(treasurer, one)))).toEqual({ ok: 1, ACT_NOT_POSSIBLE: 4 });
    const payment = await support.call('admin.payment', { params: { paymentId: one.paymentId } });
    expect(payment).toMatchObject({ status: 'refunding', refund: { status: 'due', amountMicro: FEE_MICRO } });
    const { entries } = await support.call('admin.audit', { query: { target: one.paymentId } });
    expect(entries).toMatchObject([
      { action: 'payment.refund', reason, person: { userId: treasurer.id }, details: { amountMicro: FEE_MICRO } },
    ]);
    expect(await checkLedger(app.ctx.pool)).toEqual([]);
  });

  it('takes a second person beyond 100 a day, however many are ordered at once', async () => {
    app.clock.advance(DAY_MS);
    const alone = await app.newAdmin('treasurer');
    const all = await Promise.all(times(6, pay));
    const answers = await Promise.all(all.map((one) => refund(alone, one)));
    const proposed = answers.filter((answer) => answer.proposalId !== null);
    expect(proposed).toHaveLength(2);
    expect(proposed.map(({ payment }) => payment.status)).toEqual(['settled', 'settled']);
    expect(proposed[0]?.payment.needsTwo).toBe(true);
    const [first, second] = proposed.map(({ proposalId, payment }) => ({
      params: { proposalId: proposalId as string },
      body: { confirm: payment.confirm },
    }));
    if (first === undefined || second === undefined) throw new Error('two were proposed');
    await refused(alone.call('admin.approve', first), 'SECOND_PERSON_REQUIRED');
    await refused(support.call('admin.approve', first), 'FORBIDDEN');
    await operator.call('admin.approve', first);
    await treasurer.call('admin.decline', { params: second.params, body: { reason: 'Not this one.' } });
    const states = await Promise.all(
      all.map(async ({ paymentId }) => (await alone.call('admin.payment', { params: { paymentId } })).status),
    );
    expect(states.filter((status) => status === 'refunding')).toHaveLength(5);
    expect(await checkLedger(app.ctx.pool)).toEqual([]);
    // What was approved by two does not count against either of them; the next day one may give back alone again.
    app.clock.advance(DAY_MS);
    expect((await refund(alone, await pay())).proposalId).toBeNull();
  });

  it('is tried again only when it has failed', async () => {
    const one = await pay();
    const { payment } = await refund(treasurer, one);
    const order = { params: { refundId: payment.refund?.refundId as string }, body: { reason } };
    await refused(treasurer.call('admin.retryRefund', order), 'ACT_NOT_POSSIBLE');
    await markRefundFailed(app.ctx.pool, order.params.refundId, 'the account is closed');
    const failed = await support.call('admin.payment', { params: { paymentId: one.paymentId } });
    expect(failed.refund).toMatchObject({ status: 'failed', lastProblem: 'the account is closed' });
    expect(await treasurer.call('admin.retryRefund', order)).toEqual({ ...order.params, status: 'due' });
  });
});

describe('what Stripe told', () => {
  it('is listed newest first, page by page, and with its payment', async () => {
    const { paymentId } = await pay();
    for (const n of times(5, (index) => index)) {
      await app.sql(
        `insert into stripe_events (id, type, object_id, payment_id, livemode, created_at, received_at, outcome)
         values ($1, 'payment_intent.succeeded', 'pi_1', $2, false, $3, $3, 'settled')`,
        [`evt_${n}`, n === 4 ? paymentId : null, new Date(app.clock.nowMs() + Math.floor(n / 2) * 1000)],
      );
    }
    const first = await support.call('admin.webhooks', { query: { limit: '3' } });
    expect(first.events.map((event) => event.eventId)).toEqual(['evt_4', 'evt_3', 'evt_2']);
    const rest = await support.call('admin.webhooks', { query: { limit: '3', cursor: first.next as string } });
    expect(rest).toMatchObject({ events: [{ eventId: 'evt_1' }, { eventId: 'evt_0' }], next: null });
    const payment = await support.call('admin.payment', { params: { paymentId } });
    expect(payment.events).toMatchObject([{ eventId: 'evt_4', type: 'payment_intent.succeeded', outcome: 'settled' }]);
  });
});

describe('the books', () => {
  it('balance, and the pool is that of the valid entries', async () => {
    const books = await treasurer.call('admin.books');
    expect(books.totals).toMatchObject([{ currency: 'USDT', balanced: true }]);
    const [pool] = books.pools;
    const valid = await app.number('select count(*) from entries where hold is null');
    expect(pool).toMatchObject({ seasonId: app.seasonId, validEntries: valid, matches: true });
    expect(pool?.bookedMicro).toBe(valid * 21_250_000);
    await refused(support.call('admin.books'), 'FORBIDDEN');
  });

  it('stop payouts until two people have agreed to go on', async () => {
    await freezePayouts(app.ctx.pool, [{ rule: 'the books balance', found: [{ off: 1 }] }], app.clock.nowMs());
    const [stop] = (await treasurer.call('admin.books')).stops;
    expect(stop).toMatchObject({ rule: 'the books balance', proposalId: null });
    const params = { stopId: String(stop?.stopId) };
    const { proposalId } = await treasurer.call('admin.resumePayouts', { params, body: { reason } });
    expect((await treasurer.call('admin.books')).stops[0]?.proposalId).toBe(proposalId);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(true);
    const approval = { params: { proposalId }, body: { confirm: `resume ${params.stopId}` } };
    await refused(treasurer.call('admin.approve', approval), 'SECOND_PERSON_REQUIRED');
    await operator.call('admin.approve', approval);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(false);
    expect((await treasurer.call('admin.books')).stops).toEqual([]);
    await refused(treasurer.call('admin.resumePayouts', { params, body: { reason } }), 'ACT_NOT_POSSIBLE');
  });
});
