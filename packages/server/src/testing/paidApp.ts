/** A program that takes entry fees by card from a stand-in for Stripe, for tests: everything over HTTP, loops driven by hand. */
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { balanceOf } from '../features/ledger/balances.ts';
import { checkLedger } from '../features/ledger/check.ts';
import { workOnPayments } from '../features/payments/work.ts';
import { lockSeason } from '../features/seasons/queries.ts';
import { cancelSeason } from '../features/seasons/start.ts';
import { ManualClock } from '../platform/clock.ts';
import { inTransaction } from '../platform/tx.ts';
import { startStripeStandIn } from './standIns/stripe/server.ts';
import { startTestApp, type TestAppOptions } from './testApp.ts';
import type { TestPlayer } from './testPlayer.ts';

export const FEE_MICRO = 25_000_000;
const START_MS = Date.parse('2026-03-01T12:00:00Z');

export type PaidApp = Awaited<ReturnType<typeof startPaidApp>>;

export async function startPaidApp(options: TestAppOptions = {}) {
  let clock = new ManualClock(START_MS);
  const stripe = await startStripeStandIn({ nowMs: () => clock.nowMs() });
  const app = await startTestApp({
    startsInMs: HOUR_MS,
    entryFeeMicro: FEE_MICRO,
    nowMs: START_MS,
    ...options,
    env: { ...stripe.env, ...options.env },
  }).catch(async (error: unknown) => {
    await stripe.stop();
    throw error;
  });
  clock = app.clock;

  /** A signed-in player who has confirmed terms and age. */
  const newPayer = async (): Promise<TestPlayer> => {
    const player = await app.signIn();
    await player.call('payments.confirmTerms', { body: { termsVersion: TERMS_VERSION, adult: true } });
    return player;
  };
  const ask = (player: TestPlayer) => player.call('payments.createEntryFee', { body: { seasonId: app.seasonId } });
  /** Asks and pays at Stripe; gives the intent. Events wait to be delivered. */
  const pay = async (player: TestPlayer): Promise<string> => {
    const { clientSecret } = await ask(player);
    const intent = clientSecret.split('_secret_')[0] as string;
    stripe.book.pay(intent);
    return intent;
  };
  let delivered = 0;
  /** Delivers the events that were not delivered yet, in order. */
  const deliverNew = async (): Promise<void> => {
    const fresh = stripe.book.events.slice(delivered);
    delivered = stripe.book.events.length;
    for (const event of fresh) {
      const status = await stripe.deliver(app.url, event);
      if (status !== 200) throw new Error(`${event.type} was answered with ${status}`);
    }
  };
  const work = async (): Promise<void> => {
    while (await workOnPayments(app.ctx));
  };
  const cancel = () =>
    inTransaction(app.ctx, async (tx) => {
      const season = await lockSeason(tx, app.seasonId);
      if (season) await cancelSeason(tx, season, 'operator', app.clock.nowMs());
    });
  const payments = () =>
    app.sql<{ id: string; status: string; reason: string | null; reference: string | null }>(
      'select id, status, reason, reference from payments order by created_at, id',
    );
  const balance = (account: Parameters<typeof balanceOf>[1]) => balanceOf(app.ctx.pool, account);
  return {
    ...app,
    stripe,
    newPayer,
    ask,
    pay,
    deliverNew,
    work,
    cancel,
    payments,
    balance,
    entries: () =>
      app.sql<{ user_id: string; hold: string | null }>('select user_id, hold from entries order by created_at'),
    /** Cents that our books hold at Stripe, leaving out Stripe's own entries (its fees, its payouts to us). */
    grossCents: () =>
      app.number(
        `select coalesce(-sum(p.amount_micro), 0) / 10000 from ledger_postings p join ledger_transactions t on t.id = p.transaction_id
         where p.account_id = 'stripe:USD' and t.kind <> 'stripe_entry'`,
      ),
    brokenRules: async () => (await checkLedger(app.ctx.pool)).map(({ rule }) => rule),
    stop: async () => {
      await app.stop();
      await stripe.stop();
    },
  };
}
