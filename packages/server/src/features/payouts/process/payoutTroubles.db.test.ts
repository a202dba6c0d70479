/**
 * What goes wrong around the payout process, on a real chain (RELIABILITY MO15, B7): no gas, no money, dear blocks, a winner whom the token refuses,
 * prizes that nobody claims, a season that was cancelled.
 */
import { mockUsdtAbi } from '@cryptotribes/contracts/mockUsdt.generated';
import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, bytesToHex, encodeFunctionData, getAddress } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../platform/tx.ts';
import { type PayoutChain, startPayoutChain } from '../../../testing/chain/payoutChain.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { makeUsers } from '../../../testing/paidSeason.ts';
import { accounts } from '../../ledger/accounts.ts';
import { checkLedger } from '../../ledger/check.ts';
import { post } from '../../ledger/post.ts';
import { openPayment, refundCancelledSeason } from '../../payments/settle.ts';
import { lockSeason } from '../../seasons/queries.ts';
import { cancelSeason } from '../../seasons/start.ts';
import { vaultSeasonId } from '../prizeTree.ts';
import { erc20Abi } from '../vaultReader.ts';
import { REPLACE_AFTER_MS } from './acts.ts';

const FEE_MICRO = 25_000_000n;
const CLAIM_DAYS = 180;

