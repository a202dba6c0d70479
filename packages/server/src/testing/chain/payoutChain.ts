/** A paid season on a test chain, ended and ready to be paid out, and the hands of those who do it. */
import pg from 'pg';
import { type Address, bytesToHex, getAddress } from 'viem';
import { readConfig } from '../../config/config.ts';
import { Closer } from '../../context.ts';
import { createDepositWatch } from '../../features/payments/crypto/watchDeposits.ts';
import { vaultSeasonId } from '../../features/payouts/prizeTree.ts';
import type { PayoutParts } from '../../features/payouts/process/parts.ts';
import { payoutRounds } from '../../features/payouts/process/rounds.ts';
import { erc20Abi } from '../../features/payouts/vaultReader.ts';
import { asRole, ensureRole } from '../../platform/appRole.ts';
import { createPool } from '../../platform/db.ts';
import { createLogger } from '../../platform/logger.ts';
import { openPayouts } from '../../roles/payouts.ts';
import { launchTestBuild } from '../gameProcess.ts';
import { enterPaid } from '../paidEntries.ts';
import { endPaidSeason, makeUsers, type Winner } from '../paidSeason.ts';
import { startTestApp, type TestApp } from '../testApp.ts';
import { withDatabaseName } from '../testDatabase.ts';
import { payoutKey } from './payers.ts';
import type { TestChain } from './testChain.ts';

export const FEE_MICRO = 25_000_000n;
/** Blocks on top that make one final, with epochs of two. */
export const FINALITY = 4;
const PAYOUT_USER = 'cryptotribes_test_payouts';
const PAYOUT_PASSWORD = 'only for these tests';
const MAX_UINT = 2n ** 256n - 1n;
const REVIEW_MS = 48 * 3_600_000;

export type PayoutChain = Awaited<ReturnType<typeof startPayoutChain>>;

