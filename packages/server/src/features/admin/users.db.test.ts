import { io, type Socket } from 'socket.io-client';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../program.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, plainClient, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { raiseFlag } from '../fairplay/flags.ts';

const reason = 'Reported by three players.';
let app: TestApp;
let other: Program;
let support: TestPlayer;
beforeAll(async () => {
  app = await startTestApp();
  other = await app.startAnother();
  support = await app.newAdmin('support');
});
afterAll(async () => {
  await other.stop();
  await app.stop();
});

/** A player whose wallet the test keeps, to sign in again. */
async function newAccount() {
  const account = privateKeyToAccount(generatePrivateKey());
  const signIn = async (url = app.url) => {
    const visitor = plainClient(url, null);
    const { message } = await visitor.call('auth.nonce', { body: { walletAddress: account.address } });
    const signature = await account.signMessage({ message });
    return visitor.call('auth.connect', { body: { walletAddress: account.address, signature, message } });
  };
  const { token, user } = await signIn();
  return { id: user.id, wallet: account.address, token: token as string, signIn };
}
type Account = Awaited<ReturnType<typeof newAccount>>;

async function listen(url: string, token: string) {
  const socket: Socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token } });
  const closed = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
  await new Promise((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', reject);
  });
  return { socket, closed };
}
const ban = (account: Account, by = support) =>
  by.call('admin.ban', { params: { userId: account.id }, body: { reason, confirm: account.wallet } });
const invalid = (url: string, token: string) => refused(plainClient(url, token).call('settings.get'), 'INVALID_TOKEN');

