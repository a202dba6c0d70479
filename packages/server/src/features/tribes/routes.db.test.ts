import { armyOf } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { UNKNOWN_ID } from '../../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, type TestPlayer } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const DAY_MS = 86_400_000;
const create = (player: TestPlayer, name: string, tag: string) => player.call('tribes.create', { body: { name, tag } });
const invite = (player: TestPlayer, tribeId: string, userId: string, role: 'captain' | 'warrior' = 'warrior') =>
  player.call('tribes.invite', { params: { tribeId }, body: { userId, role } });
const accept = (player: TestPlayer, inviteId: string) => player.call('tribes.acceptInvite', { params: { inviteId } });
const request = (player: TestPlayer, tribeId: string) => player.call('tribes.request', { params: { tribeId } });
const leave = (player: TestPlayer, tribeId: string) => player.call('tribes.leave', { params: { tribeId } });
const show = (tribeId: string, player?: TestPlayer) =>
  (player ?? plainClient(app.url, null)).call('tribes.get', { params: { tribeId } });

describe('founding a tribe', () => {
  it('makes one its chieftain, for everybody to see', async () => {
    const player = await app.newPlayer('Torunn');
    const tribe = await create(player, '  The   Ravens ', 'RAV');
    expect(tribe).toMatchObject({ name: 'The Ravens', tag: 'RAV', chieftain: player.id });
    expect(await show(tribe.tribeId)).toMatchObject({
      name: 'The Ravens',
      memberCount: 1,
      totalVP: 0,
      territoriesControlled: 0,
      members: { chieftain: { userId: player.id, username: 'Torunn' }, captains: [], warriors: [] },
      requests: [],
      requestedByMe: false,
    });
    expect((await player.call('users.me')).tribe).toMatchObject({ id: tribe.tribeId, role: 'chieftain' });
    const { tribes } = await plainClient(app.url, null).call('tribes.list', { query: { search: 'rav' } });
    expect(tribes.map((item) => item.id)).toEqual([tribe.tribeId]);
    await refused(create(player, 'Another', 'ANO'), 'ALREADY_IN_TRIBE');
  });

  it('refuses names and tags that are taken, in whatever letters', async () => {
    await create(await app.newPlayer(), 'Iron Wolves', 'IRW');
    const forms = [
      'Iron Wolves',
      'iron wolves',
      'IRON WOLVES',
      'IronWolves',
      'Iron  Wolves',
      'lron Wolves',
      '1ron Wolves',
      'Ir0n W0lves',
      'Írón Wölves',
      'Іron Wolves',
      'Irоn Wоlves',
      'Iron Wоlvеs',
      'Iron VVolves',
      'Ｉｒｏｎ Ｗｏｌｖｅｓ',
      '𝐈𝐫𝐨𝐧 𝐖𝐨𝐥𝐯𝐞𝐬',
      '𝓘𝓻𝓸𝓷 𝓦𝓸𝓵𝓿𝓮𝓼',
      'Ⅰron Wolves',
      'Iron Woⅼves',
      'Irοn Wοlves',
      'İron Wolves',
      'ıron Wolves',
      'Iron Wo1ves',
      'Iron WoIves',
      'iRoN wOlVeS',
      'Iron\u00a0Wolves',
    ];
    const other = await app.newPlayer();
    for (const name of forms) {
      const error = await refused(create(other, name, 'OTH'), 'NAME_TAKEN').catch((failure: Error) => failure);
      expect([name, error instanceof Error && 'code' in error ? error.code : error]).toEqual([name, 'NAME_TAKEN']);
    }
    await refused(create(other, 'Something Else', 'IRW'), 'TAG_TAKEN');
    await create(other, 'Stone Wolves', 'STO');
  });

  it('takes as a tag exactly three capital letters', async () => {
    const player = await app.newPlayer();
    for (const tag of ['WO', 'WOWW', 'wow', 'W0W', 'W\u041EW', 'WOW\n', ''])
      await refused(create(player, 'Loud Owls', tag), 'VALIDATION_FAILED');
    expect((await create(player, 'Loud Owls', 'WOW')).tribeId).toBeTruthy();
  });

  it('refuses names that are none', async () => {
    const player = await app.newPlayer();
    const names = [
      'ab',
      'x'.repeat(31),
      '...',
      'a\u200bbc',
      'abc\u202edef',
      'tab\there',
      '<b>bold</b>',
      'aa\u0301\u0301\u0301\u0301',
      '👨‍👩‍👧',
      '   ',
    ];
    for (const name of names) await refused(create(player, name, 'BAD'), 'INVALID_NAME');
    expect((await player.call('users.me')).tribe).toBeNull();
  });
});