export async function startPayoutChain(chain: TestChain) {
  await chain.mine(FINALITY + 1);
  await chain.token(chain.treasury, 'approve', chain.operator, MAX_UINT);
  const { timestamp } = await chain.client.getBlock();
  const env = { PAYMENTS: 'crypto', ...chain.env };
  const copies: { name: string; pool: pg.Pool }[] = [];
  const app = await startTestApp({ season: false, env, nowMs: Number(timestamp) * 1_000 });
  const watch = createDepositWatch(app.ctx, (app.ctx.chain as NonNullable<TestApp['ctx']['chain']>).reader);
  // Roles are the server's, not the database's: files that run at the same time share this one, and make it one after the other.
  await ensureRole(withDatabaseName(app.database.url, 'postgres'), PAYOUT_USER, PAYOUT_PASSWORD);
  const payoutUrl = asRole(app.database.url, PAYOUT_USER, PAYOUT_PASSWORD);
  const payoutEnv = { ...env, ROLE: 'payouts', PAYOUT_SIGNING_KEY: payoutKey, NODE_ENV: 'test' };
  const closer = new Closer(createLogger('silent'));

  /** The process's parts and rounds, here; each call is a process of its own. */
  const begin = async (
    databaseUrl = payoutUrl,
    ownerDatabaseUrl = app.database.url,
  ): Promise<{ parts: PayoutParts; round: () => Promise<boolean> }> => {
    const parts = await openPayouts(
      {
        ...{
          config: readConfig(payoutEnv),
          log: createLogger((process.env.TEST_LOG as 'error') ?? 'silent'),
          clock: app.clock,
        },
        ...{ databaseUrl, ownerDatabaseUrl },
      },
      closer,
    );
    return { parts, round: payoutRounds(parts) };
  };
  /** The built program as the payout process, with its test doors. */
  const launch = (env: Readonly<Record<string, string>>) =>
    launchTestBuild({
      ...payoutEnv,
      ...{ DATABASE_URL: payoutUrl, MIGRATION_DATABASE_URL: app.database.url, TEST_PAYOUT_IDLE_MS: '50' },
      ...env,
    });
  /** The database as it is now, in a copy, and a process on the copy: what a backup that is restored later gives. */
  const copy = async () => {
    const name = `${new URL(app.database.url).pathname.slice(1)}_old`;
    const source = new URL(app.database.url).pathname.slice(1);
    const admin = new pg.Client({ connectionString: withDatabaseName(app.database.url, 'postgres') });
    await admin.connect();
    // A database that somebody uses cannot be copied.
    await admin.query(`alter database "${source}" allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [source]);
    await admin.query(`create database "${name}" template "${source}"`);
    await admin.query(`alter database "${source}" allow_connections true`);
    await admin.end();
    const pool = createPool({
      url: withDatabaseName(app.database.url, name),
      size: 2,
      log: createLogger('silent'),
      name: 'old copy',
    });
    copies.push({ name, pool });
    return {
      sql: async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
        (await pool.query<R>(text, values)).rows,
      begin: () => begin(withDatabaseName(payoutUrl, name), withDatabaseName(app.database.url, name)),
    };
  };
  const release = (parts: PayoutParts, on: Pick<TestApp, 'sql'> = app) =>
    on.sql(
      `insert into payout_releases (quarantine_no, reason, released_at) select quarantine_no, 'test', $1 from payout_process where chain_id = $2`,
      [new Date(app.clock.nowMs()), parts.reader.settings.chainId],
    );
  /** A process that may act: the key has sent transactions before, so it waits for a release first. */
  const working = async () => {
    const process = await begin();
    await process.round();
    await release(process.parts);
    await process.round();
    return process;
  };
  const makeFinal = async () => {
    await chain.mine(FINALITY + 1);
    await watch.round();
  };
  /** Rounds, each followed by final blocks, until nothing happens any more. */
  const settle = async (round: () => Promise<boolean>): Promise<void> => {
    for (let idle = 0; idle < 3; ) {
      idle = (await round()) ? 0 : idle + 1;
      await makeFinal();
    }
  };

  /** A season that has ended: `inVault` players entered in the vault, the others by transfers to the treasury. */
  const endedSeason = async (
    players: number,
    inVault: number,
  ): Promise<{ seasonId: string; users: Winner[]; closingMs: number }> => {
    const users = await makeUsers(app, players);
    const { id: seasonId } = await app.newSeason({
      startsInMs: 60_000,
      lengthMs: 3_600_000,
      entryFeeMicro: Number(FEE_MICRO),
    });
    const season = vaultSeasonId(seasonId);
    if (inVault > 0) await chain.openSeason(season, FEE_MICRO);
    for (const { wallet } of users.slice(0, inVault))
      await chain.enter(season, bytesToHex(wallet), chain.people[0] as Address);
    await chain.token(chain.minter, 'mint', chain.treasury, FEE_MICRO * BigInt(players - inVault));
    await enterPaid(
      app.ctx,
      seasonId,
      users.map(({ userId }) => userId),
    );
    await chain.mine(FINALITY + 1);
    // The watch begins after that: these fees are booked already.
    await app.sql('delete from chain_cursors');
    await watch.round();
    app.clock.advance(60_000);
    const { closingMs } = await endPaidSeason(app, { players, seasonId, users });
    app.clock.advance(REVIEW_MS);
    return { seasonId, users, closingMs };
  };
  const admins = { treasurer: await app.newAdmin('treasurer'), operator: await app.newAdmin('operator') };
  const reason = 'As agreed on Monday.';
  const plan = (seasonId: string) =>
    admins.treasurer.call('admin.planPayouts', { params: { seasonId }, body: { reason } });
  /** Two people agree to the root as it is. */
  const approve = async (seasonId: string): Promise<string> => {
    const found = (await admins.treasurer.call('admin.payouts')).seasons.find((season) => season.seasonId === seasonId);
    const confirm = found?.confirm ?? '';
    const { proposalId, root } = await admins.treasurer.call('admin.proposePayouts', {
      params: { seasonId },
      body: { reason, confirm },
    });
    await admins.operator.call('admin.approve', { params: { proposalId }, body: { confirm } });
    return root;
  };
  const balanceOf = (address: Address | Buffer): Promise<bigint> =>
    chain.client.readContract({
      ...{ address: chain.usdt, abi: erc20Abi, functionName: 'balanceOf' },
      args: [typeof address === 'string' ? address : bytesToHex(address)],
    });
  return {
    ...{
      app,
      chain,
      watch,
      admins,
      begin,
      launch,
      settle,
      makeFinal,
      endedSeason,
      plan,
      approve,
      balanceOf,
      payoutEnv,
      payoutUrl,
    },
    copy,
    reason,
    statuses: async (seasonId: string): Promise<Record<string, number>> =>
      Object.fromEntries(
        (
          await app.sql<{ status: string; n: number }>(
            'select status, count(*)::int as n from payouts where season_id = $1 group by 1 order by 1',
            [seasonId],
          )
        ).map(({ status, n }) => [status, n]),
      ),
    /** Every winner was paid exactly the prize: by the chain's own balances. */
    paidExactly: async (seasonId: string): Promise<{ winners: number; off: string[] }> => {
      const rows = await app.sql<{ address: Buffer; amount_micro: string }>(
        'select address, amount_micro::text from payouts where season_id = $1',
        [seasonId],
      );
      const off: string[] = [];
      for (const row of rows) {
        const balance = await balanceOf(row.address);
        if (balance !== BigInt(row.amount_micro))
          off.push(`${getAddress(bytesToHex(row.address))}: ${balance} of ${row.amount_micro}`);
      }
      return { winners: rows.length, off };
    },
    release,
    working,
    stop: async () => {
      await closer.close();
      for (const { name, pool } of copies) {
        await pool.end();
        await app.sql(`drop database "${name}" with (force)`);
      }
      await app.stop();
    },
  };
}
