/**
 * A storm of events: 200 players pay, some for seats that are gone, some twice, some go back, some are disputed; every event of Stripe arrives one
 * to fifty times, shuffled, many at once, while the program works. At the end seats are what was settled, and both books are equal.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../../platform/tx.ts';
import { FEE_MICRO, type PaidApp, startPaidApp } from '../../../testing/paidApp.ts';
import { Dice } from '../../../testing/play/dice.ts';
import type { StripeEvent } from '../../../testing/standIns/stripe/book.ts';
import { times } from '../../../testing/testPlayer.ts';
import { openPayment, settleEntry } from '../settle.ts';
import { reconcileStripe } from './reconcile.ts';

const PLAYERS = 200;
const SEATS = 180;
const AT_ONCE = 12;

let app: PaidApp;
beforeAll(async () => {
  app = await startPaidApp({ env: { SEASON_MAX_PLAYERS: String(SEATS) } });
});
afterAll(() => app.stop());

/** Runs the jobs, some side by side. */
async function inParallel(jobs: (() => Promise<unknown>)[], atOnce = AT_ONCE): Promise<void> {
  const queue = jobs.values();
  await Promise.all(
    times(atOnce, async () => {
      for (const job of queue) await job();
    }),
  );
}

it('seats are what was settled, and both books are equal to the cent', async () => {
  const dice = new Dice('a storm of events');
  const { book } = app.stripe;
  const players = await Promise.all(times(PLAYERS, () => app.newPayer()));
  const intents: string[] = [];
  await inParallel(
    players.map((player) => async () => {
      intents.push((await app.ask(player)).clientSecret.split('_secret_')[0] as string);
    }),
  );
  for (const intent of intents) {
    if (dice.below(4) === 0) book.decline(intent);
    book.pay(intent);
  }
  // Some disputes begin before we even know that the fee was paid.
  for (const intent of intents.slice(0, 30)) {
    const dispute = book.openDispute(intent);
    const end = dice.below(3);
    if (end > 0) book.closeDispute(dispute.id, end === 1 ? 'won' : 'lost');
  }
  const storm = (events: readonly StripeEvent[]): StripeEvent[] => {
    const copies = events.flatMap((event) => times(1 + dice.below(50), () => event));
    return copies
      .map((event) => ({ event, at: dice.below(1_000_000) }))
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event);
  };
  const statuses = new Map<number, number>();
  const deliver = async (events: readonly StripeEvent[]) => {
    const all = storm(events);
    await inParallel(
      all.map((event) => async () => {
        const status = await app.stripe.deliver(app.url, event);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
    );
  };
  const first = [...book.events];
  await deliver(first);
  await Promise.all([app.work(), app.work()]);
  // By now most of those who found no seat were refunded: their events come like all others.
  await deliver(book.events.slice(first.length));
  await app.work();

  expect([...statuses.keys()]).toEqual([200]);
  const count = (text: string) => app.number(text);
  const seats = await count('select count(*) from entries');
  expect(seats).toBe(SEATS);
  expect(await count(`select count(*) from payments where status in ('settled', 'disputed', 'charged_back')`)).toBe(
    SEATS,
  );
  expect(await count(`select count(*) from villages`)).toBe(SEATS);
  expect(
    await count(`select count(*) from payments where status in ('creating', 'pending', 'expired', 'failed')`),
  ).toBe(0);
  expect(await count('select count(*) from stripe_events')).toBe(book.events.length);
  // Nobody was refunded twice, and nobody who has a seat.
  const refunded = [...book.refunds.values()].map((refund) => refund.payment_intent);
  expect(new Set(refunded).size).toBe(refunded.length);
  expect(
    await app.sql('select 1 from entries e join payments p on p.id = e.payment_id where p.reference = any($1)', [
      refunded,
    ]),
  ).toEqual([]);
  expect(await app.brokenRules()).toEqual([]);

  const result = await reconcileStripe(app.ctx, true);
  expect(result).toMatchObject({ stripeMicro: book.balance() * 10_000, ledgerMicro: book.balance() * 10_000 });
  expect(await app.brokenRules()).toEqual([]);
}, 240_000);

it('of 1,050 who pay at once for 1,000 seats 1,000 get in and 50 are refunded once', async () => {
  const season = await app.newSeason({ startsInMs: 3_600_000, entryFeeMicro: FEE_MICRO });
  await app.sql('update seasons set max_players = 1000 where id = $1', [season.id]);
  const ids = times(1_050, () => app.ctx.newId());
  await app.sql(
    `insert into users (id, wallet, created_at, last_active_at)
     select u, decode(lpad(to_hex(1000000 + n), 40, '0'), 'hex'), now(), now() from unnest($1::text[]) with ordinality as x(u, n)`,
    [ids],
  );
  const payments: string[] = [];
  await inParallel(
    ids.map((userId) => async () => {
      const opening = { seasonId: season.id, userId, method: 'stripe' as const, nextLookMs: null };
      payments.push((await inTransaction(app.ctx, (tx) => openPayment(app.ctx, tx, opening))).id);
    }),
  );
  const outcomes: string[] = [];
  const pay = (paymentId: string) => async () => {
    const intent = app.stripe.book.createIntent({ amount: 2500, currency: 'usd', metadata: {} });
    app.stripe.book.pay(intent.id);
    const receipt = { paymentId, reference: intent.id, receivedMicro: FEE_MICRO, paidAtMs: app.clock.nowMs() };
    outcomes.push((await inTransaction(app.ctx, (tx) => settleEntry(app.ctx, tx, receipt))).outcome);
  };
  await inParallel(payments.map(pay));
  expect(outcomes.filter((outcome) => outcome === 'entered')).toHaveLength(1_000);
  expect(outcomes.filter((outcome) => outcome === 'refunding')).toHaveLength(50);
  const before = app.stripe.book.refunds.size;
  await app.work();
  expect(app.stripe.book.refunds.size - before).toBe(50);
  expect(await app.number('select count(*) from entries where season_id = $1', [season.id])).toBe(1_000);
  expect(
    await app.number(`select count(*) from payments where season_id = $1 and status = 'refunded'`, [season.id]),
  ).toBe(50);
  expect(
    await app.number(`select sum(amount_micro) from ledger_postings where account_id = $1`, [`pool:${season.id}:USDT`]),
  ).toBe(21_250_000_000);
  expect(
    await app.number(`select coalesce(sum(amount_micro), 0) from ledger_postings where account_id = $1`, [
      `refunds:${season.id}:USD`,
    ]),
  ).toBe(0);
  expect(await app.brokenRules()).toEqual([]);
}, 240_000);
