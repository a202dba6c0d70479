/** Fees in USDT while the worker that watches the chain is killed with -9 at every step (RELIABILITY MO10): each counts once, and none is lost. */
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../../platform/tx.ts';
import { failpointsOf } from '../../../testBuild/failpoints.ts';
import { type Payer, pay, signInPayer } from '../../../testing/chain/payers.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { fallAt, gameEnv, stayWhole, stepsOf } from '../../../testing/fall.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { expectInvariants } from '../../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../../testing/testApp.ts';
import { checkLedger } from '../../ledger/check.ts';
import { vaultSeasonId } from '../../payouts/prizeTree.ts';
import { movePayment } from '../queries.ts';
import { openPayment } from '../settle.ts';
import type { Chain } from './chain.ts';
import { createDepositWatch } from './watchDeposits.ts';

const FEE_MICRO = 25_000_000n;
/** Blocks on top that make one final, with epochs of two. */
const FINALITY = 4;

describe.skipIf(!findAnvil(process.env).ok)('a worker that watches the chain and is killed at every step', () => {
  let chain: TestChain;
  let app: TestApp;
  const payers: Payer[] = [];

  beforeAll(async () => {
    chain = await openTestChain();
    await chain.mine(FINALITY + 1);
    const { timestamp } = await chain.client.getBlock();
    app = await startTestApp({
      ...{ startsInMs: 24 * HOUR_MS, entryFeeMicro: Number(FEE_MICRO), env: env() },
      nowMs: Number(timestamp) * 1_000,
    });
    for (const n of [0, 1, 2]) payers.push(await signInPayer(app.url, n));
  });
  afterAll(async () => {
    await app?.stop();
    await chain?.stop();
  });

  const env = () => ({ PAYMENTS: 'crypto', ...chain.env });
  const ask = (player: Payer) =>
    inTransaction(app.ctx, async (tx) => {
      const nowMs = app.clock.nowMs();
      const opening = { seasonId: app.seasonId, userId: player.id, method: 'crypto' as const, nextLookMs: null };
      const payment = await openPayment(app.ctx, tx, opening);
      await movePayment(tx, payment.id, { status: 'pending', nextLookMs: nowMs + 24 * HOUR_MS }, nowMs);
    });

  it('enters everybody who paid once', async () => {
    // Reading begins here.
    await createDepositWatch(app.ctx, (app.ctx.chain as Chain).reader).round();
    for (const payer of payers) await ask(payer);
    await chain.openSeason(vaultSeasonId(app.seasonId), FEE_MICRO);
    const [first, second, third] = payers as [Payer, Payer, Payer];
    await pay(chain, first, FEE_MICRO);
    await chain.enter(vaultSeasonId(app.seasonId), second.address);
    await pay(chain, third, FEE_MICRO + 1n);
    await chain.mine(FINALITY + 1);
    const worker = gameEnv(app.database, { ROLE: 'worker', ...env() });
    for (const point of stepsOf(failpointsOf('deposit'))) await fallAt(worker, point);
    const decided = () =>
      app.sql<{ status: string; reason: string | null }>(
        'select status, reason from chain_deposits order by block_number, log_index',
      );
    const all = [
      { status: 'credited', reason: null },
      { status: 'credited', reason: null },
      { status: 'quarantined', reason: 'wrong_amount' },
    ];
    await stayWhole(worker, () => vi.waitFor(async () => expect(await decided()).toEqual(all), 20_000));
    const entered = await app.sql<{ user_id: string }>('select user_id from entries');
    expect(entered.map(({ user_id }) => user_id).sort()).toEqual([first.id, second.id].sort());
    expect(
      await app.sql('select sum(amount_micro)::bigint as micro from ledger_postings where account_id = $1', [
        `pool:${app.seasonId}:USDT`,
      ]),
    ).toEqual([{ micro: 2 * 21_250_000 }]);
    expect(await checkLedger(app.ctx.pool)).toEqual([]);
    await expectInvariants(app);
  }, 180_000);
});
