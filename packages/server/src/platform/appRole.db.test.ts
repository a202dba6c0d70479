/** What the program may do in its database: everything it needs, and no more. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { createTestDatabase } from '../testing/testDatabase.ts';
import { currentRole } from './appRole.ts';
import { createPool } from './db.ts';
import { createLogger } from './logger.ts';
import { migrate } from './migrate.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const asApp = (text: string) => app.ctx.pool.query(text);

it('works as a role that owns nothing and may not change the schema', async () => {
  const [{ owner } = { owner: '' }] = await app.sql<{ owner: string }>('select current_user as owner');
  expect(await currentRole(app.ctx.pool)).not.toBe(owner);
  expect(
    await app.number('select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = $1)', [
      await currentRole(app.ctx.pool),
    ]),
  ).toBe(0);
  for (const text of [
    'create table hut (id int)',
    'alter table users add column age int',
    'drop table entries',
    'truncate news',
  ])
    await expect(asApp(text), text).rejects.toMatchObject({ code: '42501' });
});

it('may neither change nor remove what is for ever: the books, the record of acts, rankings, prizes, secrets, events', async () => {
  const forEver = [
    'ledger_accounts',
    'ledger_transactions',
    'ledger_postings',
    'audit_log',
    'season_rankings',
    'season_prizes',
    'season_secrets',
    'stripe_events',
    'eligibility_confirmations',
  ];
  for (const table of forEver) {
    await expect(asApp(`delete from ${table}`), table).rejects.toMatchObject({ code: '42501' });
    const [column] = await app.sql<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 2`,
      [table],
    );
    await expect(asApp(`update ${table} set ${column?.name} = ${column?.name}`), table).rejects.toMatchObject({
      code: '42501',
    });
    await expect(asApp(`truncate ${table} cascade`), table).rejects.toMatchObject({ code: '42501' });
  }
  await expect(asApp('delete from schema_migrations')).rejects.toMatchObject({ code: '42501' });
});

it('reads what the payout process signed, and writes nothing there', async () => {
  expect(await asApp('select 1 from payout_acts')).toBeDefined();
  for (const table of ['payout_acts', 'payout_transactions', 'payout_process', 'payout_strangers'])
    await expect(asApp(`insert into ${table} default values`), table).rejects.toMatchObject({ code: '42501' });
});

it('may do with every other table what the program does', async () => {
  const missing = await app.sql(
    `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and c.relname not in ('schema_migrations', 'payout_acts', 'payout_transactions', 'payout_process', 'payout_strangers')
       and not (has_table_privilege($1, c.oid, 'SELECT') and has_table_privilege($1, c.oid, 'INSERT'))`,
    [await currentRole(app.ctx.pool)],
  );
  expect(missing).toEqual([]);
});

it('gets its rights back, and loses those that somebody gave it, at the next start', async () => {
  const database = await createTestDatabase();
  const role = await currentRole(app.ctx.pool);
  const program = createPool({ url: database.appUrl, size: 1, log: createLogger('silent'), name: 'test' });
  try {
    await database.pool.query(
      `revoke insert on users from ${role}; grant update, truncate on ledger_postings to ${role}`,
    );
    await migrate(database.pool, { appRole: role });
    const { rows } = await program.query(
      `select has_table_privilege('users', 'INSERT') as may, has_table_privilege('ledger_postings', 'UPDATE, TRUNCATE') as must_not`,
    );
    expect(rows).toEqual([{ may: true, must_not: false }]);
  } finally {
    await program.end();
    await database.drop();
  }
});
