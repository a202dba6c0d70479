/** The books: what the database refuses, what is booked once, and what the watch over them finds. */
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';
import { accounts } from './accounts.ts';
import { balanceOf, trialBalance } from './balances.ts';
import { checkLedger } from './check.ts';
import { liftFreeze, listFreezes, payoutsFrozen, watchLedger } from './freeze.ts';
import { type Booking, post } from './post.ts';

let app: TestApp;
let refs = 0;
beforeAll(async () => {
  app = await startTestApp({ startsInMs: 3_600_000, entryFeeMicro: 25_000_000 });
});
afterAll(() => app.stop());
beforeEach(() => {
  refs++;
});

const NOW = Date.parse('2026-03-01T12:00:00Z');
const booking = (more: Partial<Booking> = {}): Booking => ({
  kind: 'test',
  ref: `test ${refs}`,
  atMs: NOW,
  postings: [
    { account: accounts.chain(), amountMicro: -7 },
    { account: accounts.house('USDT'), amountMicro: 7 },
  ],
  ...more,
});
const book = (more: Partial<Booking> = {}): Promise<boolean> => inTransaction(app.ctx, (tx) => post(tx, booking(more)));

/** Runs statements as one transaction in which triggers do not fire: what only a broken database could hold. Gives how to undo nothing. */
async function behindTheTriggers(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await app.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await work(client);
    await client.query('commit');
  } finally {
    client.release();
  }
}

describe('a booking', () => {
  it('changes balances by exactly its amounts', async () => {
    const before = await balanceOf(app.ctx.pool, accounts.chain());
    expect(await book()).toBe(true);
    expect(await balanceOf(app.ctx.pool, accounts.chain())).toBe(before - 7);
  });

  it('is made once, however often and at once it is asked for', async () => {
    const before = await balanceOf(app.ctx.pool, accounts.chain());
    const made = await Promise.all(times(12, () => book()));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await balanceOf(app.ctx.pool, accounts.chain())).toBe(before - 7);
  });

  it('is refused when it does not add up, in one currency or across two', async () => {
    const count = () => app.number('select count(*) from ledger_transactions');
    const before = await count();
    const postings = [
      { account: accounts.chain(), amountMicro: -7 },
      { account: accounts.house('USDT'), amountMicro: 6 },
    ];
    await expect(book({ postings })).rejects.toThrow(/does not balance/);
    const currencies = [
      { account: accounts.chain(), amountMicro: -7 },
      { account: accounts.house('USD'), amountMicro: 7 },
    ];
    await expect(book({ postings: currencies })).rejects.toThrow(/does not balance/);
    await expect(book({ postings: [] })).rejects.toThrow(/has no postings/);
    expect(await count()).toBe(before);
  });

  it('is refused when an amount is not exact', async () => {
    const postings = [
      { account: accounts.chain(), amountMicro: -(2 ** 53) },
      { account: accounts.house('USDT'), amountMicro: 2 ** 53 },
    ];
    await expect(book({ postings })).rejects.toThrow(/not exact/);
  });

  it('cannot be changed, removed or added to afterwards', async () => {
    await book();
    const [row] = await app.sql<{ id: number }>(`select id from ledger_transactions where ref = $1`, [`test ${refs}`]);
    for (const text of [
      'update ledger_postings set amount_micro = amount_micro + 1',
      'delete from ledger_postings',
      `update ledger_transactions set kind = 'other'`,
      'delete from ledger_transactions',
      `update ledger_accounts set kind = 'house'`,
      'truncate ledger_postings',
      'truncate ledger_transactions cascade',
      'truncate ledger_accounts cascade',
    ]) {
      await expect(app.sql(text), text).rejects.toThrow(/cannot (change|be removed)/);
    }
    await expect(
      app.sql(
        `insert into ledger_postings (transaction_id, line, account_id, amount_micro) values ($1, 3, 'chain:USDT', 5), ($1, 4, 'house:USDT', -5)`,
        [row?.id],
      ),
    ).rejects.toThrow(/is closed/);
  });

  it('is refused for accounts whose name does not say what they are', async () => {
    await expect(
      app.sql(`insert into ledger_accounts (id, kind, currency) values ('house:USDT:2', 'house', 'USDT')`),
    ).rejects.toThrow(/ledger_accounts_check/);
    await expect(
      app.sql(`insert into ledger_accounts (id, kind, currency) values ('pool:USDT', 'pool', 'USDT')`),
    ).rejects.toThrow(/ledger_accounts_check/);
  });
});

