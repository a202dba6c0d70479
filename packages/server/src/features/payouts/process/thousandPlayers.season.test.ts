/** From the end of a season of 1,000 players to prizes that can be claimed, and to the last one paid, on a real chain. Says how long our part takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PayoutChain, startPayoutChain } from '../../../testing/chain/payoutChain.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { checkInvariants } from '../../invariants/check.ts';

const PLAYERS = 1_000;
/** Ten tribes of twelve. */
const WINNERS = 120;

describe.skipIf(!findAnvil(process.env).ok)('a season of 1,000 players', () => {
  let chain: TestChain;
  let pay: PayoutChain;
  beforeAll(async () => {
    chain = await openTestChain();
    pay = await startPayoutChain(chain);
  });
  afterAll(async () => {
    await pay?.stop();
    await chain?.stop();
  });

  it('is closed, planned, approved, published and paid out to the micro-USDT', async () => {
    const { seasonId, closingMs } = await pay.endedSeason(PLAYERS, 0);
    const { round } = await pay.working();
    let since = performance.now();
    const lap = (): string => {
      const ms = performance.now() - since;
      since = performance.now();
      return `${(ms / 1_000).toFixed(2)} s`;
    };
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    const approved = lap();
    await pay.settle(round);
    const claimable = lap();
    expect(await pay.statuses(seasonId)).toEqual({ claimable: WINNERS });
    const { seasons } = await pay.admins.treasurer.call('admin.payouts');
    await pay.admins.treasurer.call('admin.batchPayouts', {
      params: { seasonId },
      body: { reason: pay.reason, confirm: seasons[0]?.confirm ?? '' },
    });
    since = performance.now();
    await pay.settle(round);
    const paid = lap();
    expect(await pay.statuses(seasonId)).toEqual({ paid: WINNERS });
    expect(await pay.paidExactly(seasonId)).toEqual({ winners: WINNERS, off: [] });
    expect(await checkInvariants(pay.app.ctx.pool)).toEqual([]);
    const closing = `${(closingMs / 1_000).toFixed(2)} s`;
    process.stdout.write(
      `1,000 players: closed in ${closing}, planned and approved in ${approved}, claimable after ${claimable} more, paid in a batch in ${paid}\n`,
    );
  });
});
