/** The comparison after a run of chaos: it finds what is planted, and nothing else. */
import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testApp.ts';
import type { TestPlayer } from '../testPlayer.ts';
import { compare } from './check.ts';
import { type Action, Journal } from './journal.ts';

let app: TestApp;
let player: TestPlayer;
let journal: Journal;
let db: pg.Client;
beforeEach(async () => {
  app = await startTestApp();
  player = await app.newPlayer();
  journal = new Journal();
  db = new pg.Client({ connectionString: app.database.url });
  await db.connect();
  await train();
  await train();
});
afterEach(async () => {
  await db.end();
  await app.stop();
});

/** One acknowledged order, as a player of a run writes it down. */
async function train(): Promise<Action> {
  const key = `chaos-test-${journal.actions.length}`;
  const action = journal.open({ userId: player.id, key, route: 'training.start', wanted: { quantity: 1 }, sentMs: 0 });
  const api = createApiClient({ baseUrl: app.url, getToken: () => player.token });
  action.answer = await api.call('training.start', { body: { unitType: 'militia', quantity: 1 }, idempotencyKey: key });
  action.outcome = 'acknowledged';
  return action;
}
const first = (): Action => journal.actions[0]!;
const found = async () => {
  const { lost, extra, broken } = await compare(db, journal);
  return { lost: lost.length, extra: extra.length, broken: broken.length };
};

describe('the comparison of what was acknowledged with what is there', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect(await found()).toEqual({ lost: 0, extra: 0, broken: 0 });
  });

  it('finds an order that is gone with its key, and its rows that are left', async () => {
    await app.sql('delete from idempotency_keys where key = $1', [first().key]);
    expect(await found()).toMatchObject({ lost: 1, extra: 1 });
  });

  it('finds rows that are gone although the key is there', async () => {
    await app.sql('delete from training_batches where id = $1', [(first().answer as { queueId: string }).queueId]);
    expect(await found()).toMatchObject({ lost: 1, extra: 0 });
  });

  it('finds what was done a second time', async () => {
    await app.sql(
      `insert into training_batches (id, season_id, user_id, unit_type, quantity, cost_gold, start_at, end_at)
       select $1, season_id, user_id, unit_type, quantity, cost_gold, start_at, end_at from training_batches limit 1`,
      ['0'.repeat(24)],
    );
    expect(await found()).toMatchObject({ lost: 0, extra: 1 });
  });

  it('finds an answer that is not the one that was given', async () => {
    first().answer = { ...(first().answer as object), costPaid: 1 };
    expect(await found()).toMatchObject({ lost: 1, extra: 0 });
  });

  it('finds what was refused and carried out, unless a try of it was never answered', async () => {
    Object.assign(first(), { outcome: 'refused', code: 'INSUFFICIENT_GOLD', answer: null });
    expect(await found()).toMatchObject({ extra: 1 });
    first().lost = 1;
    expect(await found()).toMatchObject({ extra: 0 });
  });

  it('finds a broken rule of the game', async () => {
    await app.give(player, { army: { militia: 5 } });
    expect((await found()).broken).toBeGreaterThan(0);
  });
});
