/** Cards after the end of a season (RELIABILITY MO5): who disputes, wins, loses or gets the fee back then never touches what others have won. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../platform/tx.ts';
import { FEE_MICRO, type PaidApp, startPaidApp } from '../../../testing/paidApp.ts';
import { enterPaid } from '../../../testing/paidEntries.ts';
import { fillPaidSeason, makeUsers } from '../../../testing/paidSeason.ts';
import { refused, type TestPlayer, times } from '../../../testing/testPlayer.ts';
import { accounts } from '../../ledger/accounts.ts';
import { bookPayoutPaid } from '../../payouts/bookings.ts';
import { planSeasonPayouts } from '../../payouts/planning.ts';
import { lockPlan } from '../../payouts/planQueries.ts';
import { lockPayout, markPaid } from '../../payouts/queries.ts';
import { moveSeasons } from '../../seasons/clock.ts';
import { closeSeason } from '../../seasons/closing.ts';
import { orderRefund } from '../settle.ts';

const CARDS = 3;
/** With fewer the season would be cancelled at its start. */
const PLAYERS = 24;
const POOL_MICRO = PLAYERS * 21_250_000;
const REVIEW_MS = 48 * 3_600_000;

let app: PaidApp;
let players: TestPlayer[];
let intents: string[];
beforeEach(async () => {
  app = await startPaidApp({ lengthMs: HOUR_MS });
  players = await Promise.all(times(CARDS, () => app.newPayer()));
  intents = [];
  for (const player of players) intents.push(await app.pay(player));
  await app.deliverNew();
  const others = await makeUsers(app, PLAYERS - CARDS);
  await enterPaid(
    app.ctx,
    app.seasonId,
    others.map(({ userId }) => userId),
  );
  const users = [
    ...players.map(({ id, wallet }) => ({ userId: id, wallet: Buffer.from(wallet.slice(2), 'hex') })),
    ...others,
  ];
  await fillPaidSeason(app, { players: PLAYERS, seasonId: app.seasonId, users });
  const [season] = await app.sql<{ start_ms: number; end_ms: number }>(
    `select extract(epoch from season_start) * 1000 as start_ms, extract(epoch from season_end) * 1000 as end_ms from seasons`,
  );
  app.clock.set(Number(season?.start_ms));
  await moveSeasons(app.ctx);
  app.clock.set(Number(season?.end_ms));
  expect(await closeSeason(app.ctx, app.seasonId)).toBe(true);
});
afterEach(async () => {
  const broken = await app.brokenRules();
  await app.stop();
  expect(broken).toEqual([]);
});

const idOf = (n: number): string => players[n]?.id ?? '';
const intentOf = (n: number): string => intents[n] ?? '';
const statusOf = async (n: number) =>
  (await app.sql<{ status: string }>('select status from payouts where user_id = $1', [idOf(n)]))[0]?.status;
const owedMicro = () => app.balance(accounts.payouts(app.seasonId));
const plan = () =>
  inTransaction(app.ctx, (tx) =>
    planSeasonPayouts(app.ctx, tx, { seasonId: app.seasonId, by: { kind: 'console' }, reason: 'As agreed on Monday.' }),
  );
/** As the payout process does when the chain has paid. */
const payPrize = (n: number) =>
  inTransaction(app.ctx, async (tx) => {
    await lockPlan(tx, app.seasonId);
    const payout = await lockPayout(tx, app.seasonId, idOf(n));
    if (payout === null) throw new Error('there is no such payout');
    await markPaid(tx, payout, Buffer.alloc(32, 7), app.clock.nowMs());
    await bookPayoutPaid(tx, payout, app.clock.nowMs());
    return payout.amount_micro;
  });

describe('a dispute after the end', () => {
  it('holds that prize alone; won, it is released; the others are planned all the same', async () => {
    const dispute = app.stripe.book.openDispute(intentOf(0));
    await app.deliverNew();
    app.clock.advance(REVIEW_MS);
    await plan();
    expect([await statusOf(0), await statusOf(1), await statusOf(2)]).toEqual(['held', 'planned', 'planned']);
    const operator = await app.newAdmin('operator');
    const release = () =>
      operator.call('admin.releasePayout', {
        params: { seasonId: app.seasonId, userId: idOf(0) },
        body: { reason: 'The bank has decided.' },
      });
    expect((await refused(release(), 'ACT_NOT_POSSIBLE')).details).toEqual({ objection: 'disputed' });
    app.stripe.book.closeDispute(dispute.id, 'won');
    await app.deliverNew();
    await release();
    expect(await statusOf(0)).toBe('planned');
    expect(await owedMicro()).toBe(POOL_MICRO);
    expect(await app.balance(accounts.house('USD'))).toBe(0);
  });

  it('that is lost is the house’s loss, and the prize stays held; nobody else gets less', async () => {
    const dispute = app.stripe.book.openDispute(intentOf(0));
    app.stripe.book.closeDispute(dispute.id, 'lost');
    await app.deliverNew();
    app.clock.advance(REVIEW_MS);
    await plan();
    expect([await statusOf(0), await statusOf(1), await statusOf(2)]).toEqual(['held', 'planned', 'planned']);
    expect(await owedMicro()).toBe(POOL_MICRO);
    expect(await app.balance(accounts.house('USD'))).toBe(-FEE_MICRO);
  });

  it('and after the prize was paid is booked as a loss, once, and takes nothing from the others', async () => {
    app.clock.advance(REVIEW_MS);
    await plan();
    const paidMicro = await payPrize(0);
    const dispute = app.stripe.book.openDispute(intentOf(0));
    await app.deliverNew();
    expect(await app.balance(accounts.disputes())).toBe(-FEE_MICRO);
    app.stripe.book.closeDispute(dispute.id, 'lost');
    for (let n = 0; n < 2; n++) await app.stripe.deliverAll(app.url);
    expect(await statusOf(0)).toBe('paid');
    expect([await statusOf(1), await statusOf(2)]).toEqual(['planned', 'planned']);
    expect(await app.balance(accounts.disputes())).toBe(0);
    expect(await app.balance(accounts.house('USD'))).toBe(-FEE_MICRO);
    expect(await owedMicro()).toBe(POOL_MICRO - paidMicro);
  });
});

describe('a refund after the end', () => {
  it.each(['before the prize is paid', 'after it was paid'])('%s is paid by the house, once', async (when) => {
    app.clock.advance(REVIEW_MS);
    await plan();
    const paidMicro = when === 'after it was paid' ? await payPrize(0) : 0;
    const [payment] = await app.sql<{ id: string }>('select id from payments where user_id = $1', [idOf(0)]);
    // Stripe's own fees are booked by now.
    await app.work();
    const before = await app.balance(accounts.house('USD'));
    const order = () => inTransaction(app.ctx, (tx) => orderRefund(app.ctx, tx, payment?.id ?? '', 'goodwill'));
    expect([await order(), await order()]).toEqual([true, false]);
    await app.work();
    await app.deliverNew();
    expect([...app.stripe.book.refunds.values()].map(({ amount }) => amount)).toEqual([2_500]);
    expect(await app.sql('select hold from entries where user_id = $1', [idOf(0)])).toEqual([{ hold: 'refunded' }]);
    expect(await owedMicro()).toBe(POOL_MICRO - paidMicro);
    expect(await app.balance(accounts.house('USD'))).toBe(before - FEE_MICRO);
    if (paidMicro > 0) return;
    // Planned once more, what stands against it is seen.
    await plan();
    expect([await statusOf(0), await statusOf(1)]).toEqual(['held', 'planned']);
  });
});
