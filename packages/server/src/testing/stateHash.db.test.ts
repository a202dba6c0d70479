import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateHash, tableHashes } from './stateHash.ts';
import { startTestApp, type TestApp } from './testApp.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

it('two ends are equal when the same things happened in the same order, whatever numbers the database gave them', async () => {
  const owner = await app.newChieftain();
  const helper = await app.newPlayer();
  await app.admit(owner.tribeId, owner, helper);
  const arrive = (players: { id: string }[]) =>
    app.hold(
      21,
      owner.tribeId,
      players.map((player) => ({ player, army: armyOf(5) })),
    );
  const clear = () => app.sql('with gone as (delete from garrison_stacks) delete from tenures');
  const end = async () => stateHash(await tableHashes(app));

  await arrive([owner, helper]);
  const first = await end();
  await clear();
  // The same again, under higher numbers with a gap between them.
  await arrive([owner]);
  await app.sql(
    `select nextval(pg_get_serial_sequence('garrison_stacks', 'arrival_no')), nextval(pg_get_serial_sequence('tenures', 'id'))`,
  );
  await arrive([helper]);
  expect(await end()).toBe(first);
  await clear();
  await arrive([helper, owner]);
  expect(await end()).not.toBe(first);
  await clear();
  await arrive([owner, helper]);
  expect(await end()).toBe(first);
  await app.sql('update villages set gold = gold + 1 where user_id = $1', [owner.id]);
  expect(await end()).not.toBe(first);
});
