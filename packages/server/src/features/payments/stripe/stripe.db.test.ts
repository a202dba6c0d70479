/** Card payments through the whole program, against a Stripe that fails in all its ways (RELIABILITY MO3-MO6, MO14, MO15, TM8). */
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FEE_MICRO, type PaidApp, startPaidApp } from '../../../testing/paidApp.ts';
import type { StripeEvent } from '../../../testing/standIns/stripe/book.ts';
import { refused, times } from '../../../testing/testPlayer.ts';
import { send, sendJson } from '../../../testing/testRequests.ts';
import { accounts } from '../../ledger/accounts.ts';
import { payoutsFrozen } from '../../ledger/freeze.ts';
import { reconcileStripe } from './reconcile.ts';

let app: PaidApp;
beforeEach(async () => {
  app = await startPaidApp();
});
afterEach(async () => {
  const broken = await app.brokenRules();
  await app.stop();
  expect(broken).toEqual([]);
});

const upgrade = { body: { buildingType: 'barracks' as const } };

describe('asking for the fee', () => {
  it('gives what Stripe needs, and pays into the season', async () => {
    const player = await app.newPayer();
    const asked = await app.ask(player);
    expect(asked).toMatchObject({
      amount: 2500,
      amountMicro: FEE_MICRO,
      currency: 'usd',
      publishableKey: 'pk_test_0123456789',
    });
    const [intent] = app.stripe.book.intents.values();
    expect(intent).toMatchObject({
      amount: 2500,
      currency: 'usd',
      metadata: { userId: player.id, seasonId: app.seasonId, type: 'entry_fee', paymentId: asked.paymentId },
    });
    expect(asked.clientSecret).toBe(intent?.client_secret);
    await app.pay(player);
    await app.deliverNew();
    expect(await app.entries()).toEqual([{ user_id: player.id, hold: null }]);
    const { payments } = await player.call('payments.mine');
    expect(payments).toMatchObject([
      { status: 'settled', amount: 25, currency: 'USD', method: 'stripe', reason: null },
    ]);
    await vi.waitFor(async () => {
      const { events } = await player.call('events.list');
      const told = events.filter((item) => item.type === 'payment_updated').map((item) => item.data.status);
      expect(told).toEqual(['settled']);
    });
    await refused(app.ask(player), 'ALREADY_ENTERED');
  });

  it('gives the same intent to ten tabs at once, and again later', async () => {
    const player = await app.newPayer();
    const asked = await Promise.all(times(10, () => app.ask(player)));
    expect(new Set(asked.map(({ clientSecret }) => clientSecret)).size).toBe(1);
    expect((await app.ask(player)).clientSecret).toBe(asked[0]?.clientSecret);
    expect(app.stripe.book.intents.size).toBe(1);
  });

  it('keeps no secret of Stripe in the database', async () => {
    const { clientSecret } = await app.ask(await app.newPayer());
    for (const { name } of await app.sql<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    )) {
      expect(
        await app.number(`select count(*) from ${name} t where t::text like $1`, [`%${clientSecret}%`]),
        name,
      ).toBe(0);
    }
  });

  it('is refused without confirmed terms, and for others than the present ones', async () => {
    const player = await app.signIn();
    const error = await refused(app.ask(player), 'TERMS_NOT_CONFIRMED');
    expect(error.details).toEqual({ termsVersion: TERMS_VERSION, minimumAge: 18 });
    await refused(
      player.call('payments.confirmTerms', { body: { termsVersion: '2020-01-01', adult: true } }),
      'TERMS_OUTDATED',
    );
    const child = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/payments/eligibility',
      token: player.token,
      body: { termsVersion: TERMS_VERSION, adult: false },
    });
    expect(child.status).toBe(400);
    const first = await player.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } });
    app.clock.advance(1_000);
    expect(await player.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } })).toEqual(
      first,
    );
    await app.ask(player);
  });

  it('is refused for unknown, free, closed and other seasons, and without a sign-in', async () => {
    const player = await app.newPayer();
    const ask = (seasonId: string) => player.call('payments.createEntryFee', { body: { seasonId } });
    await refused(ask('f0f0f0f0f0f0f0f0f0f0f0f0'), 'SEASON_NOT_FOUND');
    await refused(ask((await app.newSeason()).id), 'SEASON_IS_FREE');
    app.clock.advance(HOUR_MS);
    await refused(app.ask(player), 'SEASON_NOT_ACTIVE');
    const anonymous = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/payments/create-entry-fee',
      body: { seasonId: app.seasonId },
    });
    expect(anonymous.status).toBe(401);
  });

  describe('when Stripe', () => {
    it('does it and loses the answer, twice: the next try finds the same intent', async () => {
      const player = await app.newPayer();
      app.stripe.failNext('POST /v1/payment_intents', 'lost', 2);
      await refused(app.ask(player), 'PAYMENT_PROVIDER_UNAVAILABLE');
      await app.ask(player);
      expect(app.stripe.book.intents.size).toBe(1);
    });

    it('fails with 500 and keeps that: a new request is made after a minute, and only one can be paid', async () => {
      const player = await app.newPayer();
      app.stripe.failNext('POST /v1/payment_intents', 'failed', 1);
      await refused(app.ask(player), 'PAYMENT_PROVIDER_UNAVAILABLE');
      await refused(app.ask(player), 'PAYMENT_PROVIDER_UNAVAILABLE');
      app.clock.advance(61_000);
      await app.pay(player);
      await app.deliverNew();
      expect((await app.payments()).map(({ status }) => status)).toEqual(['failed', 'settled']);
      expect(app.stripe.book.intents.size).toBe(1);
    });

    it('is busy or away: nothing is charged, and it works when it is back', async () => {
      const player = await app.newPayer();
      app.stripe.failNext('POST /v1/payment_intents', 'busy', 2);
      await refused(app.ask(player), 'PAYMENT_PROVIDER_UNAVAILABLE');
      app.stripe.failNext('POST /v1/payment_intents', 'refusedLink', 2);
      await refused(app.ask(player), 'PAYMENT_PROVIDER_UNAVAILABLE');
      await app.ask(player);
      expect(app.stripe.book.intents.size).toBe(1);
    });

    it('has forgotten the key after a day: the intent is found in its list, not made again', async () => {
      const long = await app.newSeason({ startsInMs: 72 * HOUR_MS, entryFeeMicro: FEE_MICRO });
      const player = await app.newPayer();
      const ask = () => player.call('payments.createEntryFee', { body: { seasonId: long.id } });
      app.stripe.failNext('POST /v1/payment_intents', 'lost', 2);
      await refused(ask(), 'PAYMENT_PROVIDER_UNAVAILABLE');
      app.clock.advance(25 * HOUR_MS);
      app.stripe.forgetKeys();
      const [intent] = app.stripe.book.intents.values();
      expect((await ask()).clientSecret).toBe(intent?.client_secret);
      expect(app.stripe.book.intents.size).toBe(1);
    });

    it('never had the request that is a day old: a new one is made', async () => {
      const long = await app.newSeason({ startsInMs: 72 * HOUR_MS, entryFeeMicro: FEE_MICRO });
      const player = await app.newPayer();
      const ask = () => player.call('payments.createEntryFee', { body: { seasonId: long.id } });
      app.stripe.failNext('POST /v1/payment_intents', 'refusedLink', 2);
      await refused(ask(), 'PAYMENT_PROVIDER_UNAVAILABLE');
      app.clock.advance(25 * HOUR_MS);
      await ask();
      expect((await app.payments()).map(({ status }) => status)).toEqual(['failed', 'pending']);
      expect(app.stripe.book.intents.size).toBe(1);
    });
  });

  it('lets in who paid although no event ever came', async () => {
    const player = await app.newPayer();
    await app.pay(player);
    await refused(app.ask(player), 'ALREADY_ENTERED');
    expect(await app.entries()).toHaveLength(1);
  });
});

