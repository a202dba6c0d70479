/** From the end of a season to a root that two people agreed to. */
import { getAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { enterPaid } from '../../testing/paidEntries.ts';
import { endPaidSeason, makeUsers, type Winner } from '../../testing/paidSeason.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { exportableSeason, exportSeason } from '../fairness/exportSeason.ts';
import { accounts } from '../ledger/accounts.ts';
import { balanceOf } from '../ledger/balances.ts';
import { checkLedger } from '../ledger/check.ts';
import { post } from '../ledger/post.ts';
import { verifyPrize } from './prizeTree.ts';

const REVIEW_MS = 48 * 3_600_000;
const TREASURY = `0x${'33'.repeat(20)}` as const;
const ENV = {
  PAYMENTS: 'crypto',
  ETH_RPC_URL: 'http://127.0.0.1:1',
  CHAIN_ID: '31337',
  USDT_ADDRESS: `0x${'11'.repeat(20)}`,
  VAULT_ADDRESS: `0x${'22'.repeat(20)}`,
  TREASURY_ADDRESS: TREASURY,
};
const reason = 'As agreed on Monday.';
let app: TestApp;
let treasurer: TestPlayer;
let operator: TestPlayer;
let support: TestPlayer;
beforeAll(async () => {
  app = await startTestApp({ season: false, env: ENV });
  treasurer = await app.newAdmin('treasurer');
  operator = await app.newAdmin('operator');
  support = await app.newAdmin('support');
});
afterAll(async () => {
  const broken = await checkLedger(app.ctx.pool);
  await app.stop();
  expect(broken).toEqual([]);
});

/** A season of 25 that has ended; the first of its winners can sign in. */
async function ended() {
  const winner = await app.signIn();
  const users = await makeUsers(app, 24);
  const all = [{ userId: winner.id, wallet: Buffer.from(winner.wallet.slice(2), 'hex') }, ...users];
  const { id: seasonId } = await app.newSeason({ lengthMs: 3_600_000, entryFeeMicro: 25_000_000 });
  await enterPaid(
    app.ctx,
    seasonId,
    all.map(({ userId }) => userId),
  );
  await endPaidSeason(app, { players: 25, seasonId, users: all });
  return { winner, users, seasonId, params: { seasonId } };
}
const seasonOf = async (seasonId: string) =>
  (await treasurer.call('admin.payouts')).seasons.find((season) => season.seasonId === seasonId);
const confirmOf = async (seasonId: string) => (await seasonOf(seasonId))?.confirm ?? '';
async function planned() {
  const season = await ended();
  app.clock.advance(REVIEW_MS);
  await treasurer.call('admin.planPayouts', { params: season.params, body: { reason } });
  return season;
}
const propose = async (seasonId: string) =>
  treasurer.call('admin.proposePayouts', {
    params: { seasonId },
    body: { reason, confirm: await confirmOf(seasonId) },
  });
const approve = async (by: TestPlayer, proposalId: string, seasonId: string) =>
  by.call('admin.approve', { params: { proposalId }, body: { confirm: await confirmOf(seasonId) } });

describe('payouts', () => {
  it('are the prizes, under review for 48 hours of real time, and are shown to their winners', async () => {
    const { winner, seasonId, params } = await ended();
    const mine = (await winner.call('payouts.mine')).payouts;
    expect(mine).toMatchObject([{ seasonId, status: 'review', address: winner.wallet, claim: null, paidTx: null }]);
    const season = await seasonOf(seasonId);
    expect(season).toMatchObject({
      poolMicro: 25 * 21_250_000,
      sumMicro: 25 * 21_250_000,
      matches: true,
      winners: 25,
      plan: null,
    });
    app.clock.advance(REVIEW_MS - 1);
    await refused(treasurer.call('admin.planPayouts', { params, body: { reason } }), 'ACT_NOT_POSSIBLE');
    app.clock.advance(1);
    expect(await treasurer.call('admin.planPayouts', { params, body: { reason } })).toEqual({
      seasonId,
      status: 'planned',
    });
    expect((await winner.call('payouts.mine')).payouts[0]?.status).toBe('planned');
  });

  it('cannot be changed or removed, not even by the owner of the tables', async () => {
    const { seasonId } = await ended();
    const where = 'where season_id = $1';
    await expect(app.sql(`update payouts set amount_micro = amount_micro + 1 ${where}`, [seasonId])).rejects.toThrow(
      'cannot change',
    );
    await expect(
      app.sql(`update payouts set address = decode(repeat('ab', 20), 'hex') ${where}`, [seasonId]),
    ).rejects.toThrow('cannot change');
    await expect(app.sql(`delete from payouts ${where}`, [seasonId])).rejects.toThrow('cannot change');
  });

  it('are held when a flag, a sanction or a dispute is open, and by people until the root is approved', async () => {
    const { users, seasonId, params } = await ended();
    const [flagged, restricted, disputed, doubted] = users as unknown as [
      { userId: string },
      { userId: string },
      { userId: string },
      { userId: string },
    ];
    await support.call('admin.raiseFlag', { body: { userId: flagged.userId, reason } });
    await support.call('admin.restrict', { params: { userId: restricted.userId }, body: { reason } });
    await app.sql(`update entries set hold = 'disputed', held_at = now() where season_id = $1 and user_id = $2`, [
      seasonId,
      disputed.userId,
    ]);
    await app.sql(`update payments set status = 'disputed' where season_id = $1 and user_id = $2`, [
      seasonId,
      disputed.userId,
    ]);
    await support.call('admin.holdPayout', {
      params: { ...params, userId: doubted.userId },
      body: { reason: 'Ask them first.' },
    });
    app.clock.advance(REVIEW_MS);
    await treasurer.call('admin.planPayouts', { params, body: { reason } });
    const { payouts } = await treasurer.call('admin.payoutList', { params, query: { status: 'held' } });
    const reasons = Object.fromEntries(payouts.map((payout) => [payout.person.userId, payout.holdReason]));
    expect(reasons).toEqual({
      [flagged.userId]: 'open_flag',
      [restricted.userId]: 'restricted',
      [disputed.userId]: 'disputed',
      [doubted.userId]: 'by_people',
    });
    const release = (userId: string) =>
      operator.call('admin.releasePayout', { params: { ...params, userId }, body: { reason } });
    await refused(release(restricted.userId), 'ACT_NOT_POSSIBLE');
    await refused(
      support.call('admin.releasePayout', { params: { ...params, userId: doubted.userId }, body: { reason } }),
      'FORBIDDEN',
    );
    await support.call('admin.lift', { params: { userId: restricted.userId }, body: { reason } });
    expect(await release(restricted.userId)).toMatchObject({ status: 'planned' });
    const { proposalId } = await propose(seasonId);
    await approve(operator, proposalId, seasonId);
    const plan = (await seasonOf(seasonId))?.plan;
    const held = payouts.filter((payout) => payout.person.userId !== restricted.userId);
    expect(plan?.trustMicro).toBe(held.reduce((sum, payout) => sum + payout.amountMicro, 0));
    // Released later, it is owed by a transfer; nothing else can be held any more.
    expect(await release(doubted.userId)).toMatchObject({ status: 'due' });
    await refused(
      support.call('admin.holdPayout', { params: { ...params, userId: restricted.userId }, body: { reason } }),
      'ACT_NOT_POSSIBLE',
    );
  });
});

describe('a prize that can never be paid', () => {
  const carried = () => balanceOf(app.ctx.pool, accounts.carried());
  const forfeit = (seasonId: string, userId: string, confirm: string) =>
    treasurer.call('admin.forfeitPayout', { params: { seasonId, userId }, body: { reason, confirm } });

  it('is forfeited by two people, once it is lost for good, and goes into the pool of the paid season that ends next', async () => {
    const { users, seasonId, params } = await ended();
    const [unpaid, banned, restricted] = users as unknown as [Winner, Winner, Winner];
    const fee = (status: string) =>
      app.sql(
        `with e as (update entries set hold = $3 where season_id = $1 and user_id = $2 returning payment_id)
         update payments set status = $3 where id = (select payment_id from e)`,
        [seasonId, unpaid.userId, status],
      );
    await app.sql(`update entries set hold = 'disputed', held_at = now() where season_id = $1 and user_id = $2`, [
      seasonId,
      unpaid.userId,
    ]);
    await fee('disputed');
    await support.call('admin.restrict', { params: { userId: restricted.userId }, body: { reason } });
    await support.call('admin.ban', {
      params: { userId: banned.userId },
      body: { reason, confirm: getAddress(`0x${banned.wallet.toString('hex')}`) },
    });
    app.clock.advance(REVIEW_MS);
    await treasurer.call('admin.planPayouts', { params, body: { reason } });
    const listed = async (userId: string) =>
      (await treasurer.call('admin.payoutList', { params })).payouts.find(({ person }) => person.userId === userId);
    // The bank has not decided, and the ban is not 14 days old.
    for (const { userId } of [unpaid, banned, restricted]) {
      expect(await listed(userId)).toMatchObject({ status: 'held', forfeit: null });
      await refused(forfeit(seasonId, userId, 'forfeit 1'), 'ACT_NOT_POSSIBLE');
    }
    await fee('charged_back');
    app.clock.advance(12 * 24 * 3_600_000);
    expect((await listed(restricted.userId))?.forfeit).toBeNull();
    const shown = await listed(unpaid.userId);
    const amountMicro = shown?.amountMicro ?? 0;
    expect(shown).toMatchObject({ objection: 'refunded', forfeit: { why: 'fee_returned' } });
    const confirm = shown?.forfeit?.confirm ?? '';
    await refused(forfeit(seasonId, unpaid.userId, 'yes'), 'CONFIRMATION_MISMATCH');
    await expect(
      app.sql(
        `update payouts set status = 'forfeited', hold_reason = null, held_at = null, forfeit_reason = 'banned',
        forfeit_proposal_id = (select min(id) from admin_proposals) where season_id = $1 and user_id = $2`,
        [seasonId, unpaid.userId],
      ),
    ).rejects.toThrow('two people');
    const { proposalId } = await forfeit(seasonId, unpaid.userId, confirm);
    const agree = (by: TestPlayer) => by.call('admin.approve', { params: { proposalId }, body: { confirm } });
    await refused(agree(treasurer), 'SECOND_PERSON_REQUIRED');
    expect(await outcomes(times(4, () => agree(operator)))).toEqual({ ok: 1, PROPOSAL_NOT_OPEN: 3 });
    expect(await listed(unpaid.userId)).toMatchObject({
      status: 'forfeited',
      forfeitReason: 'fee_returned',
      forfeit: null,
    });
    expect(await carried()).toBe(amountMicro);

    // The one who was banned appeals: nothing is lost before the answer.
    await app.sql(
      `insert into appeals (id, user_id, sanction, sanction_since, sanctioned_by, text, written_at)
         select $1, user_id, kind, since, by_user, 'Please look at all of it again.', now() from sanctions where user_id = $2`,
      [app.ctx.newId(), banned.userId],
    );
    expect((await listed(banned.userId))?.forfeit).toBeNull();
    await app.sql(
      `update appeals set status = 'kept', answer = 'It stands.', decided_by = $2, decided_at = now() where user_id = $1`,
      [banned.userId, operator.id],
    );
    const second = await listed(banned.userId);
    expect(second?.forfeit?.why).toBe('banned');
    const next = await forfeit(seasonId, banned.userId, second?.forfeit?.confirm ?? '');
    await operator.call('admin.approve', {
      params: { proposalId: next.proposalId },
      body: { confirm: second?.forfeit?.confirm ?? '' },
    });
    const totalMicro = amountMicro + (second?.amountMicro ?? 0);
    expect(await carried()).toBe(totalMicro);

    // The list is approved without them, and the treasury keeps what they would have got.
    const published = await propose(seasonId);
    await approve(operator, published.proposalId, seasonId);
    expect((await seasonOf(seasonId))?.plan?.trustMicro).toBe(
      totalMicro + ((await listed(restricted.userId))?.amountMicro ?? 0),
    );
    expect(await checkLedger(app.ctx.pool)).toEqual([]);

    const later = await ended();
    expect(await seasonOf(later.seasonId)).toMatchObject({ poolMicro: 25 * 21_250_000 + totalMicro, matches: true });
    expect(await carried()).toBe(0);
    // Everybody can see how much of the pool came from there.
    const file = exportSeason(app.ctx.pool, await exportableSeason(app.ctx.pool, later.seasonId));
    const { value: head } = await file.next();
    expect(String(head).split('\n')[0]).toContain(`"carriedMicro":${totalMicro}`);
  });
});

describe('a root', () => {
  it('is approved by two people, once, and proves every prize', async () => {
    const { seasonId, winner } = await planned();
    await refused(
      treasurer.call('admin.proposePayouts', { params: { seasonId }, body: { reason, confirm: 'yes' } }),
      'CONFIRMATION_MISMATCH',
    );
    const { proposalId, root } = await propose(seasonId);
    await refused(approve(treasurer, proposalId, seasonId), 'SECOND_PERSON_REQUIRED');
    await refused(approve(support, proposalId, seasonId), 'FORBIDDEN');
    expect(await outcomes(times(6, () => approve(operator, proposalId, seasonId)))).toEqual({
      ok: 1,
      PROPOSAL_NOT_OPEN: 5,
    });
    expect((await seasonOf(seasonId))?.plan).toMatchObject({ status: 'approved', root, trustMicro: 0 });
    const rows = await app.sql<{ address: Buffer; amount_micro: number; proof: Buffer[] }>(
      'select address, amount_micro, proof from payouts where season_id = $1',
      [seasonId],
    );
    expect(rows).toHaveLength(25);
    const hex = (bytes: Buffer) => `0x${bytes.toString('hex')}` as const;
    for (const row of rows) {
      const prize = { account: hex(row.address), amountMicro: BigInt(row.amount_micro) };
      expect(verifyPrize(root as `0x${string}`, seasonId, prize, row.proof.map(hex))).toBe(true);
    }
    // Not published yet: nothing to claim.
    expect((await winner.call('payouts.mine')).payouts[0]).toMatchObject({ status: 'planned', claim: null });
    await refused(
      winner.call('payouts.claim', { params: { seasonId }, body: { txHash: `0x${'ab'.repeat(32)}` } }),
      'ACT_NOT_POSSIBLE',
    );
  });

  it('is not approved when somebody held a payout after it was proposed, or a flag was raised', async () => {
    const { seasonId, users, params } = await planned();
    const userId = users[0]?.userId ?? '';
    const { proposalId } = await propose(seasonId);
    await support.call('admin.holdPayout', { params: { ...params, userId }, body: { reason } });
    expect((await refused(approve(operator, proposalId, seasonId), 'ACT_NOT_POSSIBLE')).message).toContain(
      'have changed',
    );
    await operator.call('admin.releasePayout', { params: { ...params, userId }, body: { reason } });
    await support.call('admin.raiseFlag', { body: { userId, reason } });
    expect((await refused(approve(operator, proposalId, seasonId), 'ACT_NOT_POSSIBLE')).message).toContain(
      'stands against',
    );
    expect((await seasonOf(seasonId))?.plan?.status).toBe('planned');
  });

  it('can be taken back until it is signed, and is then approved anew, without whoever came to light meanwhile', async () => {
    const { seasonId, users, params } = await planned();
    const [held, released, found] = users as unknown as [Winner, Winner, Winner];
    for (const { userId } of [held, released])
      await support.call('admin.holdPayout', { params: { ...params, userId }, body: { reason } });
    await refused(treasurer.call('admin.takeBackPlan', { params, body: { reason } }), 'ACT_NOT_POSSIBLE');
    await approve(operator, (await propose(seasonId)).proposalId, seasonId);
    await operator.call('admin.releasePayout', { params: { ...params, userId: released.userId }, body: { reason } });
    // A transfer that is not signed can be held; it stays released here.
    await support.call('admin.holdPayout', { params: { ...params, userId: released.userId }, body: { reason } });
    await operator.call('admin.releasePayout', { params: { ...params, userId: released.userId }, body: { reason } });
    await support.call('admin.raiseFlag', { body: { userId: found.userId, reason } });
    await refused(support.call('admin.takeBackPlan', { params, body: { reason } }), 'FORBIDDEN');
    expect(await operator.call('admin.takeBackPlan', { params, body: { reason } })).toEqual({
      seasonId,
      status: 'planned',
    });
    expect((await seasonOf(seasonId))?.plan).toMatchObject({
      status: 'planned',
      root: null,
      trustMicro: 0,
      approvedAt: null,
    });
    await treasurer.call('admin.planPayouts', { params, body: { reason } });
    await approve(operator, (await propose(seasonId)).proposalId, seasonId);
    const { payouts } = await treasurer.call('admin.payoutList', { params, query: { status: 'held' } });
    expect(payouts.map(({ person }) => person.userId).sort()).toEqual([held.userId, found.userId].sort());
    await app.sql(
      `insert into payout_acts (chain_id, signer, nonce, kind, ref, season_id, target, data, signed_at)
       values (31337, $2, 0, 'set_root', 'test', $1, $2, '', now())`,
      [seasonId, Buffer.alloc(20, 1)],
    );
    expect(
      (await refused(operator.call('admin.takeBackPlan', { params, body: { reason } }), 'ACT_NOT_POSSIBLE')).message,
    ).toContain('signed');
    await expect(
      app.sql(
        `update payout_plans set status = 'planned', root = null, trust_micro = 0, proposal_id = null, approved_at = null where season_id = $1`,
        [seasonId],
      ),
    ).rejects.toThrow('taken back');
  });

  it('is refused by the database without two people, and when it is another one', async () => {
    const { seasonId } = await planned();
    const { proposalId } = await propose(seasonId);
    const set = (root: string) =>
      app.sql(
        `update payout_plans set status = 'approved', approved_at = now(), proposal_id = $2, root = decode($3, 'hex') where season_id = $1`,
        [seasonId, proposalId, root],
      );
    await expect(set('ab'.repeat(32))).rejects.toThrow('two people');
    await expect(
      app.sql(`update payout_plans set total_micro = total_micro - 1 where season_id = $1`, [seasonId]),
    ).rejects.toThrow();
  });
});

describe('money that needs people', () => {
  it('is noted as paid by hand when two people say so', async () => {
    const { seasonId, users } = await ended();
    const refundId = app.ctx.newId();
    await app.sql(
      `insert into refunds (id, method, reference, season_id, user_id, currency, amount_micro, reason, status, ordered_at)
       values ($1, 'crypto', $2, $3, $4, 'USDT', 25000000, 'wrong_amount', 'failed', now())`,
      [refundId, `31337:0x${'cd'.repeat(32)}:7`, seasonId, users[0]?.userId],
    );
    await inTransaction(app.ctx, (tx) =>
      post(tx, {
        ...{ kind: 'unaccepted', ref: `test:${refundId}`, seasonId, atMs: app.clock.nowMs() },
        postings: [
          { account: accounts.chain(), amountMicro: -25_000_000 },
          { account: accounts.refunds('USDT', seasonId), amountMicro: 25_000_000 },
        ],
      }),
    );
    expect((await treasurer.call('admin.refunds')).refunds).toMatchObject([
      { refundId, status: 'failed', method: 'crypto' },
    ]);
    expect((await treasurer.call('admin.overview')).paymentsToday).toMatchObject({ refundsFailed: 1 });
    const { proposalId } = await treasurer.call('admin.markRefundPaid', {
      params: { refundId },
      body: { proof: `0x${'ef'.repeat(32)}`, reason },
    });
    const body = { confirm: 'paid 25' };
    await refused(treasurer.call('admin.approve', { params: { proposalId }, body }), 'SECOND_PERSON_REQUIRED');
    await operator.call('admin.approve', { params: { proposalId }, body });
    expect(await app.sql('select status, proof from refunds where id = $1', [refundId])).toEqual([
      { status: 'done', proof: `0x${'ef'.repeat(32)}` },
    ]);
    expect((await treasurer.call('admin.refunds')).refunds).toEqual([]);
  });
});
