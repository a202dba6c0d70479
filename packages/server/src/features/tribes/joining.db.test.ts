import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe('a player who asked five tribes', () => {
  it('belongs to one after all of them said yes at once, and none waited for another in a circle', async () => {
    const deadlocks = () => app.number('select deadlocks from pg_stat_database where datname = current_database()');
    const chieftains = await Promise.all(times(5, () => app.newChieftain()));
    const before = await deadlocks();
    for (const player of await app.newPlayers(8)) {
      for (const { tribeId } of chieftains) await player.call('tribes.request', { params: { tribeId } });
      const ended = await outcomes(
        chieftains.map(({ call, tribeId }) => call('tribes.acceptRequest', { params: { tribeId, userId: player.id } })),
      );
      // Whoever looks after the winner's commit finds no request any more.
      const { ok, ALREADY_IN_TRIBE = 0, REQUEST_NOT_FOUND = 0 } = ended;
      expect([ok, ALREADY_IN_TRIBE + REQUEST_NOT_FOUND]).toEqual([1, 4]);
      expect(await app.number('select count(*) from tribe_requests where user_id = $1', [player.id])).toBe(0);
    }
    expect(await deadlocks()).toBe(before);
    await expectInvariants(app);
  });
});