describe('countries', () => {
  it('that are blocked, or not known, cannot pay; others can', async () => {
    const other = await startPaidApp({ env: { COUNTRY_HEADER: 'CF-IPCountry', BLOCKED_COUNTRIES: 'US,FR' } });
    try {
      const player = await other.newPayer();
      const ask = (headers: Record<string, string>) =>
        sendJson(other.url, {
          method: 'POST',
          path: '/v1/payments/create-entry-fee',
          token: player.token,
          headers,
          body: { seasonId: other.seasonId },
        });
      const refusedOnes: Record<string, string>[] = [
        { 'cf-ipcountry': 'us' },
        { 'cf-ipcountry': 'FR' },
        { 'cf-ipcountry': 'XX' },
        {},
      ];
      for (const headers of refusedOnes)
        expect((await ask(headers)).json?.error?.code, JSON.stringify(headers)).toBe('COUNTRY_NOT_ALLOWED');
      expect((await ask({ 'cf-ipcountry': 'NO' })).status).toBe(200);
      const options = await sendJson(other.url, {
        method: 'GET',
        path: `/v1/payments/options?seasonId=${other.seasonId}`,
        headers: { 'cf-ipcountry': 'US' },
      });
      expect(options.json?.data).toMatchObject({
        country: 'US',
        countryAllowed: false,
        methods: ['stripe'],
        open: true,
      });
    } finally {
      await other.stop();
    }
  });
});

