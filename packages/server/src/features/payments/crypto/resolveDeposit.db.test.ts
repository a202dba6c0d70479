/** What people decide about deposits that were put aside, at the command line. */
import { PassThrough, Readable } from 'node:stream';
import { HOUR_MS } from '@cryptotribes/rules/core/time';
import type { Address, Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCt } from '../../../cli/ct.ts';
import { inTransaction } from '../../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../../testing/testApp.ts';
import type { TestPlayer } from '../../../testing/testPlayer.ts';
import { accounts } from '../../ledger/accounts.ts';
import { balanceOf } from '../../ledger/balances.ts';
import { checkLedger } from '../../ledger/check.ts';
import { listOpenRefunds } from '../refundQueries.ts';
import { openPayment } from '../settle.ts';
import { decideDeposit } from './decideDeposit.ts';
import { type Deposit, findDeposit, reopenDeposits, saveDeposits } from './depositQueries.ts';
import { readReference, referenceOf } from './reference.ts';
import { refundTarget } from './refundTarget.ts';

const FEE = 25_000_000;
const CHAIN = 31_337;
const address = (byte: string): Address => `0x${byte.repeat(20)}`;
const EXCHANGE = address('ee');
const SOURCES = { token: address('a1'), vault: address('a2'), treasury: address('a3') };
const ENV = {
  ...{ PAYMENTS: 'crypto', ETH_RPC_URL: 'http://127.0.0.1:1', CHAIN_ID: String(CHAIN), USDT_ADDRESS: SOURCES.token },
  ...{ VAULT_ADDRESS: SOURCES.vault, TREASURY_ADDRESS: SOURCES.treasury },
};

let app: TestApp;
let alice: TestPlayer;
let sent = 0;
beforeEach(async () => {
  app = await startTestApp({ startsInMs: HOUR_MS, entryFeeMicro: FEE, env: ENV });
  alice = await app.signIn();
});
afterEach(async () => {
  const broken = await checkLedger(app.ctx.pool);
  await app.stop();
  expect(broken).toEqual([]);
});

