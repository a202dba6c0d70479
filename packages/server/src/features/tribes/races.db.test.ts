import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectInvariants } from '../../testing/invariants.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
afterEach(() => expectInvariants(app));

const seats = (tribeId: string) => app.number('select count(*) from tribe_seats where tribe_id = $1', [tribeId]);

describe('fifty at once', () => {
  it('found one tribe of a name', async () => {
    const players = await app.newPlayers(50);
    const spelled = (index: number) => ['Sea Kings', 'SEA KINGS', 'Sea K1ngs', 'Séa Kings'][index % 4] ?? '';
    const tag = (index: number) => `S${String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))}`;
    const calls = players.map((player, index) =>
      player.call('tribes.create', { body: { name: spelled(index), tag: tag(index) } }),
    );
    expect(await outcomes(calls)).toEqual({ ok: 1, NAME_TAKEN: 49 });
    const again = players.map((player, index) =>
      player.call('tribes.create', { body: { name: `Clan ${tag(index)}`, tag: 'SAM' } }),
    );
    const result = await outcomes(again);
    expect(result.ok ?? 0).toBeLessThanOrEqual(1);
    expect(await app.number(`select count(*) from tribes where tag = 'SAM'`)).toBe(1);
  });

  it('take the one seat that is left', async () => {
    const chief = await app.newChieftain();
    for (const player of await app.newPlayers(8)) await app.admit(chief.tribeId, chief, player);
    for (const player of await app.newPlayers(2)) {
      const { inviteId } = await chief.call('tribes.invite', {
        params: { tribeId: chief.tribeId },
        body: { userId: player.id, role: 'captain' },
      });
      await player.call('tribes.acceptInvite', { params: { inviteId } });
    }
    expect(await seats(chief.tribeId)).toBe(11);
    const guests = await app.newPlayers(50);
    const invites = await Promise.all(
      guests.map((guest) =>
        chief.call('tribes.invite', {
          params: { tribeId: chief.tribeId },
          body: { userId: guest.id, role: 'warrior' },
        }),
      ),
    );
    const calls = guests.map((guest, index) =>
      guest.call('tribes.acceptInvite', { params: { inviteId: invites[index]?.inviteId ?? '' } }),
    );
    expect(await outcomes(calls)).toEqual({ ok: 1, TRIBE_FULL: 49 });
    expect(await seats(chief.tribeId)).toBe(12);
  });
});

describe('one player', () => {
  it('who accepts five tribes at once sits in one', async () => {
    const chiefs = await Promise.all(times(5, () => app.newChieftain()));
    const guest = await app.newPlayer();
    const invites = await Promise.all(
      chiefs.map((chief) =>
        chief.call('tribes.invite', {
          params: { tribeId: chief.tribeId },
          body: { userId: guest.id, role: 'warrior' },
        }),
      ),
    );
    const calls = invites.map(({ inviteId }) => guest.call('tribes.acceptInvite', { params: { inviteId } }));
    expect(await outcomes(calls)).toEqual({ ok: 1, ALREADY_IN_TRIBE: 4 });
    expect(await app.number('select count(*) from tribe_seats where user_id = $1', [guest.id])).toBe(1);
  });

  it('who is let in, founds and accepts at once sits in one', async () => {
    const [first, second] = [await app.newChieftain(), await app.newChieftain()];
    const guest = await app.newPlayer();
    await guest.call('tribes.request', { params: { tribeId: first.tribeId } });
    const { inviteId } = await second.call('tribes.invite', {
      params: { tribeId: second.tribeId },
      body: { userId: guest.id, role: 'warrior' },
    });
    const result = await outcomes([
      ...times(5, () => first.call('tribes.acceptRequest', { params: { tribeId: first.tribeId, userId: guest.id } })),
      ...times(5, () => guest.call('tribes.acceptInvite', { params: { inviteId } })),
      ...times(5, (n) =>
        guest.call('tribes.create', { body: { name: `Own Band ${'ABCDE'[n]}`, tag: `OW${'ABCDE'[n]}` } }),
      ),
    ]);
    expect(result.ok).toBe(1);
    expect(Object.keys(result)).not.toContain('INTERNAL_ERROR');
  });

  it('who leaves twenty times at once leaves once, and can be let in again', async () => {
    const chief = await app.newChieftain();
    const member = await app.newPlayer();
    await app.admit(chief.tribeId, chief, member);
    await app.hold(21, chief.tribeId, [{ player: member, army: { militia: 12 } }]);
    const calls = times(20, () => member.call('tribes.leave', { params: { tribeId: chief.tribeId } }));
    expect(await outcomes(calls)).toEqual({ ok: 1, NOT_IN_TRIBE: 19 });
    expect((await member.call('users.me')).returning).toMatchObject([{ units: { militia: 12 } }]);
    await app.admit(chief.tribeId, chief, member);
  });

  it('who enters twenty times at once enters once', async () => {
    const visitor = await app.signIn();
    const calls = times(20, () => visitor.call('seasons.join', { params: { seasonId: app.seasonId } }));
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => !answer.alreadyJoined)).toHaveLength(1);
    expect(await app.number('select count(*) from villages where user_id = $1', [visitor.id])).toBe(1);
  });
});

describe('joining, leaving and dissolving in disorder', () => {
  it('never leaves a tribe without a chieftain or with two in a seat', async () => {
    const players = await app.newPlayers(12);
    const chief = await app.newChieftain();
    for (let round = 0; round < 5; round++) {
      await outcomes(players.map((player) => player.call('tribes.request', { params: { tribeId: chief.tribeId } })));
      const result = await outcomes([
        ...players.map((player) =>
          chief.call('tribes.acceptRequest', { params: { tribeId: chief.tribeId, userId: player.id } }),
        ),
        ...players.map((player) => player.call('tribes.leave', { params: { tribeId: chief.tribeId } })),
        chief.call('tribes.leave', { params: { tribeId: chief.tribeId } }),
      ]);
      expect(Object.keys(result)).not.toContain('INTERNAL_ERROR');
      await expectInvariants(app);
      if ((await chief.call('users.me')).tribe === null) return;
    }
  });
});