describe.skipIf(!findAnvil(process.env).ok)('the payout process in trouble', () => {
  let chain: TestChain;
  let pay: PayoutChain;
  beforeEach(async () => {
    // The token is not the payout key's: that key sends nothing that the process does not know.
    chain = await openTestChain({ ownMinter: true });
    pay = await startPayoutChain(chain);
  });
  afterEach(async () => {
    const broken = await checkLedger(pay.app.ctx.pool);
    const stops = await pay.app.sql('select rule, details from payout_freezes where lifted_at is null');
    await pay.stop();
    await chain.stop();
    expect(broken).toEqual([]);
    expect(stops).toEqual([]);
  });

  /** A season whose root two people have agreed to. */
  async function approved(
    players: number,
    inVault: number,
    beforePlan: (seasonId: string, users: Users) => unknown = () => {},
  ) {
    const { seasonId, users } = await pay.endedSeason(players, inVault);
    const process = await pay.working();
    await beforePlan(seasonId, users);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    return { seasonId, users, ...process };
  }
  type Users = Awaited<ReturnType<PayoutChain['endedSeason']>>['users'];
  const problem = async () =>
    (await pay.app.sql<{ problem: string | null }>('select problem from payout_process'))[0]?.problem;
  const planProblem = async () =>
    (await pay.app.sql<{ problem: string | null }>('select problem from payout_plans'))[0]?.problem;
  const acts = () =>
    pay.app.sql<{ kind: string; status: string; n: number }>(
      `select a.kind, a.status, count(t.*)::int as n from payout_acts a join payout_transactions t on t.act_id = a.id group by a.id order by a.id`,
    );
  const batch = async (seasonId: string) => {
    const { seasons } = await pay.admins.treasurer.call('admin.payouts');
    const confirm = seasons.find((season) => season.seasonId === seasonId)?.confirm ?? '';
    const body = { reason: pay.reason, confirm };
    await pay.admins.treasurer.call('admin.batchPayouts', { params: { seasonId }, body });
  };
  /** Transfers on the chain to these accounts. */
  async function transfersTo(wallets: readonly Buffer[]): Promise<number> {
    const logs = await chain.client.getLogs({ address: chain.usdt, event: erc20Abi[5], fromBlock: 0n });
    const wanted = new Set(wallets.map((wallet) => getAddress(bytesToHex(wallet))));
    return logs.filter(({ args }) => wanted.has(getAddress(args.to ?? '0x'))).length;
  }
  /** What `ct payouts book` does: money was moved out of the treasury by hand. */
  const bookMoved = (micro: number) =>
    inTransaction(pay.app.ctx, (tx) =>
      post(tx, {
        ...{ kind: 'house_moved', ref: `0x${'0'.repeat(63)}1`, atMs: pay.app.clock.nowMs() },
        postings: [
          { account: accounts.chain(), amountMicro: -micro },
          { account: accounts.house('USDT'), amountMicro: micro },
        ],
      }),
    );
  const asMinter = (data: `0x${string}`) => chain.call(chain.minter, chain.usdt, data);
  const blackList = (wallet: Buffer, blocked: boolean) =>
    asMinter(
      encodeFunctionData({ abi: mockUsdtAbi, functionName: 'setBlackListed', args: [bytesToHex(wallet), blocked] }),
    );

  it('waits for gas, says so, and goes on by itself when there is some', async () => {
    const { seasonId, round } = await approved(24, 24);
    const gas = await chain.client.getBalance({ address: chain.operator });
    await chain.client.setBalance({ address: chain.operator, value: 1_000n });
    await pay.settle(round);
    expect(await problem()).toMatch(
      /^the payout key has 0\.000000000000001 of 0\.\d+ coins that a transaction may cost in gas$/,
    );
    expect([await planProblem(), await acts()]).toEqual([null, []]);
    expect((await pay.admins.operator.call('admin.payouts')).process).toMatchObject({
      state: 'working',
      problem: await problem(),
    });
    await chain.client.setBalance({ address: chain.operator, value: gas });
    await pay.settle(round);
    expect(await problem()).toBeNull();
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 24 });
  });

  it('waits for money of the treasury for prizes, and goes on by itself when it is there', async () => {
    let held = '';
    const { seasonId, users, round } = await approved(24, 0, async (id, all) => {
      held = all[5]?.userId ?? '';
      await pay.admins.operator.call('admin.holdPayout', {
        params: { seasonId: id, userId: held },
        body: { reason: pay.reason },
      });
    });
    const away = chain.people[6] as Address;
    // Whoever takes it says so; what comes back is put aside like any money that nobody expects.
    await bookMoved(-100_000_000);
    await chain.token(chain.treasury, 'transfer', away, 100_000_000n);
    await pay.settle(round);
    expect(await problem()).toBe('the treasury has 500000000 of 510000000 micro-USDT that are to be sent');
    expect(await planProblem()).toBeNull();
    await chain.token(away, 'transfer', chain.treasury, 100_000_000n);
    await pay.settle(round);
    expect(await problem()).toBeNull();
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 23, held: 1 });
    await pay.admins.operator.call('admin.releasePayout', {
      params: { seasonId, userId: held },
      body: { reason: pay.reason },
    });
    await batch(seasonId);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ paid: 24 });
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toBe(24);
  });

  it('pays more when blocks have become dear, and never twice; pays no more when that would not help', async () => {
    const { seasonId, round } = await approved(24, 24);
    await chain.client.setAutomine(false);
    await round();
    expect(await acts()).toEqual([{ kind: 'close_entries', status: 'signed', n: 1 }]);
    // Nobody makes blocks: paying ever more would not help.
    for (let n = 0; n < 3; n++) {
      pay.app.clock.advance(REPLACE_AFTER_MS);
      await round();
    }
    expect(await acts()).toEqual([{ kind: 'close_entries', status: 'signed', n: 1 }]);
    // Blocks are made, and too dear for what it offered.
    const [offer] = await pay.app.sql<{ fee: string }>('select max_fee_wei::text as fee from payout_transactions');
    const dear = BigInt(offer?.fee ?? 0) * 2n;
    const mineDear = async () => {
      await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: dear });
      await chain.client.mine({ blocks: 1 });
    };
    await mineDear();
    pay.app.clock.advance(REPLACE_AFTER_MS);
    await round();
    expect(await acts()).toEqual([{ kind: 'close_entries', status: 'signed', n: 2 }]);
    const fees = await pay.app.sql<{ fee: string; tip: string; nonce: number }>(
      'select max_fee_wei::text as fee, tip_wei::text as tip, a.nonce from payout_transactions t join payout_acts a on a.id = t.act_id order by max_fee_wei',
    );
    const [first, second] = fees.map(({ fee, tip }) => ({ fee: BigInt(fee), tip: BigInt(tip) }));
    expect(second && first && second.fee >= dear && second.tip * 100n >= first.tip * 125n).toBe(true);
    expect(new Set(fees.map(({ nonce }) => nonce)).size).toBe(1);
    await mineDear();
    await chain.client.setAutomine(true);
    await pay.settle(round);
    expect((await acts()).map(({ kind, status }) => [kind, status])).toEqual([
      ['close_entries', 'done'],
      ['set_root', 'done'],
      ['take_fee_share', 'done'],
    ]);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 24 });
  });

  it('pays the others when the token refuses one winner, who is paid later', async () => {
    const { seasonId, users, round } = await approved(24, 24);
    await pay.settle(round);
    const blocked = users[3]?.wallet as Buffer;
    await blackList(blocked, true);
    await batch(seasonId);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 1, paid: 23 });
    const [row] = await pay.app.sql<{ problem: string; address: Buffer; amount_micro: string; proof: Buffer[] }>(
      `select problem, address, amount_micro::text, proof from payouts where status = 'claimable'`,
    );
    expect(row?.problem).toBe('the token refused to pay this account');
    await blackList(blocked, false);
    const claim = [
      vaultSeasonId(seasonId),
      bytesToHex(blocked),
      BigInt(row?.amount_micro ?? 0),
      (row?.proof ?? []).map((hash) => bytesToHex(hash)),
    ] as const;
    await chain.call(
      chain.people[2] as Address,
      chain.vault,
      encodeFunctionData({ abi: seasonVaultAbi, functionName: 'claim', args: claim }),
    );
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ paid: 24 });
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toBe(24);
    expect(await pay.app.sql('select status from seasons where id = $1', [seasonId])).toEqual([{ status: 'paid_out' }]);
  });

  it('takes back what nobody claimed in time, to the millionth, and closes the season', async () => {
    const { seasonId, users, round } = await approved(24, 24);
    await pay.settle(round);
    const [first] = await pay.app.sql<{ address: Buffer; amount_micro: string; proof: Buffer[] }>(
      'select address, amount_micro::text, proof from payouts where user_id = $1',
      [users[0]?.userId],
    );
    const args = [
      vaultSeasonId(seasonId),
      bytesToHex(first?.address as Buffer),
      BigInt(first?.amount_micro ?? 0),
      (first?.proof ?? []).map((hash) => bytesToHex(hash)),
    ] as const;
    await chain.call(
      chain.people[1] as Address,
      chain.vault,
      encodeFunctionData({ abi: seasonVaultAbi, functionName: 'claim', args }),
    );
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 23, paid: 1 });
    const before = await pay.balanceOf(chain.treasury);
    await chain.client.increaseTime({ seconds: CLAIM_DAYS * 86_400 - 3_600 });
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 23, paid: 1 });
    await chain.client.increaseTime({ seconds: 3_600 });
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ paid: 1, swept: 23 });
    const [left] = await pay.app.sql<{ micro: string }>(
      `select sum(amount_micro)::text as micro from payouts where status = 'swept'`,
    );
    expect((await pay.balanceOf(chain.treasury)) - before).toBe(BigInt(left?.micro ?? 0));
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toBe(1);
    expect(
      await pay.app.sql('select p.status as plan, s.status from payout_plans p join seasons s on s.id = p.season_id'),
    ).toEqual([{ plan: 'closed', status: 'paid_out' }]);
  });

  it('gives all fees of a cancelled season back from the vault, many in one transaction, each once to its payer', async () => {
    const users = await makeUsers(pay.app, 7);
    const season = await pay.app.newSeason({ startsInMs: 3_600_000, entryFeeMicro: Number(FEE_MICRO) });
    const vaultId = vaultSeasonId(season.id);
    await pay.watch.round();
    await chain.openSeason(vaultId, FEE_MICRO);
    const payers = chain.people.slice(0, users.length);
    for (const { userId } of users)
      await inTransaction(pay.app.ctx, (tx) =>
        openPayment(pay.app.ctx, tx, { seasonId: season.id, userId, method: 'crypto', nextLookMs: null }),
      );
    for (const [n, { wallet }] of users.entries()) await chain.enter(vaultId, bytesToHex(wallet), payers[n] as Address);
    await pay.makeFinal();
    expect(await pay.app.number('select count(*) from entries')).toBe(users.length);
    // From here on the key belongs to the process.
    const { round } = await pay.working();
    await inTransaction(pay.app.ctx, async (tx) => {
      const row = await lockSeason(tx, season.id);
      if (row !== null) await cancelSeason(tx, row, 'operator', pay.app.clock.nowMs());
    });
    await refundCancelledSeason(pay.app.ctx, season.id, (work) => inTransaction(pay.app.ctx, work));
    // One of them cannot be paid at first.
    await blackList(bytesOf(payers[4] as Address), true);
    await pay.settle(round);
    const statuses = () =>
      pay.app.sql<{ status: string; n: number }>(
        'select status, count(*)::int as n from refunds group by 1 order by 1',
      );
    expect(await statuses()).toEqual([
      { status: 'done', n: 6 },
      { status: 'failed', n: 1 },
    ]);
    expect((await acts()).map(({ kind }) => kind)).toEqual(['cancel_season', 'refund_batch']);
    await blackList(bytesOf(payers[4] as Address), false);
    await pay.app.sql(
      `update refunds set status = 'due', next_try_at = ordered_at, last_problem = null where status = 'failed'`,
    );
    await pay.settle(round);
    expect(await statuses()).toEqual([{ status: 'done', n: 7 }]);
    for (const payer of payers) expect(await pay.balanceOf(payer)).toBe(FEE_MICRO);
    expect(await transfersTo(payers.map(bytesOf))).toBe(2 * users.length);
    expect(await pay.app.number(`select count(*) from payments where status = 'refunded'`)).toBe(7);
    expect(await pay.balanceOf(chain.vault)).toBe(0n);
  });

  it('waits for money of the treasury for refunds, one after the other, and sends each once', async () => {
    await pay.app.newSeason({ startsInMs: 3_600_000, entryFeeMicro: Number(FEE_MICRO) });
    const payer = chain.people[5] as Address;
    await chain.token(chain.minter, 'mint', payer, 3n * FEE_MICRO);
    await pay.watch.round();
    const { round } = await pay.working();
    for (let n = 0; n < 3; n++) await chain.token(payer, 'transfer', chain.treasury, FEE_MICRO);
    await pay.makeFinal();
    const { deposits } = await pay.admins.treasurer.call('admin.deposits');
    for (const { reference } of deposits)
      await pay.admins.treasurer.call('admin.decideDeposit', {
        body: { reference, decision: 'refund', reason: pay.reason },
      });
    // Enough for one and a half; blocks come late, so that the first is still on its way when the second is asked about.
    await chain.token(chain.treasury, 'transfer', chain.people[6] as Address, 37_500_000n);
    await chain.client.setAutomine(false);
    await bookMoved(-37_500_000);
    await round();
    expect((await acts()).map(({ kind, status }) => [kind, status])).toEqual([['refund_transfer', 'signed']]);
    expect(await problem()).toBe('the treasury has 12500000 of 25000000 micro-USDT that are to be sent');
    await chain.client.setAutomine(true);
    await chain.client.mine({ blocks: 1 });
    await chain.token(chain.people[6] as Address, 'transfer', chain.treasury, 37_500_000n);
    await pay.settle(round);
    expect(await pay.app.sql('select status from refunds')).toEqual(
      Array.from({ length: 3 }, () => ({ status: 'done' })),
    );
    expect(await pay.balanceOf(payer)).toBe(3n * FEE_MICRO);
  });
});

const bytesOf = (address: Address): Buffer => Buffer.from(address.slice(2), 'hex');