async function ct(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const env = { DATABASE_URL: app.database.url, NODE_ENV: 'test' };
  const code = await runCt(['deposits', ...argv], { env, stdin: Readable.from([]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

/** A final transfer, as the watcher keeps it, and decided. */
async function arrives(payer: Address, amountMicro = BigInt(FEE)): Promise<Deposit> {
  sent++;
  const txHash: Hex = `0x${sent.toString(16).padStart(64, '0')}`;
  const log = { kind: 'transfer' as const, txHash, logIndex: 3, blockNumber: sent, blockHash: txHash };
  const deposit = { ...log, payer, player: null, vaultSeason: null, amountMicro };
  const [saved] = await saveDeposits(app.ctx.pool, CHAIN, [deposit], 'final', app.clock.nowMs());
  await decide(saved as Deposit);
  return saved as Deposit;
}
const decide = (deposit: Deposit) => decideDeposit(app.ctx, deposit, app.clock.nowMs(), SOURCES);
const now = async (deposit: Deposit) => {
  const { status, reason } = (await findDeposit(app.ctx.pool, deposit)) as Deposit;
  return { status, reason };
};
const ask = (player: TestPlayer) =>
  inTransaction(app.ctx, (tx) =>
    openPayment(app.ctx, tx, { seasonId: app.seasonId, userId: player.id, method: 'crypto', nextLookMs: null }),
  );
const audit = () =>
  app.sql("select action, target_id, reason from audit_log where action like 'deposit.%' order by id");

describe('ct deposits', () => {
  it('lists what was put aside, with amount, reason and sender', async () => {
    expect((await ct('list')).out).toBe('Nothing waits for a decision.\n');
    const deposit = await arrives(EXCHANGE);
    const { code, out } = await ct('list');
    expect(code).toBe(0);
    expect(out).toContain(`${referenceOf(deposit)}  25.000000 USDT  unknown_sender  from ${EXCHANGE}`);
  });

  it('shows an amount that no book could hold, and does not order it back', async () => {
    const deposit = await arrives(EXCHANGE, 2n ** 256n - 1n);
    expect((await ct('list')).out).toContain(`${2n ** 256n - 1n} micro USDT`);
    expect(await ct('refund', referenceOf(deposit), '--reason', 'x')).toMatchObject({
      ...{ code: 1, err: 'Not done: that amount cannot be paid.\n' },
    });
    expect((await ct('dismiss', referenceOf(deposit), '--reason', 'no such money')).code).toBe(0);
  });

  it('credits a fee that came from an exchange to the player it was for', async () => {
    await ask(alice);
    const deposit = await arrives(EXCHANGE);
    const args = ['--player', alice.wallet, '--season', app.seasonId, '--reason', 'Ticket 17'];
    expect(await ct('credit', referenceOf(deposit), ...args)).toMatchObject({ code: 0, err: '' });
    expect(await now(deposit)).toEqual({ status: 'final', reason: null });
    await decide(deposit);
    expect(await now(deposit)).toEqual({ status: 'credited', reason: null });
    expect(await app.sql('select user_id from entries')).toEqual([{ user_id: alice.id }]);
    expect(await audit()).toEqual([{ action: 'deposit.credit', target_id: referenceOf(deposit), reason: 'Ticket 17' }]);
    expect(await ct('credit', referenceOf(deposit), ...args)).toMatchObject({
      ...{ code: 1, err: 'Not done: the deposit is not put aside: it is credited.\n' },
    });
  });

  it('credits nobody who did not ask, no other amount, no unknown wallet or season', async () => {
    const deposit = await arrives(EXCHANGE);
    const credit = (player: string, season: string) =>
      ct('credit', referenceOf(deposit), '--player', player, '--season', season, '--reason', 'x');
    expect((await credit(alice.wallet, app.seasonId)).err).toContain('has not asked');
    expect((await credit(EXCHANGE, app.seasonId)).err).toContain('nobody has signed in');
    expect((await credit(alice.wallet, '99')).err).toContain('there is no season 99');
    await ask(alice);
    const short = await arrives(EXCHANGE, BigInt(FEE) - 1n);
    const args = ['--player', alice.wallet, '--season', app.seasonId, '--reason', 'x'];
    expect((await ct('credit', referenceOf(short), ...args)).err).toContain('not the season’s fee');
    expect(await audit()).toEqual([]);
  });

  it('sends a credited deposit back when the seat was paid meanwhile', async () => {
    await ask(alice);
    const deposit = await arrives(EXCHANGE);
    await ct('credit', referenceOf(deposit), '--player', alice.wallet, '--season', app.seasonId, '--reason', 'x');
    await arrives(alice.wallet.toLowerCase() as Address);
    await decide(deposit);
    expect(await now(deposit)).toEqual({ status: 'refunding', reason: 'already_entered' });
  });

  it('orders a refund once, to the payer or to another wallet, and books it', async () => {
    const deposit = await arrives(EXCHANGE, 7_000_000n);
    const args = ['refund', referenceOf(deposit), '--to', alice.wallet, '--reason', 'Asked by mail'];
    expect(await ct(...args)).toMatchObject({ code: 0, err: '' });
    expect((await ct(...args)).code).toBe(1);
    expect(await now(deposit)).toEqual({ status: 'refunding', reason: 'not_a_fee' });
    const orders = await app.sql<{ reference: string; amount_micro: number; status: string }>(
      'select reference, amount_micro, status from refunds',
    );
    expect(orders).toMatchObject([{ reference: referenceOf(deposit), status: 'due' }]);
    expect(await refundTarget(app.ctx.pool, referenceOf(deposit))).toEqual({
      ...{ kind: 'transfer', to: alice.wallet.toLowerCase(), vaultEntry: null },
    });
    expect(await balanceOf(app.ctx.pool, accounts.chain())).toBe(-7_000_000);
    const other = await arrives(EXCHANGE);
    await ct('refund', referenceOf(other), '--reason', 'x');
    expect((await refundTarget(app.ctx.pool, referenceOf(other)))?.to).toBe(EXCHANGE);
    expect(await listOpenRefunds(app.ctx.pool, app.seasonId)).toEqual([]);
  });

  it('says what is missing or not understood', async () => {
    expect((await ct()).code).toBe(2);
    expect((await ct('eat')).code).toBe(2);
    expect((await ct('refund', 'some', '--reason', 'x')).code).toBe(2);
    expect((await ct('dismiss', `1:0x${'ab'.repeat(32)}:0`)).err).toContain('--reason');
    expect(await ct('dismiss', `1:0x${'ab'.repeat(32)}:0`, '--reason', 'x')).toMatchObject({
      ...{ code: 1, err: 'Not done: there is no such deposit.\n' },
    });
  });
});

describe('the table of deposits', () => {
  it('keeps decisions and what they were about', async () => {
    await ask(alice);
    const deposit = await arrives(alice.wallet.toLowerCase() as Address);
    expect(await now(deposit)).toEqual({ status: 'credited', reason: null });
    await expect(app.sql(`update chain_deposits set status = 'seen'`)).rejects.toThrow('cannot be taken back');
    await expect(app.sql('update chain_deposits set amount_micro = 1')).rejects.toThrow('cannot change');
    await expect(app.sql('delete from chain_deposits')).rejects.toThrow('cannot change');
    expect(await saveDeposits(app.ctx.pool, CHAIN, [{ ...deposit, blockNumber: 9_999 }], 'seen', 0)).toEqual([]);
  });

  it('decides once more what the player has put right', async () => {
    const deposit = await arrives(alice.wallet.toLowerCase() as Address);
    expect(await now(deposit)).toEqual({ status: 'quarantined', reason: 'no_quote' });
    await ask(alice);
    expect(await reopenDeposits(app.ctx.pool, CHAIN, deposit.payer, ['no_quote'])).toBe(1);
    await decide(deposit);
    expect(await now(deposit)).toEqual({ status: 'credited', reason: null });
  });
});

describe('the name of money on the chain', () => {
  it('leads back to its deposit, and nothing else does', () => {
    const key = { chainId: 1, txHash: `0x${'ab'.repeat(32)}` as Hex, logIndex: 0 };
    expect(readReference(referenceOf(key))).toEqual(key);
    for (const text of [
      '',
      'pi_123',
      `0:0x${'ab'.repeat(32)}:0`,
      `1:0x${'AB'.repeat(32)}:0`,
      `1:0x${'ab'.repeat(32)}:01`,
    ]) {
      expect(readReference(text)).toBeNull();
    }
  });
});