describe('/webhooks/stripe', () => {
  const post = (payload: string | Buffer, signature?: string) =>
    send(app.url, {
      method: 'POST',
      path: '/webhooks/stripe',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(signature === undefined ? {} : { 'stripe-signature': signature }),
      },
      body: payload,
    });
  const paid = async (): Promise<StripeEvent> => {
    await app.pay(await app.newPayer());
    return app.stripe.book.events.find((event) => event.type === 'payment_intent.succeeded') as StripeEvent;
  };
  const nowS = () => Math.floor(app.clock.nowMs() / 1000);

  it('takes what Stripe signed within five minutes, and nothing else', async () => {
    const event = await paid();
    const at = (timestampS: number, secret?: string) =>
      app.stripe.sign(event, { timestampS, ...(secret ? { secret } : {}) });
    const good = at(nowS());
    const refusedOnes = [
      [at(nowS() - 301).payload, at(nowS() - 301).signature],
      [at(nowS() + 301).payload, at(nowS() + 301).signature],
      [good.payload, at(nowS(), 'whsec_another_secret_of_length').signature],
      [good.payload, undefined],
      [good.payload, 't=1,v1=00'],
      [good.payload, ''],
      [`${good.payload}\n`, good.signature],
      [JSON.stringify(JSON.parse(good.payload), null, 1), good.signature],
      [good.payload.replace('2500', '2501'), good.signature],
    ] as const;
    for (const [payload, signature] of refusedOnes) {
      const answer = await post(payload, signature);
      expect(answer.json?.error?.code, signature).toBe('INVALID_WEBHOOK_SIGNATURE');
      expect(answer.status).toBe(400);
    }
    expect(await app.entries()).toEqual([]);
    const old = at(nowS() - 299);
    // Two signatures, as while a secret is being changed: one of them is enough.
    const second = at(nowS() - 299, 'whsec_another_secret_of_length').signature.split(',')[1];
    expect((await post(old.payload, `${old.signature},${second}`)).status).toBe(200);
    expect(await app.entries()).toHaveLength(1);
    const later = at(nowS() + 299);
    expect((await post(later.payload, later.signature)).status).toBe(200);
  });

  it('counts an event once, sent thirty times at once', async () => {
    const event = await paid();
    const statuses = await Promise.all(times(30, () => app.stripe.deliver(app.url, event)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await app.number('select count(*) from stripe_events where id = $1', [event.id])).toBe(1);
    expect(await app.balance(accounts.pool(app.seasonId))).toBe(21_250_000);
  });

  it('answers 5xx while our database is away, and takes the event afterwards', async () => {
    const event = await paid();
    const connect = app.ctx.pool.connect.bind(app.ctx.pool);
    app.ctx.pool.connect = (() => Promise.reject(new Error('no connection'))) as never;
    const status = await app.stripe.deliver(app.url, event);
    app.ctx.pool.connect = connect as never;
    expect(status).toBe(503);
    expect(await app.stripe.deliver(app.url, event)).toBe(200);
    expect(await app.entries()).toHaveLength(1);
  });

  it('does not exist while cards are off', async () => {
    const off = await startPaidApp({ env: { PAYMENTS: 'off' } });
    try {
      expect(await app.stripe.deliver(off.url, await paid())).toBe(404);
    } finally {
      await off.stop();
    }
  });

  describe('of money that is not as asked for', () => {
    type Change = (intent: Record<string, unknown> & { metadata: Record<string, string> }, event: StripeEvent) => void;
    const cases: [string, Change, { outcome: string; refund: boolean }][] = [
      [
        '2499 cents',
        (intent) => Object.assign(intent, { amount_received: 2499 }),
        { outcome: 'wrong_amount', refund: true },
      ],
      [
        '2501 cents',
        (intent) => Object.assign(intent, { amount: 2501, amount_received: 2501 }),
        { outcome: 'wrong_amount', refund: true },
      ],
      ['euros', (intent) => Object.assign(intent, { currency: 'eur' }), { outcome: 'wrong_currency', refund: true }],
      [
        'an authorisation',
        (intent) => Object.assign(intent, { status: 'requires_capture' }),
        { outcome: 'not_paid', refund: false },
      ],
      [
        'live money',
        (intent, event) => Object.assign(event, { livemode: !intent.livemode }),
        { outcome: 'other_mode', refund: false },
      ],
      [
        'a live intent',
        (intent) => Object.assign(intent, { livemode: true }),
        { outcome: 'other_mode', refund: false },
      ],
      [
        'another season',
        (intent) => Object.assign(intent.metadata, { seasonId: 'f0'.repeat(12) }),
        { outcome: 'wrong_details', refund: true },
      ],
      [
        'another type',
        (intent) => Object.assign(intent.metadata, { type: 'gift' }),
        { outcome: 'wrong_details', refund: true },
      ],
      [
        'another player',
        (intent) => Object.assign(intent.metadata, { userId: 'f0'.repeat(12) }),
        { outcome: 'wrong_details', refund: true },
      ],
    ];
    it.each(cases)('makes no entry: %s', async (_name, change, expected) => {
      const event = structuredClone(await paid());
      change(event.data.object as Parameters<Change>[0], event);
      expect(await app.stripe.deliver(app.url, event)).toBe(200);
      expect(await app.stripe.deliver(app.url, event)).toBe(200);
      expect(await app.entries()).toEqual([]);
      expect(await app.sql('select outcome from stripe_events')).toEqual([{ outcome: expected.outcome }]);
      expect(await app.sql('select reason from refunds')).toEqual(
        expected.refund ? [{ reason: expected.outcome }] : [],
      );
    });

    it('gives back an entry fee that we never asked for, and leaves alone what is not ours', async () => {
      const metadata = { userId: 'f0'.repeat(12), seasonId: app.seasonId, type: 'entry_fee' };
      const foreign = app.stripe.book.createIntent({ amount: 2500, currency: 'usd', metadata });
      const shop = app.stripe.book.createIntent({ amount: 900, currency: 'usd', metadata: { order: '7' } });
      for (const { id } of [foreign, shop]) app.stripe.book.pay(id);
      await app.deliverNew();
      await app.work();
      expect([...app.stripe.book.refunds.values()].map((refund) => refund.payment_intent)).toEqual([foreign.id]);
      expect(await app.entries()).toEqual([]);
    });
  });

  it('applies one rule to late money: what counts is when the player paid, not when we hear of it', async () => {
    const [early, late] = [await app.newPayer(), await app.newPayer()];
    const lateIntent = (await app.ask(late)).clientSecret.split('_secret_')[0] as string;
    app.clock.advance(HOUR_MS - 1_000);
    await app.pay(early);
    app.clock.advance(1_000);
    app.stripe.book.pay(lateIntent);
    app.clock.advance(2 * HOUR_MS);
    await app.deliverNew();
    expect((await app.entries()).map((entry) => entry.user_id)).toEqual([early.id]);
    await app.work();
    await app.deliverNew();
    expect(await app.payments()).toMatchObject([
      { status: 'refunded', reason: 'paid_too_late' },
      { status: 'settled', reason: null },
    ]);
    expect(app.stripe.book.chargeOf(lateIntent).amount_refunded).toBe(2500);
  });
});

