/** A sanction is felt at once at every process; the player reads why, asks once for another look, and a second person answers. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../program.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, plainClient, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { listPayoutHolds } from './payoutHolds.ts';

const reason = 'Twelve battles were lost on purpose.';
const text = 'I was learning the game. Please look at the reports again.';
let app: TestApp;
let other: Program;
let support: TestPlayer;
let second: TestPlayer;
beforeAll(async () => {
  app = await startTestApp();
  other = await app.startAnother();
  [support, second] = await Promise.all([app.newAdmin('support'), app.newAdmin('operator')]);
});
afterAll(async () => {
  await other.stop();
  await app.stop();
});

const restrict = ({ id }: TestPlayer) => support.call('admin.restrict', { params: { userId: id }, body: { reason } });
const ban = ({ id, wallet }: TestPlayer) =>
  support.call('admin.ban', { params: { userId: id }, body: { reason, confirm: wallet } });
const openAppeal = async (player: TestPlayer) =>
  (await support.call('admin.appeals', { query: {} })).appeals.find(({ person }) => person.userId === player.id);
const answer = (by: TestPlayer, appealId: string, decision: 'kept' | 'lifted') =>
  by.call('admin.answerAppeal', { params: { appealId }, body: { decision, answer: 'We looked at all of them.' } });
/** Shows the wallet, as somebody does who may not sign in. */
async function show(player: TestPlayer, url = app.url) {
  const visitor = plainClient(url, null);
  const { message } = await visitor.call('auth.nonce', { body: { walletAddress: player.wallet } });
  const signature = await player.account.signMessage({ message });
  return visitor.call('appeals.show', { body: { walletAddress: player.wallet, signature, message } });
}
const writeWith = (ticket: string, url = app.url) =>
  plainClient(url, null).call('appeals.writeWithTicket', { body: { ticket, text } });
const holds = async ({ id }: TestPlayer) => (await listPayoutHolds(app.ctx.pool, app.seasonId)).get(id) ?? [];

describe('a restriction', () => {
  it('is told at once to the player, wherever connected, who plays on while the prize waits', async () => {
    const player = await app.newPlayer();
    const socket: Socket = io(other.url as string, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token: player.token },
    });
    await new Promise((resolve) => socket.once('hello', resolve));
    const told = new Promise<{ data: { standing: string } }>((resolve) => socket.once('standing_changed', resolve));
    await restrict(player);
    expect(JSON.stringify(await told)).toContain('"standing":"restricted"');
    const there = plainClient(other.url as string, player.token);
    expect(await there.call('appeals.standing')).toEqual({
      standing: 'restricted',
      reason,
      since: new Date(app.clock.nowMs()).toISOString(),
      mayAppeal: true,
      appeal: null,
    });
    await there.call('buildings.upgrade', { body: { buildingType: 'barracks' } });
    expect(await holds(player)).toEqual(['restricted']);
    socket.close();
  });
});

