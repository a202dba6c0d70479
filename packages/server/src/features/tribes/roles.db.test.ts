import { completeArmy } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countUnits, expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

type Chieftain = TestPlayer & { tribeId: string };
const setRole = (
  by: TestPlayer,
  tribeId: string,
  userId: string,
  role: 'chieftain' | 'captain' | 'warrior',
  idempotencyKey?: string,
) =>
  by.call('tribes.setRole', {
    params: { tribeId, userId },
    body: { role },
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });
const dismiss = (by: TestPlayer, tribeId: string, userId: string) =>
  by.call('tribes.dismiss', { params: { tribeId, userId } });

/** A tribe of a chieftain and some warriors. */
async function newTribe(warriors: number): Promise<{ chieftain: Chieftain; tribeId: string; members: TestPlayer[] }> {
  const chieftain = await app.newChieftain();
  const members = await app.newPlayers(warriors);
  for (const member of members) await app.admit(chieftain.tribeId, chieftain, member);
  return { chieftain, tribeId: chieftain.tribeId, members };
}
const rolesOf = async (tribeId: string): Promise<Record<string, string>> => {
  const rows = await app.sql<{ user_id: string; role: string }>(
    'select user_id, role from tribe_seats where tribe_id = $1',
    [tribeId],
  );
  return Object.fromEntries(rows.map((row) => [row.user_id, row.role]));
};
/** Data of all news of a kind to a player, oldest first. */
const newsOf = async (player: { id: string }, type: string) =>
  (
    await app.sql<{ data: Record<string, unknown> }>(
      'select data from news where recipient = $1 and type = $2 order by id',
      [`user:${player.id}`, type],
    )
  ).map((row) => row.data);