describe('refunds', () => {
  it('are made once, though Stripe loses answers, fails and forgets keys', async () => {
    const player = await app.newPayer();
    await app.pay(player);
    await app.deliverNew();
    await app.cancel();
    app.stripe.failNext('POST /v1/refunds', 'lost', 2);
    await app.work();
    expect(app.stripe.book.refunds.size).toBe(1);
    app.stripe.forgetKeys();
    app.clock.advance(26 * HOUR_MS);
    await app.work();
    expect(app.stripe.book.refunds.size).toBe(1);
    expect((await app.payments()).map(({ status }) => status)).toEqual(['refunded']);
    expect(await app.grossCents()).toBe(0);
  });

  it('that Stripe takes its time with end when it says so, and call for people when it fails', async () => {
    app.stripe.book.refundsWait = true;
    for (const player of await Promise.all(times(2, () => app.newPayer()))) await app.pay(player);
    await app.deliverNew();
    await app.cancel();
    await app.work();
    expect((await app.payments()).map(({ status }) => status)).toEqual(['refunding', 'refunding']);
    const [first, second] = [...app.stripe.book.refunds.keys()] as [string, string];
    app.stripe.book.settleRefund(first, 'succeeded');
    app.stripe.book.settleRefund(second, 'failed');
    await app.deliverNew();
    expect((await app.payments()).map(({ status }) => status).sort()).toEqual(['refunded', 'refunding']);
    expect(
      (await app.sql<{ status: string }>('select status from refunds order by status')).map(({ status }) => status),
    ).toEqual(['done', 'failed']);
  });

  it('made at Stripe’s desk take the seat with them', async () => {
    const player = await app.newPayer();
    const intent = await app.pay(player);
    await app.deliverNew();
    app.stripe.book.refund(intent);
    await app.deliverNew();
    expect(await app.entries()).toEqual([{ user_id: player.id, hold: 'refunded' }]);
    expect(await app.balance(accounts.pool(app.seasonId))).toBe(0);
    await refused(player.call('buildings.upgrade', upgrade), 'ENTRY_SUSPENDED');
  });

  it('of a cancelled season give everybody the fee back and leave empty books', async () => {
    const players = await Promise.all(times(4, () => app.newPayer()));
    for (const player of players) await app.pay(player);
    await app.deliverNew();
    await app.cancel();
    await Promise.all(times(3, () => app.work()));
    await app.deliverNew();
    expect(app.stripe.book.refunds.size).toBe(4);
    expect(new Set((await app.payments()).map(({ status }) => status))).toEqual(new Set(['refunded']));
    for (const account of [
      accounts.pool(app.seasonId),
      accounts.fee(app.seasonId),
      accounts.refunds('USD', app.seasonId),
    ])
      expect(await app.balance(account), account.kind).toBe(0);
    expect(await app.grossCents()).toBe(0);
  });
});