describe('the trial balance', () => {
  it('has as many debits as credits in every currency', async () => {
    await book();
    const { rows, totals } = await trialBalance(app.ctx.pool);
    expect(rows.length).toBeGreaterThan(1);
    for (const total of totals.values()) expect(total.debitMicro).toBe(total.creditMicro);
    expect(totals.get('USDT')?.debitMicro).toBeGreaterThan(0);
  });
});

describe('the watch over the books', () => {
  const broken = async (): Promise<string[]> => (await checkLedger(app.ctx.pool)).map((violation) => violation.rule);

  it('finds nothing in books that agree', async () => {
    expect(await broken()).toEqual([]);
    expect(await watchLedger(app.ctx)).toEqual([]);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(false);
  });

  it('finds one planted millionth, stops payouts once for it, and leaves lifting to people', async () => {
    await book();
    const change = (by: number) =>
      behindTheTriggers(async (client) => {
        await client.query(
          `update ledger_postings set amount_micro = amount_micro + $1
           where line = 1 and transaction_id = (select id from ledger_transactions where ref = $2)`,
          [by, `test ${refs}`],
        );
      });
    await change(1);
    expect(await broken()).toEqual(['every booking adds up to zero in every currency']);
    await watchLedger(app.ctx);
    await watchLedger(app.ctx);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(true);
    await change(-1);
    expect(await watchLedger(app.ctx)).toEqual([]);
    const freezes = await listFreezes(app.ctx.pool);
    expect(freezes).toHaveLength(1);
    const id = freezes[0]?.id as number;
    const by = { userId: null, reason: 'The row was repaired.' };
    expect(await liftFreeze(app.ctx.pool, id, by, NOW)).toBe(true);
    expect(await liftFreeze(app.ctx.pool, id, by, NOW)).toBe(false);
    expect(await payoutsFrozen(app.ctx.pool)).toBe(false);
  });

  it('finds an overdrawn pool, an entry that was never booked and a refund that is not owed', async () => {
    const player = await app.signIn();
    const [paymentId, refundId] = [app.ctx.newId(), app.ctx.newId()];
    const now = new Date(NOW);
    await inTransaction(app.ctx, (tx) =>
      post(
        tx,
        booking({
          postings: [
            { account: accounts.pool(app.seasonId), amountMicro: -1 },
            { account: accounts.chain(), amountMicro: 1 },
          ],
        }),
      ),
    );
    await behindTheTriggers(async (client) => {
      await client.query(
        `insert into payments (id, season_id, user_id, method, currency, amount_micro, status, created_at, updated_at, paid_at)
         values ($1, $2, $3, 'crypto', 'USDT', 25000000, 'settled', $4, $4, $4)`,
        [paymentId, app.seasonId, player.id, now],
      );
      await client.query(
        `insert into entries (season_id, user_id, source, payment_id, created_at) values ($1, $2, 'paid', $3, $4)`,
        [app.seasonId, player.id, paymentId, now],
      );
      await client.query(
        `insert into refunds (id, method, reference, season_id, currency, amount_micro, reason, ordered_at) values ($1, 'crypto', 'x', $2, 'USDT', 5, 'test', $3)`,
        [refundId, app.seasonId, now],
      );
    });
    expect(await broken()).toEqual([
      'nothing that is owed is overdrawn',
      'every paid entry was booked exactly once, and every booked fee is an entry',
      'what is to be refunded is what refunds are open',
    ]);
  });
});
