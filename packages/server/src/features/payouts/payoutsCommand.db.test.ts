/** `ct payouts`: what an operator does at the command line, and what is refused there. */
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCt } from '../../cli/ct.ts';
import { endPaidSeason } from '../../testing/paidSeason.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { accounts } from '../ledger/accounts.ts';
import { balanceOf } from '../ledger/balances.ts';
import { checkLedger } from '../ledger/check.ts';

const ENV = {
  PAYMENTS: 'crypto',
  ETH_RPC_URL: 'http://127.0.0.1:1',
  CHAIN_ID: '31337',
  USDT_ADDRESS: `0x${'11'.repeat(20)}`,
  VAULT_ADDRESS: `0x${'22'.repeat(20)}`,
  TREASURY_ADDRESS: `0x${'33'.repeat(20)}`,
};
const HASH = `0x${'Ab'.repeat(32)}`;
const REASON = ['--reason', 'As agreed on Monday.'];

let app: TestApp;
/** Its review is over; its review is not over. */
let old: { id: string; number: string };
let fresh: { id: string; number: string };
beforeAll(async () => {
  app = await startTestApp({ season: false, env: ENV });
  old = await ended();
  // The command's time is the database's.
  app.clock.set(Date.now());
  fresh = await ended();
});
afterAll(async () => {
  const broken = await checkLedger(app.ctx.pool);
  await app.stop();
  expect(broken).toEqual([]);
});

async function ended() {
  const { seasonId } = await endPaidSeason(app, { players: 12 });
  const [row] = await app.sql<{ season_number: number }>('select season_number from seasons where id = $1', [seasonId]);
  return { id: seasonId, number: String(row?.season_number) };
}
async function ct(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const env = { DATABASE_URL: app.database.url, NODE_ENV: 'test', ...ENV };
  const code = await runCt(['payouts', ...argv], { env, stdin: Readable.from([]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}
const recorded = () => app.sql('select actor, action, target_id, reason from audit_log order by id');

describe('ct payouts', () => {
  it('says how things are before any process has run', async () => {
    const { code, out } = await ct('status');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'No payout process has run yet.',
      ...[fresh, old].map(({ id, number }) => `${number}  ${id}  no plan  12 review (255.000000)`),
      '',
    ]);
  });

  it('plans a season whose review is over, by number or id, and no other', async () => {
    const planned = 'Planned 255.000000 USDT. Two administrators approve it in /admin, section Payouts.\n';
    expect(await ct('plan', old.number, ...REASON)).toEqual({ code: 0, out: planned, err: '' });
    // Until the root is approved it may be made once more: that looks for objections again.
    expect((await ct('plan', old.id, ...REASON)).out).toBe(planned);
    const early = await ct('plan', fresh.id, ...REASON);
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('The time to object is not over yet.')]);
    expect(await app.sql('select season_id, status from payout_plans')).toEqual([
      { season_id: old.id, status: 'planned' },
    ]);
    expect((await ct('status')).out).toContain(`${old.number}  ${old.id}  planned  12 planned (255.000000)`);
    expect(await recorded()).toEqual(
      [1, 2].map(() => ({ actor: 'console', action: 'payouts.plan', target_id: old.id, reason: REASON[1] })),
    );
  });

  it('orders no batch before prizes can be claimed', async () => {
    const { code, err } = await ct('batch', old.number, ...REASON);
    expect([code, err]).toEqual([1, expect.stringContaining('cannot be claimed at present')]);
    expect(await app.sql('select 1 from payout_plans where batch_asked_at is not null')).toEqual([]);
  });

  it('has a season opened in the vault, once, while it takes entries', async () => {
    const open = await app.newSeason({ startsInMs: 3_600_000, entryFeeMicro: 25_000_000 });
    const free = await app.newSeason({ startsInMs: 3_600_000 });
    expect((await ct('open', open.id, ...REASON)).out).toBe('Ordered: the payout process opens it.\n');
    expect((await ct('open', open.id, ...REASON)).out).toBe('That was ordered before.\n');
    expect((await ct('open', free.id, ...REASON)).err).toContain('the season is free');
    expect((await ct('open', old.id, ...REASON)).err).toContain('entries of this season are over');
    expect(await app.sql('select season_id from vault_openings')).toEqual([{ season_id: open.id }]);
  });

  it('releases the process when it is in quarantine, and says so otherwise', async () => {
    expect((await ct('release', ...REASON)).err).toContain('the payout process is not in quarantine');
    await app.sql(
      `insert into payout_process (chain_id, signer, state, quarantine_no, problem, since, seen_at, first_nonce, next_block)
       values (31337, decode(repeat('44', 20), 'hex'), 'quarantine', 3, 'the chain has 2 transactions more', now(), now(), 0, 0)`,
    );
    expect((await ct('status')).out).toMatch(
      /^Payout process of 0x(44){20}: quarantine since \S+, seen \S+: the chain has 2 transactions more\n/,
    );
    expect(await ct('release', ...REASON)).toEqual({ code: 0, out: 'Released.\n', err: '' });
    expect(await app.sql('select quarantine_no, reason from payout_releases')).toEqual([
      { quarantine_no: 3, reason: REASON[1] },
    ]);
    expect((await recorded()).at(-1)).toMatchObject({ action: 'payouts.release', target_id: '3' });
  });

  it('books what was moved by hand once, whatever the spelling of the transaction', async () => {
    const before = await balanceOf(app.ctx.pool, accounts.chain());
    expect((await ct('book', '--amount', '-1500000', '--tx', HASH, ...REASON)).out).toBe('Booked.\n');
    expect((await ct('book', '--amount', '-1500000', '--tx', HASH.toLowerCase(), ...REASON)).err).toContain(
      'was booked before',
    );
    expect(await balanceOf(app.ctx.pool, accounts.chain())).toBe(before + 1_500_000);
    expect(await balanceOf(app.ctx.pool, accounts.house('USDT'))).toBe(-1_500_000);
  });

  it.each([
    ['no action', []],
    ['an unknown action', ['burn']],
    ['an inherited name', ['constructor']],
    ['no season', ['plan', ...REASON]],
    ['no reason', ['plan', '1']],
    ['an empty reason', ['plan', '1', '--reason', ' ']],
    ['an amount with a point', ['book', '--amount', '1.5', '--tx', HASH, ...REASON]],
    ['an amount of nothing', ['book', '--amount', '0', '--tx', HASH, ...REASON]],
    ['a short hash', ['book', '--amount', '1', '--tx', '0x12', ...REASON]],
    ['an option that does not exist', ['status', '--force']],
  ])('says how it is used: %s', async (_what, argv) => {
    const before = await recorded();
    const { code, out, err } = await ct(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    expect(await recorded()).toEqual(before);
  });

  it('knows no season of that number, and runs only as what it is', async () => {
    expect((await ct('plan', '999', ...REASON)).err).toContain('there is no season 999');
    expect((await ct('run')).err).toContain('set ROLE=payouts');
  });
});