describe('finding players', () => {
  it('by wallet in any spelling, by id, and by how the name looks', async () => {
    const player = await app.signIn('Ulfbert Hall');
    await app.signIn('Wulfric');
    const find = async (search: string) =>
      (await support.call('admin.users', { query: { search } })).users.map((row) => row.person.userId);
    expect(await find(player.wallet)).toEqual([player.id]);
    expect(await find(`0x${player.wallet.slice(2).toUpperCase()}`)).toEqual([player.id]);
    expect(await find(player.id)).toEqual([player.id]);
    for (const name of ['ulf', 'ULFBERT', 'Ulfb', 'U1fbert', 'ulfbert  hall'])
      expect(await find(name), name).toEqual([player.id]);
    for (const name of ['bert', '%', '_', "'--", '\\']) expect(await find(name), name).not.toContain(player.id);
  });

  it('page by page, newest first, by standing', async () => {
    const created = await Promise.all(times(5, () => app.signIn()));
    for (const { id } of created) await support.call('admin.restrict', { params: { userId: id }, body: { reason } });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { users: { person: { userId: string } }[]; next: string | null } = await support.call('admin.users', {
        query: { standing: 'restricted', limit: '2', ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.users.map((row) => row.person.userId));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(
      created
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
  });

  it('shows sessions, seasons, flags and what was done, and no secret', async () => {
    const chief = await app.newChieftain();
    const user = await support.call('admin.user', { params: { userId: chief.id } });
    expect(user).toMatchObject({
      person: { userId: chief.id, walletAddress: chief.wallet },
      standing: 'good',
      online: false,
      confirm: chief.wallet,
      seasons: [{ seasonId: app.seasonId, source: 'free', tribe: { tribeId: chief.tribeId, role: 'chieftain' } }],
      flags: [],
      history: [],
    });
    expect(Object.keys(user.sessions[0] ?? {})).toEqual(['sessionId', 'kind', 'createdAt', 'expiresAt', 'endedAt']);
    await refused(support.call('admin.user', { params: { userId: 'f'.repeat(24) } }), 'USER_NOT_FOUND');
  });
});

describe('ending sessions', () => {
  it('signs out everywhere at once, at every process; signing in again works', async () => {
    const account = await newAccount();
    const again = await account.signIn();
    const here = await listen(app.url, account.token);
    const there = await listen(other.url as string, again.token as string);
    await plainClient(other.url as string, again.token as string).call('settings.get');
    const order = { params: { userId: account.id }, body: { reason } };
    expect(await support.call('admin.endSessions', order)).toEqual({ userId: account.id, endedSessions: 2 });
    await Promise.all([here.closed, there.closed]);
    for (const url of [app.url, other.url as string]) {
      await invalid(url, account.token);
      await invalid(url, again.token as string);
    }
    await plainClient(app.url, (await account.signIn()).token as string).call('settings.get');
  });
});

describe('a ban', () => {
  it('ends sessions and sockets at every process and refuses signing in, until it is lifted', async () => {
    const account = await newAccount();
    const here = await listen(app.url, account.token);
    const there = await listen(other.url as string, account.token);
    expect(await ban(account)).toEqual({ userId: account.id, standing: 'banned', endedSessions: 1 });
    await Promise.all([here.closed, there.closed]);
    await invalid(app.url, account.token);
    await invalid(other.url as string, account.token);
    await expect(listen(other.url as string, account.token)).rejects.toThrow('INVALID_TOKEN');
    for (const url of [app.url, other.url as string]) {
      expect((await refused(account.signIn(url), 'ACCOUNT_BANNED')).details).toEqual({
        since: new Date(app.clock.nowMs()).toISOString(),
      });
    }
    const detail = await support.call('admin.user', { params: { userId: account.id } });
    expect(detail).toMatchObject({ standing: 'banned', sanction: { reason } });
    expect(detail.history[0]).toMatchObject({
      action: 'user.ban',
      reason,
      before: { standing: 'good' },
      after: { standing: 'banned' },
    });
    await support.call('admin.lift', { params: { userId: account.id }, body: { reason: 'It was somebody else.' } });
    await account.signIn();
  });

  it('asks for the name, or the wallet of those who have none', async () => {
    const named = await app.signIn('Ragnhild');
    const params = { userId: named.id };
    const wrong = { reason, confirm: named.wallet };
    expect(
      (await refused(support.call('admin.ban', { params, body: wrong }), 'CONFIRMATION_MISMATCH')).details,
    ).toEqual({
      expected: 'Ragnhild',
    });
    await support.call('admin.ban', { params, body: { reason, confirm: 'Ragnhild' } });
    await refused(support.call('admin.ban', { params, body: { reason, confirm: 'Ragnhild' } }), 'ACT_NOT_POSSIBLE');
  });

  it('leaves no session behind however sign-ins and the ban cross', async () => {
    const account = await newAccount();
    await Promise.allSettled([...times(6, () => account.signIn()), ban(account), ...times(6, () => account.signIn())]);
    await refused(account.signIn(), 'ACCOUNT_BANNED');
    const open = 'select count(*) from sessions where user_id = $1 and revoked_at is null';
    expect(await app.number(open, [account.id])).toBe(0);
  });

  it('happens once when several administrators order it at once', async () => {
    const account = await newAccount();
    const second = await app.newAdmin('operator');
    const calls = times(6, (n) => ban(account, n % 2 ? support : second));
    expect(await outcomes(calls)).toEqual({ ok: 1, ACT_NOT_POSSIBLE: 5 });
    expect(
      await app.number(`select count(*) from audit_log where target_id = $1 and action = 'user.ban'`, [account.id]),
    ).toBe(1);
  });

  it('does not reach administrators, oneself included', async () => {
    const admin = await app.newAdmin('treasurer');
    for (const { id, wallet } of [admin, support]) {
      const order = { params: { userId: id }, body: { reason, confirm: wallet } };
      await refused(support.call('admin.ban', order), 'TARGET_IS_ADMIN');
    }
  });

  it('is not for treasurers', async () => {
    const treasurer = await app.newAdmin('treasurer');
    await refused(ban(await newAccount(), treasurer), 'FORBIDDEN');
  });
});

describe('flags', () => {
  const raise = (userId: string, more: object = {}) =>
    raiseFlag(app.ctx, app.ctx.pool, {
      userId,
      seasonId: app.seasonId,
      kind: 'feeding',
      score: 80,
      evidence: { pairs: [['a', 'b', 12]] },
      ...more,
    });
  const decide = (
    flagId: string,
    body: { decision: 'cleared' | 'restricted' | 'banned'; note: string; confirm?: string },
  ) => support.call('admin.decideFlag', { params: { flagId }, body });

  it('are renewed while open and raised anew after a decision', async () => {
    const player = await app.signIn();
    const first = await raise(player.id);
    expect(await raise(player.id, { score: 90 })).toBe(first);
    const { flags } = await support.call('admin.flags', { query: { status: 'open', kind: 'feeding' } });
    expect(flags.find((flag) => flag.flagId === first)).toMatchObject({
      person: { userId: player.id },
      score: 90,
      evidence: { pairs: [['a', 'b', 12]] },
      standing: 'good',
    });
    await decide(first, { decision: 'cleared', note: 'Brothers in one house.' });
    expect(await raise(player.id)).not.toBe(first);
  });

  it('decide nothing by themselves: a person clears, restricts or bans, once', async () => {
    const account = await newAccount();
    const flagId = await raise(account.id);
    await account.signIn();
    const note = 'Twelve battles without a defence.';
    await refused(decide(flagId, { decision: 'banned', note }), 'CONFIRMATION_MISMATCH');
    const calls = times(4, () => decide(flagId, { decision: 'banned', note, confirm: account.wallet }));
    expect(await outcomes(calls)).toEqual({ ok: 1, ACT_NOT_POSSIBLE: 3 });
    await refused(account.signIn(), 'ACCOUNT_BANNED');
    const user = await support.call('admin.user', { params: { userId: account.id } });
    expect(user.flags).toMatchObject([{ flagId, status: 'banned', note, decidedBy: { userId: support.id } }]);
    expect(user.history.map((entry) => entry.action)).toEqual(['flag.decide', 'user.ban']);
  });

  it('restrict without ending sessions', async () => {
    const account = await newAccount();
    await decide(await raise(account.id), { decision: 'restricted', note: 'Prize held until heard.' });
    await plainClient(app.url, account.token).call('settings.get');
    expect((await support.call('admin.user', { params: { userId: account.id } })).standing).toBe('restricted');
  });

  it('are raised by hand, too', async () => {
    const player = await app.signIn();
    const flag = await support.call('admin.raiseFlag', { body: { userId: player.id, reason } });
    expect(flag).toMatchObject({
      kind: 'manual',
      score: null,
      status: 'open',
      evidence: { noticed: reason, by: support.id },
    });
    await refused(support.call('admin.raiseFlag', { body: { userId: 'f'.repeat(24), reason } }), 'USER_NOT_FOUND');
    await refused(decide('f'.repeat(24), { decision: 'cleared', note: reason }), 'FLAG_NOT_FOUND');
  });

  it('are not decided by the administrator whom they are about', async () => {
    const flagId = await raise(support.id);
    await refused(decide(flagId, { decision: 'cleared', note: 'All is well.' }), 'FORBIDDEN');
  });
});