describe('roles', () => {
  it('are given by the chieftain: captain and back to warrior', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [a, b] = members as [TestPlayer, TestPlayer];
    expect(await setRole(chieftain, tribeId, a.id, 'captain')).toEqual({ userId: a.id, role: 'captain', seat: 2 });
    expect(await setRole(chieftain, tribeId, b.id, 'captain')).toEqual({ userId: b.id, role: 'captain', seat: 3 });
    expect(await setRole(chieftain, tribeId, a.id, 'warrior')).toMatchObject({ role: 'warrior' });
    expect(await rolesOf(tribeId)).toEqual({ [chieftain.id]: 'chieftain', [a.id]: 'warrior', [b.id]: 'captain' });
    expect((await newsOf(b, 'tribe_role_changed')).map(({ userId, role }) => [userId, role])).toEqual([
      [a.id, 'captain'],
      [b.id, 'captain'],
      [a.id, 'warrior'],
    ]);
  });

  it('change nothing and tell nobody when the member has the role already', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    expect(await setRole(chieftain, tribeId, members[0]!.id, 'warrior')).toMatchObject({ role: 'warrior' });
    expect(await setRole(chieftain, tribeId, chieftain.id, 'chieftain')).toMatchObject({ role: 'chieftain', seat: 1 });
    expect(await newsOf(chieftain, 'tribe_role_changed')).toEqual([]);
  });

  it('know two captains and nine warriors', async () => {
    const { chieftain, tribeId, members } = await newTribe(3);
    const [a, b, c] = members as [TestPlayer, TestPlayer, TestPlayer];
    await setRole(chieftain, tribeId, a.id, 'captain');
    await setRole(chieftain, tribeId, b.id, 'captain');
    await refused(setRole(chieftain, tribeId, c.id, 'captain'), 'TRIBE_FULL');
    for (const player of await app.newPlayers(8)) await app.admit(tribeId, chieftain, player);
    await refused(setRole(chieftain, tribeId, a.id, 'warrior'), 'TRIBE_FULL');
  });

  it('let the lead change hands in a full tribe: the two change seats', async () => {
    const { chieftain, tribeId, members } = await newTribe(9);
    const [heir, captain] = members as [TestPlayer, TestPlayer];
    await setRole(chieftain, tribeId, captain.id, 'captain');
    const [second] = await app.newPlayers(2);
    await app.admit(tribeId, chieftain, second!);
    const seatBefore = await app.number('select seat from tribe_seats where user_id = $1', [heir.id]);
    expect(await setRole(chieftain, tribeId, heir.id, 'chieftain')).toEqual({
      userId: heir.id,
      role: 'chieftain',
      seat: 1,
    });
    expect(await app.number('select seat from tribe_seats where user_id = $1', [chieftain.id])).toBe(seatBefore);
    expect(await rolesOf(tribeId)).toMatchObject({
      [chieftain.id]: 'warrior',
      [heir.id]: 'chieftain',
      [captain.id]: 'captain',
    });
    await refused(setRole(chieftain, tribeId, heir.id, 'warrior'), 'FORBIDDEN');
    // From a captain the former lead becomes captain; then the first chieftain may leave.
    await setRole(heir, tribeId, captain.id, 'chieftain');
    expect(await rolesOf(tribeId)).toMatchObject({ [heir.id]: 'captain', [captain.id]: 'chieftain' });
    expect(await heir.call('tribes.leave', { params: { tribeId } })).toEqual({ left: true, dissolved: false });
  });

  it('are refused to everybody but the chieftain, for strangers, and for giving up the lead', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [captain, warrior] = members as [TestPlayer, TestPlayer];
    await setRole(chieftain, tribeId, captain.id, 'captain');
    const stranger = await app.newPlayer();
    const foreigner = await app.newChieftain();
    for (const player of [captain, warrior, stranger, foreigner]) {
      await refused(setRole(player, tribeId, warrior.id, 'captain'), 'FORBIDDEN');
    }
    await refused(setRole(chieftain, tribeId, stranger.id, 'captain'), 'MEMBER_NOT_FOUND');
    await refused(setRole(chieftain, tribeId, foreigner.id, 'chieftain'), 'MEMBER_NOT_FOUND');
    await refused(setRole(chieftain, tribeId, chieftain.id, 'warrior'), 'HAND_OVER_FIRST');
  });

  it.each([{}, { role: 'king' }, { role: null }, { role: ['captain'] }, { role: 'captain', seat: 1 }])(
    'refuse the body %j',
    async (body) => {
      const { chieftain, tribeId, members } = await newTribe(1);
      const path = `/v1/tribes/${tribeId}/members/${members[0]!.id}/role`;
      expectRefusal(
        await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body }),
        'role',
        'VALIDATION_FAILED',
      );
    },
  );

  it('are handed over once by twenty clicks with one key, and by twenty without to one of two heirs', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [a, b] = members as [TestPlayer, TestPlayer];
    const once = times(20, () => setRole(chieftain, tribeId, a.id, 'chieftain', 'hand-over-key-1'));
    expect(await outcomes(once)).toEqual({ ok: 20 });
    expect(await newsOf(b, 'tribe_role_changed')).toHaveLength(2);
    const race = times(20, (n) => setRole(a, tribeId, n % 2 === 0 ? chieftain.id : b.id, 'chieftain'));
    expect(await outcomes(race)).toEqual({ ok: 1, FORBIDDEN: 19 });
  });
});

describe('dismissal', () => {
  it('frees the seat, sends the garrison home in half an hour and tells both sides', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const member = members[0]!;
    await app.hold(21, tribeId, [
      { player: member, army: { militia: 7, archer: 2 } },
      { player: chieftain, army: { militia: 5 } },
    ]);
    const units = await countUnits(app);
    expect(await dismiss(chieftain, tribeId, member.id)).toEqual({ dismissed: true });
    expect(await countUnits(app)).toBe(units);
    expect(await newsOf(member, 'tribe_member_left')).toEqual([
      { tribeId, userId: member.id, username: null, reason: 'dismissed' },
    ]);
    expect(await newsOf(chieftain, 'tribe_member_left')).toHaveLength(1);
    app.clock.advance(30 * 60_000 - 1);
    await app.settle();
    expect((await member.call('users.me')).army.militia).toBe(0);
    app.clock.advance(1);
    await app.settle();
    expect((await member.call('users.me')).army).toMatchObject({ militia: 7, archer: 2 });
    expect((await member.call('users.me')).tribeId).toBeNull();
    const land = await chieftain.call('territories.get', { params: { territoryId: app.territory(21) } });
    expect(land.garrison?.units).toMatchObject({ militia: 5, archer: 0 });
    // The way back is open.
    await app.admit(tribeId, chieftain, member);
  });

  it('voids the orders that the dismissed player has on the way', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const member = members[0]!;
    await app.give(member, { army: { militia: 60 } });
    const { battleId } = await app.attack(member, 22, { militia: 60 });
    await dismiss(chieftain, tribeId, member.id);
    await app.settle();
    expect((await member.call('battles.get', { params: { battleId } })).status).toBe('void');
    expect((await member.call('users.me')).army.militia).toBe(60);
  });

  it('is refused to everybody but the chieftain, for strangers and for the chieftain himself', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [captain, warrior] = members as [TestPlayer, TestPlayer];
    await setRole(chieftain, tribeId, captain.id, 'captain');
    const foreigner = await app.newChieftain();
    for (const player of [captain, warrior, foreigner])
      await refused(dismiss(player, tribeId, warrior.id), 'FORBIDDEN');
    await refused(dismiss(chieftain, tribeId, foreigner.id), 'MEMBER_NOT_FOUND');
    await refused(dismiss(chieftain, tribeId, chieftain.id), 'HAND_OVER_FIRST');
    expect(Object.keys(await rolesOf(tribeId))).toHaveLength(3);
  });

  it('happens once, however often it is asked', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const calls = times(20, () => dismiss(chieftain, tribeId, members[0]!.id));
    expect(await outcomes(calls)).toEqual({ ok: 1, MEMBER_NOT_FOUND: 19 });
    const again = await app.newPlayer();
    await app.admit(tribeId, chieftain, again);
    const params = { tribeId, userId: again.id };
    const same = times(20, () => chieftain.call('tribes.dismiss', { params, idempotencyKey: 'dismissal-key-1' }));
    expect(await outcomes(same)).toEqual({ ok: 20 });
    expect(await newsOf(again, 'tribe_member_left')).toHaveLength(1);
  });
});

