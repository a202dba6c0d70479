import { FIRST_STEPS } from '@cryptotribes/protocol/core/firstSteps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const done = async (player: TestPlayer) => (await player.call('users.me')).checklist?.done;
const update = (player: TestPlayer, body: { hidden?: boolean; done?: (typeof FIRST_STEPS)[number][] }) =>
  player.call('checklist.update', { body });

describe('the list of first steps', () => {
  it('marks each step from what happened', async () => {
    const player = await app.newPlayer();
    expect((await player.call('users.me')).checklist).toEqual({ done: [], hidden: false });

    await player.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    await player.call('training.start', { body: { unitType: 'militia', quantity: 5 } });
    expect(await done(player)).toEqual([]);
    app.clock.advance(3_600_000);
    expect(await done(player)).toEqual(['barracks', 'train']);

    const chief = await app.newChieftain();
    await player.call('tribes.request', { params: { tribeId: chief.tribeId } });
    expect(await done(player)).toEqual(['barracks', 'train', 'tribe']);
    await player.call('battles.raidCamp', {
      body: { level: 1, army: { militia: 5, spearman: 0, archer: 0, cavalry: 0 }, formation: 'balanced' },
    });
    // All five are on their way: they live, so the step stays done.
    expect(await done(player)).toEqual(['barracks', 'train', 'tribe', 'camp']);
    await player.call('users.update', { body: { homeFormation: 'defensive' } });
    expect(await done(player)).toEqual(['barracks', 'train', 'tribe', 'camp', 'guard']);
  });

  it('keeps what was marked when its sign has gone', async () => {
    const chief = await app.newChieftain();
    expect(await done(chief)).toEqual(['tribe']);
    await update(chief, { done: ['tribe', 'odds'] });
    await update(chief, { done: ['guard', 'guard'] });
    await chief.call('tribes.leave', { params: { tribeId: chief.tribeId } });
    expect(await done(chief)).toEqual(['tribe', 'odds', 'guard']);
  });

  it('is put away and brought back, and marks are kept meanwhile', async () => {
    const player = await app.newPlayer();
    expect(await update(player, { hidden: true, done: ['odds'] })).toEqual({ hidden: true, done: ['odds'] });
    expect(await update(player, { done: ['guard'] })).toEqual({ hidden: true, done: ['odds', 'guard'] });
    expect(await update(player, { hidden: false })).toEqual({ hidden: false, done: ['odds', 'guard'] });
  });

  it('loses no mark of many made at once', async () => {
    const player = await app.newPlayer();
    await Promise.all(FIRST_STEPS.map((step) => update(player, { done: [step] })));
    expect(await done(player)).toEqual([...FIRST_STEPS]);
  });

  it('is for those who have entered, and takes nothing else', async () => {
    await refused(plainClient(app.url, null).call('checklist.update', { body: { hidden: true } }), 'INVALID_TOKEN');
    const visitor = await app.signIn();
    expect((await visitor.call('users.me')).checklist).toBeNull();
    await refused(visitor.call('checklist.update', { body: { hidden: true } }), 'ENTRY_FEE_REQUIRED');
    const player = await app.newPlayer();
    await refused(update(player, {}), 'VALIDATION_FAILED');
    await refused(update(player, { done: ['victory' as 'odds'] }), 'VALIDATION_FAILED');
  });
});