describe('an intent that nobody paid', () => {
  it('is taken back when registration is over, and cannot be paid then', async () => {
    const player = await app.newPayer();
    const intent = (await app.ask(player)).clientSecret.split('_secret_')[0] as string;
    app.clock.advance(HOUR_MS);
    await app.work();
    expect(app.stripe.book.intent(intent).status).toBe('canceled');
    expect(() => app.stripe.book.pay(intent)).toThrow('payment_intent_unexpected_state');
    expect((await app.payments()).map(({ status }) => status)).toEqual(['expired']);
  });

  it('stays for another card after a declined one', async () => {
    const player = await app.newPayer();
    const intent = (await app.ask(player)).clientSecret.split('_secret_')[0] as string;
    app.stripe.book.decline(intent);
    await app.deliverNew();
    expect((await player.call('payments.mine')).payments).toMatchObject([
      { status: 'pending', reason: 'card_declined' },
    ]);
    await app.pay(player);
    await app.deliverNew();
    expect(await app.entries()).toHaveLength(1);
  });
});

describe('a dispute', () => {
  const seat = async () => (await app.entries())[0]?.hold;
  async function paying() {
    const player = await app.newPayer();
    const intent = await app.pay(player);
    await app.deliverNew();
    return { player, intent };
  }

  it('suspends the seat, and gives it back when it is won', async () => {
    const { player, intent } = await paying();
    const dispute = app.stripe.book.openDispute(intent);
    await app.deliverNew();
    expect(await seat()).toBe('disputed');
    await refused(player.call('buildings.upgrade', upgrade), 'ENTRY_SUSPENDED');
    expect(await app.balance(accounts.disputes())).toBe(-FEE_MICRO);
    app.stripe.book.closeDispute(dispute.id, 'won');
    await app.deliverNew();
    expect(await seat()).toBeNull();
    expect(await app.balance(accounts.disputes())).toBe(0);
    expect((await app.payments()).map(({ status }) => status)).toEqual(['settled']);
  });

  it('that is lost is the house’s loss: the pool of the others is not touched', async () => {
    const { intent } = await paying();
    const dispute = app.stripe.book.openDispute(intent);
    app.stripe.book.closeDispute(dispute.id, 'lost');
    await app.deliverNew();
    expect(await seat()).toBe('charged_back');
    expect(await app.balance(accounts.pool(app.seasonId))).toBe(21_250_000);
    expect(await app.balance(accounts.house('USD'))).toBe(-FEE_MICRO);
    await app.cancel();
    await app.work();
    expect(await app.balance(accounts.pool(app.seasonId))).toBe(0);
    expect(app.stripe.book.refunds.size).toBe(0);
  });

  it.each(['won', 'lost'] as const)('comes to the same when its events arrive backwards: %s', async (end) => {
    const player = await app.newPayer();
    const intent = await app.pay(player);
    const dispute = app.stripe.book.openDispute(intent);
    app.stripe.book.closeDispute(dispute.id, end);
    // Even before the news that the fee was paid at all.
    const backwards = app.stripe.book.events.toReversed();
    for (const event of [...backwards, ...backwards]) expect(await app.stripe.deliver(app.url, event)).toBe(200);
    expect(await seat()).toBe(end === 'won' ? null : 'charged_back');
    expect(await app.balance(accounts.disputes())).toBe(0);
    expect(await app.balance(accounts.house('USD'))).toBe(end === 'won' ? 0 : -FEE_MICRO);
    expect(await app.grossCents()).toBe(end === 'won' ? 2500 : 0);
  });

  it('in a cancelled season waits for the bank: won is refunded, lost was paid back by the bank', async () => {
    const [a, b] = [await paying(), await paying()];
    const [first, second] = [app.stripe.book.openDispute(a.intent), app.stripe.book.openDispute(b.intent)];
    await app.deliverNew();
    await app.cancel();
    await app.work();
    expect(app.stripe.book.refunds.size).toBe(0);
    app.stripe.book.closeDispute(first.id, 'won');
    app.stripe.book.closeDispute(second.id, 'lost');
    app.stripe.book.chargeOf(a.intent).disputed = false;
    await app.deliverNew();
    await app.work();
    expect([...app.stripe.book.refunds.values()].map((refund) => refund.payment_intent)).toEqual([a.intent]);
    expect(await app.balance(accounts.pool(app.seasonId))).toBe(0);
    expect(await app.grossCents()).toBe(0);
  });
});

