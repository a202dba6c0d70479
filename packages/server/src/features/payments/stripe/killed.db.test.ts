/**
 * Card payments while processes are killed with -9 at every step (RELIABILITY CR2, MO6): the page asks again, Stripe sends its event again, the
 * worker finds the refund it had begun. Charged once, seated once, refunded once.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Failpoint, failpointsOf } from '../../../testBuild/failpoints.ts';
import { fallAt, gameEnv, movedClock, stayWhole, stepsOf } from '../../../testing/fall.ts';
import { expectInvariants } from '../../../testing/invariants.ts';
import { type PaidApp, startPaidApp } from '../../../testing/paidApp.ts';
import { freePort } from '../../../testing/startNginx.ts';
import { plainClient, type TestPlayer } from '../../../testing/testPlayer.ts';

/** A process keeps a refund to itself for that long; the next one takes it up afterwards. */
const LEASE_MS = 60_000;

let app: PaidApp;
let player: TestPlayer;
let api: Record<string, string>;
let url: string;
const clock = movedClock();
beforeAll(async () => {
  // The processes' time is the real one.
  app = await startPaidApp({ nowMs: Date.now() });
  player = await app.newPayer();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = gameEnv(app.database, { ROLE: 'api', PORT: String(port), PUBLIC_URL: url, ...app.stripe.env });
});
afterAll(async () => {
  clock.remove();
  await app.stop();
});

const ask = () => plainClient(url, player.token).call('payments.createEntryFee', { body: { seasonId: app.seasonId } });
const books = async () => ({ broken: await app.brokenRules(), cents: await app.grossCents() });

it('asks Stripe for one intent, and sits who paid once, whatever is killed in between', async () => {
  for (const point of stepsOf(failpointsOf('payment'))) {
    await fallAt(api, point, async (life) => {
      await life.ready;
      await expect(ask(), point).rejects.toThrow();
    });
  }
  const [read, ...rest] = failpointsOf('webhook');
  const points = stepsOf([read as Failpoint, ...failpointsOf('settle'), ...rest]);
  for (const point of points) {
    await fallAt(api, point, async (life) => {
      await life.ready;
      if (point === points[0]) {
        const { clientSecret } = await ask();
        app.stripe.book.pay(clientSecret.split('_secret_')[0] as string);
      }
      const paid = app.stripe.book.events.find(({ type }) => type === 'payment_intent.succeeded');
      if (paid === undefined) throw new Error('nothing was paid');
      await expect(app.stripe.deliver(url, paid), point).rejects.toThrow();
    });
  }
  await stayWhole(api, async () => {
    for (let n = 0; n < 2; n++) expect(new Set(await app.stripe.deliverAll(url))).toEqual(new Set([200]));
  });
  expect(app.stripe.book.intents.size).toBe(1);
  expect(app.stripe.book.charges.size).toBe(1);
  expect((await app.payments()).map(({ status }) => status)).toEqual(['settled']);
  expect(await app.entries()).toEqual([{ user_id: player.id, hold: null }]);
  expect(await app.number('select count(*) from villages')).toBe(1);
  expect(await app.number('select count(*) from stripe_events')).toBe(app.stripe.book.events.length);
  expect(await books()).toEqual({ broken: [], cents: 2_500 });
  await expectInvariants(app);
}, 240_000);

it('gives a cancelled season’s fee back once, though the worker is killed at every step', async () => {
  await app.cancel();
  const worker = gameEnv(app.database, { ROLE: 'worker', ...app.stripe.env, ...clock.env });
  for (const point of stepsOf(failpointsOf('refund'))) {
    await fallAt(worker, point);
    clock.advance(LEASE_MS + 1);
  }
  await stayWhole(worker, () =>
    vi.waitFor(async () => expect(await app.payments()).toMatchObject([{ status: 'refunded' }]), 20_000),
  );
  expect([...app.stripe.book.refunds.values()].map(({ amount }) => amount)).toEqual([2_500]);
  expect(await app.sql('select status from refunds')).toEqual([{ status: 'done' }]);
  expect(await app.entries()).toEqual([{ user_id: player.id, hold: 'refunded' }]);
  expect(await books()).toEqual({ broken: [], cents: 0 });
  await expectInvariants(app);
}, 180_000);