describe('invitations', () => {
  it('give the seat they name, once', async () => {
    const chief = await app.newChieftain();
    const guest = await app.newPlayer();
    const { inviteId, expiresAt } = await invite(chief, chief.tribeId, guest.id, 'captain');
    expect(expiresAt).toBe(new Date(app.clock.nowMs() + DAY_MS).toISOString());
    await refused(invite(chief, chief.tribeId, guest.id), 'ALREADY_INVITED');
    expect((await guest.call('tribes.invites')).invites).toMatchObject([
      { inviteId, tribeId: chief.tribeId, role: 'captain' },
    ]);
    await refused(accept(await app.newPlayer(), inviteId), 'INVITE_NOT_FOUND');
    expect(await accept(guest, inviteId)).toEqual({ tribeId: chief.tribeId, role: 'captain', seat: 2 });
    await refused(accept(guest, inviteId), 'INVITE_EXPIRED');
    expect((await guest.call('tribes.invites')).invites).toEqual([]);
    await refused(invite(chief, chief.tribeId, guest.id), 'ALREADY_IN_TRIBE');
    // A captain invites too.
    await invite(guest, chief.tribeId, (await app.newPlayer()).id);
  });

  it('can be declined, and expire after a day', async () => {
    const chief = await app.newChieftain();
    const guest = await app.newPlayer();
    const first = await invite(chief, chief.tribeId, guest.id);
    expect(await guest.call('tribes.declineInvite', { params: { inviteId: first.inviteId } })).toEqual({
      declined: true,
    });
    await refused(accept(guest, first.inviteId), 'INVITE_EXPIRED');
    const second = await invite(chief, chief.tribeId, guest.id);
    app.clock.advance(DAY_MS);
    expect((await guest.call('tribes.invites')).invites).toEqual([]);
    await refused(accept(guest, second.inviteId), 'INVITE_EXPIRED');
    const third = await invite(chief, chief.tribeId, guest.id);
    await accept(guest, third.inviteId);
  });

  it('refuse players who have not entered, and roles without a free seat', async () => {
    const chief = await app.newChieftain();
    await refused(invite(chief, chief.tribeId, (await app.signIn()).id), 'USER_NOT_FOUND');
    await refused(invite(chief, chief.tribeId, UNKNOWN_ID), 'USER_NOT_FOUND');
    for (let n = 0; n < 2; n++) {
      const guest = await app.newPlayer();
      await accept(guest, (await invite(chief, chief.tribeId, guest.id, 'captain')).inviteId);
    }
    await refused(invite(chief, chief.tribeId, (await app.newPlayer()).id, 'captain'), 'TRIBE_FULL');
  });
});

describe('requests to join', () => {
  it('are shown to the leaders alone, and answered by them', async () => {
    const chief = await app.newChieftain();
    const guest = await app.newPlayer('Sigrid');
    const first = await request(guest, chief.tribeId);
    app.clock.advance(1000);
    expect(await request(guest, chief.tribeId)).toEqual(first);
    expect((await show(chief.tribeId, chief)).requests).toMatchObject([{ userId: guest.id, username: 'Sigrid' }]);
    expect(await show(chief.tribeId, guest)).toMatchObject({ requests: [], requestedByMe: true });
    const answer = { params: { tribeId: chief.tribeId, userId: guest.id } };
    expect(await chief.call('tribes.acceptRequest', answer)).toEqual({
      tribeId: chief.tribeId,
      role: 'warrior',
      seat: 4,
    });
    await refused(chief.call('tribes.acceptRequest', answer), 'REQUEST_NOT_FOUND');
    await refused(request(guest, chief.tribeId), 'ALREADY_IN_TRIBE');
    const other = await app.newPlayer();
    await request(other, chief.tribeId);
    await refused(
      guest.call('tribes.declineRequest', { params: { tribeId: chief.tribeId, userId: other.id } }),
      'FORBIDDEN',
    );
    expect(await chief.call('tribes.declineRequest', { params: { tribeId: chief.tribeId, userId: other.id } })).toEqual(
      { declined: true },
    );
    await refused(
      chief.call('tribes.declineRequest', { params: { tribeId: chief.tribeId, userId: other.id } }),
      'REQUEST_NOT_FOUND',
    );
  });

  it('end when the player finds another tribe', async () => {
    const [first, second] = [await app.newChieftain(), await app.newChieftain()];
    const guest = await app.newPlayer();
    await request(guest, first.tribeId);
    await request(guest, second.tribeId);
    await second.call('tribes.acceptRequest', { params: { tribeId: second.tribeId, userId: guest.id } });
    await refused(
      first.call('tribes.acceptRequest', { params: { tribeId: first.tribeId, userId: guest.id } }),
      'REQUEST_NOT_FOUND',
    );
    expect((await show(first.tribeId, first)).requests).toEqual([]);
  });
});

