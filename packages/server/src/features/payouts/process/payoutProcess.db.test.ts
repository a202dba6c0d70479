/** Prizes to their winners on a real chain: each once, exactly, whatever ends the process and whenever (RELIABILITY MO8, MO13 to MO15, BK2). */
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PayoutChain, startPayoutChain } from '../../../testing/chain/payoutChain.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { checkLedger } from '../../ledger/check.ts';
import { vaultSeasonId } from '../prizeTree.ts';

describe.skipIf(!findAnvil(process.env).ok)('the payout process', () => {
  let chain: TestChain;
  let pay: PayoutChain;
  beforeAll(async () => {
    chain = await openTestChain();
  });
  afterAll(() => chain?.stop());
  beforeEach(async () => {
    pay = await startPayoutChain(chain);
  });
  afterEach(async () => {
    const broken = await checkLedger(pay.app.ctx.pool);
    const stops = await pay.app.sql('select rule, details from payout_freezes where lifted_at is null');
    await pay.stop();
    expect(broken).toEqual([]);
    expect(stops).toEqual([]);
  });

  /** A process that may act: the test chain's key has sent transactions before, so it waits for a release first. */
  async function working(failpoint?: (name: string) => void) {
    const process = await pay.begin(failpoint);
    await process.round();
    await pay.release(process.parts);
    await process.round();
    return process;
  }
  const claim = async (seasonId: string, userId: string): Promise<Hex> => {
    const [row] = await pay.app.sql<{ address: Buffer; amount_micro: string; proof: Buffer[] }>(
      'select address, amount_micro::text, proof from payouts where season_id = $1 and user_id = $2',
      [seasonId, userId],
    );
    if (!row) throw new Error('no such payout');
    const args = [
      vaultSeasonId(seasonId),
      bytesToHex(row.address),
      BigInt(row.amount_micro),
      row.proof.map((hash) => bytesToHex(hash)),
    ] as const;
    const data = encodeFunctionData({ abi: seasonVaultAbi, functionName: 'claim', args });
    const receipt = await chain.call(chain.people[0] as Address, chain.vault, data);
    return receipt.transactionHash;
  };
  const planOf = async (seasonId: string) =>
    (await pay.admins.operator.call('admin.payouts')).seasons.find((season) => season.seasonId === seasonId)?.plan;

  it('funds the vault, sets the root, sees claims and pays the rest in a batch, until the season is paid out', async () => {
    const { seasonId, users } = await pay.endedSeason(26, 10);
    const { round } = await working();
    await pay.plan(seasonId);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ planned: 26 });
    const root = await pay.approve(seasonId);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 26 });
    expect(await planOf(seasonId)).toMatchObject({ status: 'published', root, problem: null });
    const first = users[0] as { userId: string };
    const hash = await claim(seasonId, first.userId);
    await round();
    // Not before it is final.
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 26 });
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 25, paid: 1 });
    const [paid] = await pay.app.sql<{ paid_tx: Buffer }>('select paid_tx from payouts where user_id = $1', [
      first.userId,
    ]);
    expect(paid && bytesToHex(paid.paid_tx)).toBe(hash);
    const body = {
      reason: pay.reason,
      confirm: (await pay.admins.treasurer.call('admin.payouts')).seasons[0]?.confirm ?? '',
    };
    await pay.admins.treasurer.call('admin.batchPayouts', { params: { seasonId }, body });
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ paid: 26 });
    expect(await pay.paidExactly(seasonId)).toEqual({ winners: 26, off: [] });
    expect(await pay.app.sql('select status from seasons where id = $1', [seasonId])).toEqual([{ status: 'paid_out' }]);
    const news = await pay.app.sql<{ status: string }>(
      `select data->>'status' as status from news where recipient = $1 and type = 'payout_updated' order by id`,
      [`user:${first.userId}`],
    );
    expect(news.map(({ status }) => status)).toEqual(['claimable', 'paid']);
  });
});
