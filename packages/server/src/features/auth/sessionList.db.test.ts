import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe('the list of sessions', () => {
  it('shows the own ones, newest first, and marks the one that asks', async () => {
    const player = await app.signIn();
    await app.signIn();
    const second = await app.signIn(undefined, player.account);
    const { sessions } = await second.call('auth.sessions');
    expect(sessions).toHaveLength(2);
    expect(sessions.map(({ isThis }) => isThis)).toEqual([true, false]);
    expect(sessions.every(({ isBrowser }) => !isBrowser)).toBe(true);
  });

  it('ends one of them at once, and is as content the second time', async () => {
    const player = await app.signIn();
    const second = await app.signIn(undefined, player.account);
    const { sessions } = await second.call('auth.sessions');
    const sessionId = sessions.find(({ isThis }) => !isThis)?.id ?? '';
    expect(await second.call('auth.endSession', { params: { sessionId } })).toEqual({ ended: 1 });
    await refused(player.call('users.me'), 'INVALID_TOKEN');
    expect(await second.call('auth.endSession', { params: { sessionId } })).toEqual({ ended: 0 });
    expect((await second.call('auth.sessions')).sessions).toHaveLength(1);
  });

  it('ends nothing that belongs to somebody else', async () => {
    const victim = await app.signIn();
    const { sessions } = await victim.call('auth.sessions');
    const other = await app.signIn();
    expect(await other.call('auth.endSession', { params: { sessionId: sessions[0]!.id } })).toEqual({ ended: 0 });
    expect((await victim.call('auth.sessions')).sessions).toHaveLength(1);
  });

  it('ends all others, also when asked twice at once', async () => {
    const player = await app.signIn();
    const others = [await app.signIn(undefined, player.account), await app.signIn(undefined, player.account)];
    const answers = await Promise.all([player.call('auth.endOtherSessions'), player.call('auth.endOtherSessions')]);
    expect(Math.max(...answers.map(({ ended }) => ended))).toBe(2);
    for (const other of others) await refused(other.call('users.me'), 'INVALID_TOKEN');
    expect((await player.call('auth.sessions')).sessions).toHaveLength(1);
  });

  it('refuses an id that is none', async () => {
    const player = await app.signIn();
    await refused(player.call('auth.endSession', { params: { sessionId: 'x' } }), 'VALIDATION_FAILED');
  });
});
