/** What a tribe's page tells its own: who is ready, who came and went, and whom to invite. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, type TestPlayer } from '../../testing/testPlayer.ts';
import { expectRefusal, send } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

async function newTribe(warriors: number) {
  const chieftain = await app.newChieftain();
  const members = await app.newPlayers(warriors);
  for (const member of members) await app.admit(chieftain.tribeId, chieftain, member);
  return { chieftain, tribeId: chieftain.tribeId, members };
}
const pageOf = (by: Pick<TestPlayer, 'call'>, tribeId: string) => by.call('tribes.get', { params: { tribeId } });

describe('the page of a tribe', () => {
  it('shows its members how many units of each stand at home, and others nothing of it', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    await app.give(members[0]!, { army: { militia: 30, cavalry: 4 } });
    expect((await pageOf(chieftain, tribeId)).members.warriors).toMatchObject([{ unitsHome: 34 }]);
    const stranger = await app.newPlayer();
    expect((await pageOf(stranger, tribeId)).members.warriors).toMatchObject([{ unitsHome: null, lastSeen: null }]);
  });

  it('says in the list, too, whether the viewer has asked for a seat', async () => {
    const { tribeId } = await newTribe(0);
    const other = await newTribe(0);
    const player = await app.newPlayer();
    await player.call('tribes.request', { params: { tribeId } });
    const askedOf = async (by: TestPlayer) => {
      const { tribes } = await by.call('tribes.list', { query: { limit: '200' } });
      return tribes.filter(({ requestedByMe }) => requestedByMe).map(({ id }) => id);
    };
    expect(await askedOf(player)).toEqual([tribeId]);
    expect(await askedOf(other.chieftain)).toEqual([]);
    expect((await pageOf(player, tribeId)).requestedByMe).toBe(true);
    expect((await pageOf(player, other.tribeId)).requestedByMe).toBe(false);
  });

  it('shows mutes to those who lead it only, and as long as they last', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [loud, other] = members as [TestPlayer, TestPlayer];
    const { mutedUntil } = await chieftain.call('tribes.mute', {
      params: { tribeId, userId: loud.id },
      body: { minutes: 10 },
    });
    const muteOf = async (by: TestPlayer) =>
      (await pageOf(by, tribeId)).members.warriors.find(({ userId }) => userId === loud.id)?.mutedUntil;
    expect(await muteOf(chieftain)).toBe(mutedUntil);
    expect(await muteOf(other)).toBeNull();
    app.clock.advance(10 * 60_000);
    expect(await muteOf(chieftain)).toBeNull();
  });
});

describe('the log', () => {
  const read = (by: TestPlayer, tribeId: string, query: { cursor?: string; limit?: string } = {}) =>
    by.call('tribes.log', { params: { tribeId }, query });

  it('tells of founding, joining, roles, leaving and dismissals with who did it, newest first', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [a, b] = members as [TestPlayer, TestPlayer];
    app.clock.advance(1000);
    await chieftain.call('tribes.setRole', { params: { tribeId, userId: a.id }, body: { role: 'captain' } });
    app.clock.advance(1000);
    await chieftain.call('tribes.dismiss', { params: { tribeId, userId: b.id } });
    app.clock.advance(1000);
    await a.call('tribes.leave', { params: { tribeId } });
    const { entries, next } = await read(chieftain, tribeId);
    expect(next).toBeNull();
    expect(entries.slice(0, 3)).toMatchObject([
      { kind: 'left', userId: a.id, role: null, by: null },
      { kind: 'dismissed', userId: b.id, role: null, by: { userId: chieftain.id } },
      { kind: 'role', userId: a.id, role: 'captain', by: { userId: chieftain.id } },
    ]);
    const kinds = entries.map(({ kind, userId }) => `${kind} ${userId}`).sort();
    const early = [`founded ${chieftain.id}`, `joined ${a.id}`, `joined ${b.id}`];
    expect(kinds).toEqual([...early, `left ${a.id}`, `dismissed ${b.id}`, `role ${a.id}`].sort());
  });

  it('comes page by page without gaps, and changes of both sides when the lead is handed over', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    await chieftain.call('tribes.setRole', {
      params: { tribeId, userId: members[0]!.id },
      body: { role: 'chieftain' },
    });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(chieftain, tribeId, {
        limit: '1',
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.entries.map(({ kind, role }) => `${kind} ${role}`));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen.sort()).toEqual(['founded chieftain', 'joined warrior', 'role chieftain', 'role warrior']);
    const bad = await send(app.url, {
      method: 'GET',
      path: `/v1/tribes/${tribeId}/log?cursor=abc`,
      token: chieftain.token,
    });
    expectRefusal(bad, 'cursor', 'VALIDATION_FAILED');
  });

  it('is for members only, from the moment of leaving on', async () => {
    const { tribeId, members } = await newTribe(1);
    await read(members[0]!, tribeId);
    await members[0]!.call('tribes.leave', { params: { tribeId } });
    await refused(read(members[0]!, tribeId), 'NOT_IN_TRIBE');
  });
});

describe('looking for players', () => {
  const find = async (by: TestPlayer, tribeId: string, search: string) =>
    (await by.call('tribes.findPlayers', { params: { tribeId }, query: { search } })).players;

  it('finds by the beginning of a name in any case, those without a tribe first, and says who is invited', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    await members[0]!.call('users.update', { body: { username: 'Solveig Aune' } });
    const free = await app.newPlayer();
    await free.call('users.update', { body: { username: 'Solveig Zorn' } });
    expect(await find(chieftain, tribeId, 'sOLV')).toMatchObject([
      { userId: free.id, username: 'Solveig Zorn', tribe: null, invited: false },
      { userId: members[0]!.id, tribe: { tribeId } },
    ]);
    await chieftain.call('tribes.invite', { params: { tribeId }, body: { userId: free.id, role: 'warrior' } });
    expect(await find(chieftain, tribeId, 'Solveig Z')).toMatchObject([{ invited: true }]);
  });

  it('finds a wallet or an id only when it is whole', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    const player = await app.newPlayer();
    for (const search of [player.id, player.wallet, player.wallet.toLowerCase()]) {
      expect((await find(chieftain, tribeId, search)).map(({ userId }) => userId)).toEqual([player.id]);
    }
    expect(await find(chieftain, tribeId, player.wallet.slice(0, 12))).toEqual([]);
    expect(await find(chieftain, tribeId, player.id.slice(0, 20))).toEqual([]);
  });

  it('takes signs of a pattern as what they are, and finds at most ten', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    for (const search of ['%', '_', '\\', '%%%', "'", ' ']) expect(await find(chieftain, tribeId, search)).toEqual([]);
    const many = await app.newPlayers(11);
    await Promise.all(
      many.map((player, n) => player.call('users.update', { body: { username: `Herd ${'abcdefghijk'[n]}` } })),
    );
    expect(await find(chieftain, tribeId, 'herd')).toHaveLength(10);
  });

  it('knows only those who have entered the season, and serves leaders only', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const outsider = await app.signIn();
    expect(await find(chieftain, tribeId, outsider.id)).toEqual([]);
    await refused(find(members[0]!, tribeId, 'a'), 'FORBIDDEN');
    for (const query of ['', '?search=', `?search=${'a'.repeat(61)}`]) {
      const path = `/v1/tribes/${tribeId}/players${query}`;
      expectRefusal(await send(app.url, { method: 'GET', path, token: chieftain.token }), query, 'VALIDATION_FAILED');
    }
  });
});