describe("sending a member's units home", () => {
  const sendHome = (
    by: TestPlayer,
    tribeId: string,
    userId: string,
    no: number,
    army: Parameters<typeof completeArmy>[0],
    key?: string,
  ) =>
    by.call('tribes.sendHome', {
      params: { tribeId, userId },
      body: { territoryId: app.territory(no), units: completeArmy(army) },
      ...(key ? { idempotencyKey: key } : {}),
    });

  it('is up to chieftain and captains; the rest stays and the owner is told', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [captain, warrior] = members as [TestPlayer, TestPlayer];
    await setRole(chieftain, tribeId, captain.id, 'captain');
    await app.hold(23, tribeId, [
      { player: warrior, army: { militia: 9, cavalry: 3 } },
      { player: chieftain, army: { militia: 1 } },
    ]);
    const units = await countUnits(app);
    const answer = await sendHome(captain, tribeId, warrior.id, 23, { militia: 4, cavalry: 3 });
    const arrivesAt = new Date(app.clock.nowMs() + 30 * 60_000).toISOString();
    expect(answer).toEqual({ territoryId: 23, userId: warrior.id, unitsLeft: completeArmy({ militia: 5 }), arrivesAt });
    expect(await newsOf(warrior, 'units_recalled')).toMatchObject([
      { territoryId: 23, arrivesAt, by: { userId: captain.id } },
    ]);
    expect(await countUnits(app)).toBe(units);
    await sendHome(captain, tribeId, chieftain.id, 23, { militia: 1 });
    await sendHome(chieftain, tribeId, warrior.id, 23, { militia: 5 });
    app.clock.advance(30 * 60_000);
    await app.settle();
    expect((await warrior.call('users.me')).army).toMatchObject({ militia: 9, cavalry: 3 });
    expect(await app.number('select count(*) from garrison_stacks where territory_no = 23')).toBe(0);
  });

  it('is refused to warriors and others, for strangers, for foreign land and for units that are not there', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const warrior = members[0]!;
    const foreigner = await app.newChieftain();
    await app.hold(24, tribeId, [{ player: warrior, army: { militia: 2 } }]);
    await app.hold(25, foreigner.tribeId, [{ player: foreigner, army: { militia: 2 } }]);
    await refused(sendHome(warrior, tribeId, chieftain.id, 24, { militia: 1 }), 'FORBIDDEN');
    await refused(sendHome(foreigner, tribeId, warrior.id, 24, { militia: 1 }), 'FORBIDDEN');
    await refused(sendHome(chieftain, tribeId, foreigner.id, 25, { militia: 1 }), 'MEMBER_NOT_FOUND');
    await refused(sendHome(chieftain, tribeId, warrior.id, 25, { militia: 1 }), 'NOT_OWN_TERRITORY');
    await refused(sendHome(chieftain, tribeId, warrior.id, 24, { militia: 3 }), 'INSUFFICIENT_UNITS');
    await refused(sendHome(chieftain, tribeId, warrior.id, 24, {}), 'EMPTY_ARMY');
    for (const units of [{ militia: 1 }, { militia: -1, spearman: 0, archer: 0, cavalry: 0 }, 'all', null]) {
      const path = `/v1/tribes/${tribeId}/members/${warrior.id}/send-home`;
      const body = { territoryId: app.territory(24), units };
      expectRefusal(
        await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body }),
        'send home',
        'VALIDATION_FAILED',
      );
    }
  });

  it('moves each unit once when leader and owner both send it', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const warrior = members[0]!;
    await app.hold(26, tribeId, [{ player: warrior, army: { militia: 10 } }]);
    const byLeader = times(10, () => sendHome(chieftain, tribeId, warrior.id, 26, { militia: 3 }));
    const params = { territoryId: app.territory(26) };
    const byOwner = times(10, () =>
      warrior.call('territories.withdraw', { params, body: { units: completeArmy({ militia: 3 }) } }),
    );
    expect(await outcomes([...byLeader, ...byOwner])).toEqual({ ok: 3, INSUFFICIENT_UNITS: 17 });
    const same = times(10, () => sendHome(chieftain, tribeId, warrior.id, 26, { militia: 1 }, 'send-home-key-1'));
    expect(await outcomes(same)).toEqual({ ok: 10 });
    expect(await countUnits(app, warrior.id)).toBe(10);
  });
});