describe('leaving', () => {
  it('sends the own units home and takes nothing else', async () => {
    const chief = await app.newChieftain();
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    const stays = { player: chief, army: { militia: 7 } };
    await app.hold(21, chief.tribeId, [stays, { player: member, army: { militia: 20 } }]);
    await refused(leave(chief, chief.tribeId), 'HAND_OVER_FIRST');
    expect(await leave(member, chief.tribeId)).toEqual({ left: true, dissolved: false });
    expect(await member.call('users.me')).toMatchObject({
      tribe: null,
      garrisons: [],
      returning: [{ units: armyOf(20) }],
    });
    const territory = await chief.call('territories.get', { params: { territoryId: app.territory(21) } });
    expect(territory.garrison?.units).toEqual(armyOf(7));
    await refused(leave(member, chief.tribeId), 'NOT_IN_TRIBE');
    const garrison = {
      params: { territoryId: app.territory(21) },
      body: { units: armyOf(1), formation: 'balanced' },
    } as const;
    await refused(member.call('territories.garrison', garrison), 'NOT_IN_TRIBE');
    await refused(app.attack(member, 22, { militia: 1 }), 'NOT_IN_TRIBE');
  });

  it('last dissolves the tribe: its territories stand empty, its name stays taken', async () => {
    const chief = await app.newPlayer();
    const { tribeId } = await create(chief, 'Short Lived', 'SHO');
    await app.hold(22, tribeId, [{ player: chief, army: { militia: 10 } }]);
    const guest = await app.newPlayer();
    const { inviteId } = await invite(chief, tribeId, guest.id);
    expect(await leave(chief, tribeId)).toEqual({ left: true, dissolved: true });
    const territory = await chief.call('territories.get', { params: { territoryId: app.territory(22) } });
    expect(territory).toMatchObject({ owner: null, npcDefense: { units: armyOf() }, truceUntil: null });
    await refused(accept(guest, inviteId), 'TRIBE_NOT_FOUND');
    await refused(request(guest, tribeId), 'TRIBE_NOT_FOUND');
    expect((await guest.call('tribes.invites')).invites).toEqual([]);
    const { tribes } = await chief.call('tribes.list');
    expect(tribes.map((tribe) => tribe.id)).not.toContain(tribeId);
    await refused(create(chief, 'Short Lived', 'SHX'), 'NAME_TAKEN');
    await create(chief, 'Long Lived', 'LON');
  });

  it('another tribe than the own is refused', async () => {
    const [first, second] = [await app.newChieftain(), await app.newChieftain()];
    await refused(leave(first, second.tribeId), 'NOT_IN_TRIBE');
    await refused(leave(first, UNKNOWN_ID), 'TRIBE_NOT_FOUND');
  });
});

describe('the last 48 hours', () => {
  it('take no new members', async () => {
    const chief = await app.newChieftain();
    const [guest, asking] = [await app.newPlayer(), await app.newPlayer()];
    const endMs = Date.parse((await chief.call('seasons.current')).timeline.seasonEnd);
    app.clock.set(endMs - 2 * DAY_MS - 1);
    const { inviteId } = await invite(chief, chief.tribeId, guest.id);
    await request(asking, chief.tribeId);
    app.clock.set(endMs - 2 * DAY_MS);
    await refused(accept(guest, inviteId), 'JOINING_CLOSED');
    await refused(
      chief.call('tribes.acceptRequest', { params: { tribeId: chief.tribeId, userId: asking.id } }),
      'JOINING_CLOSED',
    );
    await refused(create(guest, 'Too Late', 'LAT'), 'JOINING_CLOSED');
    app.clock.set(endMs);
    await refused(leave(chief, chief.tribeId), 'SEASON_NOT_ACTIVE');
  });
});