describe('an appeal', () => {
  it('is written once, is answered by another person, and holds the prize meanwhile', async () => {
    const player = await app.newPlayer();
    await refused(player.call('appeals.write', { body: { text } }), 'APPEAL_NOT_POSSIBLE');
    await restrict(player);
    await refused(
      player.call('appeals.write', { body: { text: '                         short' } }),
      'VALIDATION_FAILED',
    );
    const calls = times(4, () => player.call('appeals.write', { body: { text } }));
    expect(await outcomes(calls)).toEqual({ ok: 1, APPEAL_NOT_POSSIBLE: 3 });
    expect(await holds(player)).toEqual(['appeal', 'restricted']);
    const waiting = await openAppeal(player);
    expect(waiting).toMatchObject({
      text,
      reason,
      status: 'open',
      sanction: 'restricted',
      sanctionedBy: { userId: support.id },
    });
    const appealId = waiting?.appealId ?? '';
    await refused(answer(support, appealId, 'kept'), 'SECOND_PERSON_REQUIRED');
    expect(await answer(second, appealId, 'kept')).toMatchObject({ status: 'kept', decidedBy: { userId: second.id } });
    await refused(answer(second, appealId, 'lifted'), 'ACT_NOT_POSSIBLE');
    expect(await player.call('appeals.standing')).toMatchObject({
      standing: 'restricted',
      mayAppeal: false,
      appeal: { status: 'kept', answer: 'We looked at all of them.' },
    });
    expect(await holds(player)).toEqual(['restricted']);
    const { history } = await support.call('admin.user', { params: { userId: player.id } });
    expect(history.map(({ action }) => action)).toEqual(['appeal.answer', 'user.restrict']);
  });

  it('that is granted puts the player in good standing and the prize free', async () => {
    const player = await app.newPlayer();
    await restrict(player);
    await player.call('appeals.write', { body: { text } });
    const appealId = (await openAppeal(player))?.appealId ?? '';
    const calls = [
      ...times(3, () => answer(second, appealId, 'lifted')),
      ...times(2, () => answer(second, appealId, 'kept')),
    ];
    expect(Object.values(await outcomes(calls)).reduce((a, b) => a + b)).toBe(5);
    const record = await player.call('appeals.standing');
    expect(record.appeal?.status).not.toBe('open');
    expect(
      await app.number('select count(*) from appeals where user_id = $1 and status <> $2', [player.id, 'open']),
    ).toBe(1);
  });

  it('is granted, too, when the restriction is lifted without looking at it; a new restriction can be appealed against anew', async () => {
    const player = await app.newPlayer();
    await restrict(player);
    await player.call('appeals.write', { body: { text } });
    await support.call('admin.lift', { params: { userId: player.id }, body: { reason: 'A mistake of ours.' } });
    expect(await player.call('appeals.standing')).toMatchObject({
      standing: 'good',
      mayAppeal: false,
      appeal: { status: 'lifted', answer: 'A mistake of ours.' },
    });
    expect(await holds(player)).toEqual([]);
    app.clock.advance(1_000);
    await restrict(player);
    expect(await player.call('appeals.standing')).toMatchObject({ mayAppeal: true, appeal: null });
  });

  it('cannot be changed or removed, not even by the owner of the tables', async () => {
    await expect(app.sql(`update appeals set text = 'something else, long enough'`)).rejects.toThrow('answered once');
    await expect(app.sql('delete from appeals')).rejects.toThrow('cannot change');
  });

  it('is not for strangers, players or treasurers to answer', async () => {
    const player = await app.newPlayer();
    await refused(player.call('admin.appeals', { query: {} }), 'NOT_FOUND');
    const treasurer = await app.newAdmin('treasurer');
    await refused(treasurer.call('admin.appeals', { query: {} }), 'FORBIDDEN');
    await refused(answer(second, 'f'.repeat(24), 'kept'), 'APPEAL_NOT_FOUND');
  });
});

describe('somebody banned', () => {
  it('shows the wallet instead of signing in, reads why and appeals, at any process', async () => {
    const player = await app.newPlayer();
    await ban(player);
    await refused(player.call('appeals.standing'), 'INVALID_TOKEN');
    const { ticket, ...record } = await show(player);
    expect(record).toMatchObject({ standing: 'banned', reason, mayAppeal: true });
    expect(await writeWith(ticket, other.url as string)).toMatchObject({
      mayAppeal: false,
      appeal: { text, status: 'open' },
    });
    await refused(writeWith(ticket), 'APPEAL_NOT_POSSIBLE');
    await refused(plainClient(app.url, ticket).call('settings.get'), 'INVALID_TOKEN');
    expect(await holds(player)).toEqual(['appeal', 'banned']);
    await answer(second, (await openAppeal(player))?.appealId ?? '', 'lifted');
    expect(await show(player)).toMatchObject({ standing: 'good', appeal: { status: 'lifted' } });
    await app.signIn(undefined, player.account);
  });

  it('needs the wallet: no other signature, no old ticket, no account that never was', async () => {
    const [player, thief] = [await app.newPlayer(), await app.signIn()];
    await ban(player);
    const visitor = plainClient(app.url, null);
    const { message } = await visitor.call('auth.nonce', { body: { walletAddress: player.wallet } });
    const signature = await thief.account.signMessage({ message });
    await refused(
      visitor.call('appeals.show', { body: { walletAddress: player.wallet, signature, message } }),
      'INVALID_SIGNATURE',
    );
    const { ticket } = await show(player);
    app.clock.advance(31 * 60_000);
    await refused(writeWith(ticket), 'TICKET_INVALID');
    await refused(writeWith('ab.cd'), 'TICKET_INVALID');
  });
});