describe('an invitation', () => {
  it('can be taken back by leaders, and is then no longer open', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const guest = await app.newPlayer('Gunnar');
    const invite = () =>
      chieftain.call('tribes.invite', { params: { tribeId }, body: { userId: guest.id, role: 'warrior' } });
    const withdraw = (by: TestPlayer, inviteId: string) =>
      by.call('tribes.withdrawInvite', { params: { tribeId, inviteId } });
    const { inviteId } = await invite();
    const page = await chieftain.call('tribes.get', { params: { tribeId } });
    expect(page.invites).toMatchObject([{ inviteId, userId: guest.id, username: 'Gunnar', role: 'warrior' }]);
    expect((await members[0]!.call('tribes.get', { params: { tribeId } })).invites).toEqual([]);
    await refused(withdraw(members[0]!, inviteId), 'FORBIDDEN');
    await refused(withdraw(chieftain, tribeId), 'INVITE_NOT_FOUND');
    expect(await withdraw(chieftain, inviteId)).toEqual({ withdrawn: true });
    expect(await withdraw(chieftain, inviteId)).toEqual({ withdrawn: true });
    await refused(guest.call('tribes.acceptInvite', { params: { inviteId } }), 'INVITE_EXPIRED');
    const second = await invite();
    await guest.call('tribes.acceptInvite', { params: { inviteId: second.inviteId } });
    await refused(withdraw(chieftain, second.inviteId), 'INVITE_EXPIRED');
  });
});

describe('the second half of the season', () => {
  it('closes dismissal to the millisecond, not leaving and not appointing', async () => {
    const { chieftain, tribeId, members } = await newTribe(3);
    const [a, b, c] = members as [TestPlayer, TestPlayer, TestPlayer];
    const start = await app.number('select extract(epoch from season_start) * 1000 from seasons');
    app.clock.set(start + 5 * 86_400_000 - 1);
    expect(await dismiss(chieftain, tribeId, a.id)).toEqual({ dismissed: true });
    app.clock.advance(1);
    await refused(dismiss(chieftain, tribeId, b.id), 'DISMISSAL_CLOSED');
    expect(await rolesOf(tribeId)).toHaveProperty(b.id);
    await setRole(chieftain, tribeId, b.id, 'captain');
    await c.call('tribes.leave', { params: { tribeId } });
  });

  it('ends with the season: nobody is dismissed, appointed or lets go after it', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    app.clock.set(await app.number('select extract(epoch from season_end) * 1000 from seasons'));
    await refused(setRole(chieftain, tribeId, members[0]!.id, 'captain'), 'SEASON_NOT_ACTIVE');
    await refused(dismiss(chieftain, tribeId, members[0]!.id), 'SEASON_NOT_ACTIVE');
    await refused(members[0]!.call('tribes.leave', { params: { tribeId } }), 'SEASON_NOT_ACTIVE');
  });
});