describe('the hourly comparison with Stripe', () => {
  it('makes up for events that never came, books Stripe’s fees, and finds both books equal', async () => {
    const players = await Promise.all(times(3, () => app.newPayer()));
    const intents: string[] = [];
    for (const player of players) intents.push(await app.pay(player));
    app.stripe.book.refund(intents[0] as string);
    const dispute = app.stripe.book.openDispute(intents[1] as string);
    app.stripe.book.closeDispute(dispute.id, 'lost');
    app.stripe.book.payOut(500);
    const result = await reconcileStripe(app.ctx, true);
    expect(result?.repaired).toBe(4);
    expect(result?.stripeMicro).toBe(app.stripe.book.balance() * 10_000);
    expect(result?.ledgerMicro).toBe(result?.stripeMicro);
    expect((await app.entries()).map(({ hold }) => hold).sort()).toEqual(['charged_back', 'refunded', null].sort());
    expect(await payoutsFrozen(app.ctx.pool)).toBe(false);
    expect(await app.balance(accounts.bank('USD'))).toBe(-5_000_000);
    const again = await reconcileStripe(app.ctx, true);
    expect(again).toEqual({ ...result, repaired: 0 });
    // Events that arrive after all change nothing.
    await app.deliverNew();
    expect(await reconcileStripe(app.ctx, true)).toEqual(again);
  });

  it('finds one cent too much or too little within one run, and stops payouts', async () => {
    await app.pay(await app.newPayer());
    await app.deliverNew();
    await reconcileStripe(app.ctx, true);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(false);
    app.stripe.book.plantDrift(1);
    const result = await reconcileStripe(app.ctx, true);
    expect(result).toMatchObject({ stripeMicro: (result?.ledgerMicro ?? 0) + 10_000 });
    expect(await payoutsFrozen(app.ctx.pool)).toBe(true);
  });

  it('is done by one of several at once, and once an hour', async () => {
    const done = await Promise.all(times(5, () => reconcileStripe(app.ctx)));
    expect(done.filter((result) => result !== null)).toHaveLength(1);
    app.clock.advance(HOUR_MS);
    expect(await reconcileStripe(app.ctx)).not.toBeNull();
  });
});
