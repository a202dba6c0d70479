import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { runCt } from './ct.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function ct(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = { env: { DATABASE_URL: database.url, NODE_ENV: 'test' }, stdin: Readable.from([]), stdout, stderr };
  const code = await runCt(['admin', ...argv], io);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}
const rows = async (sql: string) => (await database.pool.query(sql)).rows;

const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const OTHER = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

describe('ct admin', () => {
  it('says that nobody holds a role', async () => {
    expect(await ct('list')).toEqual({ code: 0, out: 'Nobody holds a role.\n', err: '' });
  });

  it('gives a role to a wallet in any spelling, once, and records it once', async () => {
    expect((await ct('grant', WALLET, 'operator')).out).toContain('is now operator');
    expect((await ct('grant', `0x${WALLET.slice(2).toLowerCase()}`, 'operator')).out).toContain('was already operator');
    expect((await ct('grant', WALLET, 'support')).out).toContain('is now support');
    const { out } = await ct('list');
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(out).toContain(WALLET);
    expect(await rows('select actor, action, before, after from audit_log order by id')).toEqual([
      { actor: 'console', action: 'admin.grant', before: { roles: [] }, after: { roles: ['operator'] } },
      {
        actor: 'console',
        action: 'admin.grant',
        before: { roles: ['operator'] },
        after: { roles: ['operator', 'support'] },
      },
    ]);
  });

  it('takes a role away, and says when there was none', async () => {
    expect((await ct('revoke', WALLET, 'operator')).out).toContain('is no longer operator');
    expect((await ct('revoke', WALLET, 'operator')).out).toContain('was not operator');
    expect((await ct('revoke', OTHER, 'support')).out).toContain('was not support');
    expect(await rows('select role from admins')).toEqual([{ role: 'support' }]);
    expect(await rows('select count(*) from users')).toEqual([{ count: 1 }]);
  });

  it.each([
    ['no action', []],
    ['an unknown action', ['crown', WALLET]],
    ['an inherited name', ['constructor']],
    ['no wallet', ['grant']],
    ['a short wallet', ['grant', '0x1234', 'support']],
    ['no role', ['grant', WALLET]],
    ['an unknown role', ['grant', WALLET, 'owner']],
    ['a stray word', ['grant', WALLET, 'support', 'please']],
    ['an option', ['list', '--all']],
  ])('answers %s with code 2', async (_name, argv) => {
    expect((await ct(...argv)).code).toBe(2);
  });

  it('has a help text for every action', async () => {
    for (const action of ['grant', 'revoke', 'list']) {
      expect(await ct(action, '--help')).toMatchObject({
        code: 0,
        out: expect.stringContaining(`Usage: ct admin ${action}`),
      });
    }
  });
});

describe('the audit log', () => {
  it.each([
    ['changed', `update audit_log set reason = 'another'`],
    ['removed', 'delete from audit_log'],
  ])('cannot be %s', async (_name, sql) => {
    await expect(database.pool.query(sql)).rejects.toThrow('rows of audit_log cannot change');
  });

  it('names the role of an administrator who acted', async () => {
    const sql = `insert into audit_log (at, actor, user_id, action) select now(), 'admin', id, 'x' from users limit 1`;
    await expect(database.pool.query(sql)).rejects.toThrow('audit_log_admin');
  });
});
