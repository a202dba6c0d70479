/** Prizes to their winners on a real chain: each once, exactly, whatever ends the process and whenever (RELIABILITY MO8, MO13 to MO15, BK2). */

import { seasonVaultAbi } from '@cryptotribes/contracts/seasonVault.generated';
import { type Address, bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailpointError, watchFailpoints } from '../../../testBuild/failpoint.ts';
import { failpointsOf } from '../../../testBuild/failpoints.ts';
import { FINALITY, type PayoutChain, startPayoutChain } from '../../../testing/chain/payoutChain.ts';
import { openTestChain, type TestChain } from '../../../testing/chain/testChain.ts';
import { findAnvil } from '../../../testing/findPrograms.ts';
import { makeUsers } from '../../../testing/paidSeason.ts';
import { openHealthDoor } from '../../health/door.ts';
import { accounts } from '../../ledger/accounts.ts';
import { balanceOf } from '../../ledger/balances.ts';
import { checkLedger } from '../../ledger/check.ts';
import { vaultSeasonId } from '../prizeTree.ts';
import { erc20Abi } from '../vaultReader.ts';
import { CHAIN_RULE } from './balances.ts';
import { payoutRounds } from './rounds.ts';

describe.skipIf(!findAnvil(process.env).ok)('the payout process', () => {
  let chain: TestChain;
  let pay: PayoutChain;
  // A chain of its own for each: the vault holds nothing that the books of this test do not know.
  beforeEach(async () => {
    chain = await openTestChain();
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
    const { round } = await pay.working();
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

  /** Transfers on the chain to these accounts: how many, and how much. */
  async function transfersTo(accounts: readonly Buffer[]): Promise<{ count: number; micro: bigint }> {
    const logs = await chain.client.getLogs({ address: chain.usdt, event: erc20Abi[5], fromBlock: 0n });
    const wanted = new Set(accounts.map((account) => bytesToHex(account)));
    const hits = logs.filter(({ args }) => wanted.has((args.to ?? '0x').toLowerCase() as Hex));
    return { count: hits.length, micro: hits.reduce((sum, { args }) => sum + (args.value ?? 0n), 0n) };
  }
  const POOL = (players: number): bigint => 21_250_000n * BigInt(players);
  const batch = async (seasonId: string) => {
    const { seasons } = await pay.admins.treasurer.call('admin.payouts');
    const confirm = seasons.find((season) => season.seasonId === seasonId)?.confirm ?? '';
    await pay.admins.treasurer.call('admin.batchPayouts', {
      params: { seasonId },
      body: { reason: pay.reason, confirm },
    });
  };
  const hold = (seasonId: string, userId: string) =>
    pay.admins.operator.call('admin.holdPayout', { params: { seasonId, userId }, body: { reason: pay.reason } });
  const letGo = (seasonId: string, userId: string) =>
    pay.admins.operator.call('admin.releasePayout', { params: { seasonId, userId }, body: { reason: pay.reason } });

  it('pays everybody once when it falls at every step of every act, and what was held when it is released', async () => {
    const { seasonId, users } = await pay.endedSeason(25, 5);
    const held = users[7]?.userId ?? '';
    const { parts } = await pay.working();
    let falls = 0;
    const fallen = new Map<string, boolean>();
    // Every second time that a step is reached, so that each act falls at each of its steps and then comes past it.
    const fall = (name: string) => {
      // Reached in every round, and for every claim that is read: they would fall for ever.
      if (name === 'payout.read' || name === 'payout.claimed') return;
      fallen.set(name, !fallen.get(name));
      if (!fallen.get(name)) return;
      falls++;
      throw new FailpointError(`fell at ${name}`);
    };
    const settle = () =>
      pay.settle(async () => {
        watchFailpoints(fall);
        try {
          return await payoutRounds(parts)();
        } catch (error) {
          if (!(error instanceof FailpointError)) throw error;
          return true;
        } finally {
          watchFailpoints(null);
        }
      });
    await hold(seasonId, held);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    await settle();
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 24, held: 1 });
    await batch(seasonId);
    await settle();
    expect(await pay.statuses(seasonId)).toEqual({ held: 1, paid: 24 });
    await letGo(seasonId, held);
    await settle();
    expect(await pay.statuses(seasonId)).toEqual({ paid: 25 });
    expect((await planOf(seasonId))?.status).toBe('closed');
    expect(await pay.paidExactly(seasonId)).toEqual({ winners: 25, off: [] });
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toEqual({ count: 25, micro: POOL(25) });
    // Close entries, draw, allow, fund, root, trust, batch, transfer: each when it was to be signed, kept, sent and booked.
    expect(falls).toBeGreaterThanOrEqual(8 * 4);
  });

  it('pays everybody once when the real process is killed at every step, and takes up the work again', async () => {
    const { seasonId, users } = await pay.endedSeason(24, 24);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    // What ends the quarantine of a first start; later ones must find nothing strange.
    await pay.app.sql(
      `insert into payout_releases (quarantine_no, reason, released_at) values (1, 'test', now() + interval '1 year')`,
    );
    const points = failpointsOf('payout').filter((name) => !/\.(planned|approved|replaced)$/.test(name));
    const killed: string[] = [];
    // Each life ends at one step; what it had done before is what the next one finds.
    for (const point of [...points, null]) {
      const life = pay.launch(point === null ? {} : { FAILPOINT: `${point}:kill` });
      let end: unknown = null;
      void life.gone.then((how) => {
        end = how;
      });
      await vi.waitFor(
        async () => {
          await chain.mine(FINALITY + 1);
          const plan = await planOf(seasonId);
          if (plan?.status === 'published' && plan.batchAskedAt === null) await batch(seasonId);
          if (point === null && plan?.status === 'closed') await life.end('SIGKILL');
          expect(end, life.output()).toBe('SIGKILL');
        },
        { timeout: 30_000, interval: 100 },
      );
      if (point !== null) killed.push(point);
    }
    expect(killed).toEqual(points);
    expect((await planOf(seasonId))?.status).toBe('closed');
    expect(await pay.statuses(seasonId)).toEqual({ paid: 24 });
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toEqual({ count: 24, micro: POOL(24) });
    expect(await pay.paidExactly(seasonId)).toEqual({ winners: 24, off: [] });
  }, 180_000);

  it('stops before it signs what something new stands against, not afterwards, and pays a season out without what is forfeited', async () => {
    const { seasonId, users } = await pay.endedSeason(26, 26);
    const [doubted, banned, late, held] = users.map(({ userId }) => userId) as [string, string, string, string];
    const { operator, treasurer } = pay.admins;
    const body = { reason: pay.reason };
    const raise = async (userId: string) =>
      (await operator.call('admin.raiseFlag', { body: { ...body, userId } })).flagId;
    const dismiss = (flagId: string) =>
      operator.call('admin.decideFlag', { params: { flagId }, body: { note: pay.reason, decision: 'cleared' } });
    await pay.app.sql(
      `insert into sanctions (user_id, kind, reason, since, by_user) values ($1, 'banned', 'test', to_timestamp(0), $2)`,
      [banned, operator.id],
    );
    const { round } = await pay.working();
    await hold(seasonId, held);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    // Between approval and signature: the root waits for people.
    const early = await raise(doubted);
    await pay.settle(round);
    expect((await planOf(seasonId))?.problem).toContain('something new stands against 1 of the payouts');
    expect(await pay.app.sql(`select 1 from payout_acts where kind = 'set_root'`)).toEqual([]);
    await dismiss(early);
    await operator.call('admin.retryPlan', { params: { seasonId }, body });
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 24, held: 2 });
    // What is published is not stopped, and is said to be too late; a transfer that was released and not signed is held again.
    await raise(late);
    await letGo(seasonId, held);
    const flag = await raise(held);
    await batch(seasonId);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ held: 2, paid: 24 });
    expect(await pay.app.sql(`select 1 from payout_acts where kind = 'transfer'`)).toEqual([]);
    await dismiss(flag);
    await letGo(seasonId, held);
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ held: 1, paid: 25 });
    const { payouts } = await treasurer.call('admin.payoutList', { params: { seasonId }, query: { status: 'held' } });
    const confirm = payouts[0]?.forfeit?.confirm ?? '';
    const { proposalId } = await treasurer.call('admin.forfeitPayout', {
      params: { seasonId, userId: banned },
      body: { ...body, confirm },
    });
    await operator.call('admin.approve', { params: { proposalId }, body: { confirm } });
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ forfeited: 1, paid: 25 });
    expect(await pay.app.sql('select status from seasons where id = $1', [seasonId])).toEqual([{ status: 'paid_out' }]);
    // Nothing is owed to this season any more; the treasury has what the next pool gets.
    expect(await balanceOf(pay.app.ctx.pool, accounts.payouts(seasonId))).toBe(0);
    expect(await balanceOf(pay.app.ctx.pool, accounts.carried())).toBe(payouts[0]?.amountMicro);
    const news = await pay.app.sql<{ status: string }>(
      `select data->>'status' as status from news where recipient = $1 and type = 'payout_updated' order by id`,
      [`user:${held}`],
    );
    expect(news.map(({ status }) => status)).toEqual(['held', 'due', 'held', 'due', 'sent', 'paid']);
  });

  it('does nothing on an old copy of the database until it is released, and then pays nobody twice', async () => {
    const { seasonId, users } = await pay.endedSeason(24, 24);
    const held = users[3]?.userId ?? '';
    const { round } = await pay.working();
    await hold(seasonId, held);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    await letGo(seasonId, held);
    const old = await pay.copy();
    await pay.settle(round);
    await claim(seasonId, users[0]?.userId ?? '');
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 22, paid: 2 });
    const before = await transfersTo(users.map(({ wallet }) => wallet));

    const again = await old.begin();
    await pay.settle(again.round);
    const [row] = await old.sql<{ state: string; problem: string }>('select state, problem from payout_process');
    expect(row).toMatchObject({ state: 'quarantine' });
    expect(row?.problem).toContain('transactions of the payout key that the database does not know');
    expect(row?.problem).toContain('has a root');
    expect(await old.sql(`select 1 from payout_acts`)).toEqual([]);
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toEqual(before);

    await pay.release(again.parts, old);
    await pay.settle(again.round);
    const statuses = await old.sql('select status, count(*)::int as n from payouts group by 1 order by 1');
    // What was transferred from the treasury meanwhile waits for people; nothing was sent a second time.
    expect(statuses).toEqual([
      { status: 'claimable', n: 22 },
      { status: 'failed', n: 1 },
      { status: 'paid', n: 1 },
    ]);
    const [failed] = await old.sql<{ problem: string }>(`select problem from payouts where status = 'failed'`);
    expect(failed?.problem).toContain('may have been paid already by 0x');
    expect(await transfersTo(users.map(({ wallet }) => wallet))).toEqual(before);
  });

  it('stops when the books disagree, and when the chain has a millionth less than they say', async () => {
    const { seasonId } = await pay.endedSeason(24, 0);
    const { round } = await pay.working();
    await pay.settle(round);
    expect(await pay.app.sql('select 1 from payout_freezes')).toEqual([]);
    await chain.token(chain.treasury, 'transfer', chain.people[6] as Address, 1n);
    await pay.makeFinal();
    await pay.settle(round);
    expect(await pay.app.sql('select rule from payout_freezes')).toEqual([{ rule: CHAIN_RULE }]);
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    await pay.settle(round);
    expect(await pay.app.sql('select 1 from payout_acts')).toEqual([]);
    const { process: shown } = await pay.admins.operator.call('admin.payouts');
    expect(shown).toMatchObject({ state: 'stopped', problem: CHAIN_RULE });
    expect((await pay.admins.operator.call('admin.overview')).payouts).toMatchObject({
      stops: 1,
      process: { state: 'stopped' },
    });
    await pay.app.sql(`update payout_freezes set lifted_at = now(), lift_reason = 'test'`);
  });

  it('asks whether the game’s records hold before it signs anything, and shows how it is to Prometheus', async () => {
    const { seasonId, users } = await pay.endedSeason(24, 0);
    const { round, parts } = await pay.working();
    await pay.plan(seasonId);
    await pay.approve(seasonId);
    const points = (by: number) =>
      pay.app.sql('update villages set victory_points = victory_points + $2 where user_id = $1', [
        users[0]?.userId,
        by,
      ]);
    await points(1);
    await pay.settle(round);
    expect(await pay.app.sql('select 1 from payout_acts')).toEqual([]);
    const rules = (await pay.app.sql<{ rule: string }>('select rule from payout_freezes')).map(({ rule }) => rule);
    expect(rules).toContain('victory points are the sum of their moves');
    expect((await pay.admins.operator.call('admin.payouts')).process?.state).toBe('stopped');
    const door = await openHealthDoor(parts, 0, { backlog: false });
    const ask = async (path: string) => fetch(`http://127.0.0.1:${door.port}${path}`);
    const shown = async () => (await (await ask('/metrics')).text()).split('\n');
    expect(await shown()).toContain('ct_payouts_frozen 1');
    expect([(await ask('/health/live')).status, (await ask('/health/ready')).status]).toEqual([200, 200]);
    await points(-1);
    await pay.app.sql(`update payout_freezes set lifted_at = now(), lift_reason = 'test'`);
    // One round signs; nothing is final yet.
    await round();
    pay.app.clock.advance(90_000);
    await round();
    const now = await shown();
    expect(now).toContain('ct_payouts_frozen 0');
    expect(now).toContain('ct_payout_oldest_act_seconds 90');
    expect(now).toContain(`ct_payout_round_timestamp_seconds ${pay.app.clock.nowMs() / 1_000}`);
    expect(now).toContain('ct_payout_quarantine 0');
    await door.stop();
    await pay.settle(round);
    expect(await pay.statuses(seasonId)).toEqual({ claimable: 24 });
  });

  it('sends fees back the way they came: from the vault in one transaction, from the treasury by transfers', async () => {
    const users = await makeUsers(pay.app, 6);
    const season = await pay.app.newSeason({ startsInMs: 3_600_000, entryFeeMicro: 25_000_000 });
    await pay.admins.operator.call('admin.openVault', {
      params: { seasonId: season.id },
      body: { reason: pay.reason },
    });
    const payer = chain.people[5] as Address;
    // From here on the key belongs to the process.
    await chain.token(chain.operator, 'mint', payer, 6n * 25_000_000n);
    const { round } = await pay.working();
    await pay.settle(round);
    expect(await pay.app.sql('select problem from vault_openings where opened_at is not null')).toEqual([
      { problem: null },
    ]);
    const before = await pay.balanceOf(payer);
    await chain.token(payer, 'approve', chain.vault, 75_000_000n);
    for (const { wallet } of users.slice(0, 3)) {
      const args = [vaultSeasonId(season.id), bytesToHex(wallet)] as const;
      await chain.call(payer, chain.vault, encodeFunctionData({ abi: seasonVaultAbi, functionName: 'enter', args }));
    }
    for (let n = 0; n < 3; n++) await chain.token(payer, 'transfer', chain.treasury, 25_000_000n);
    await pay.makeFinal();
    // Nobody asked to pay: people decide that all of it goes back.
    const { deposits } = await pay.admins.treasurer.call('admin.deposits');
    expect(deposits).toHaveLength(6);
    for (const { reference } of deposits) {
      const body = { reference, decision: 'refund' as const, reason: pay.reason };
      await pay.admins.treasurer.call('admin.decideDeposit', { body });
    }
    await pay.settle(round);
    const refunds = await pay.app.sql<{ status: string }>('select status from refunds');
    expect(refunds).toEqual(Array.from({ length: 6 }, () => ({ status: 'done' })));
    expect(await pay.balanceOf(payer)).toBe(before);
    expect(await pay.balanceOf(chain.treasury)).toBe(0n);
  });
});
