import { createNewsClient, type NewsClient } from '@cryptotribes/protocol/client/newsClient';
import type { News } from '@cryptotribes/protocol/features/events';
import { completeArmy } from '@cryptotribes/rules/core/units';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../program.ts';
import { countUnits, expectInvariants } from '../../testing/invariants.ts';
import { sampleRequests } from '../../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, plainClient, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../../testing/testRequests.ts';
import { excludeDelivery, shareDelivery } from '../news/queries.ts';

let app: TestApp;
let other: Program;
beforeAll(async () => {
  app = await startTestApp();
  other = await app.startAnother();
});
afterAll(async () => {
  await other.stop();
  await app.stop();
});
afterEach(() => expectInvariants(app));

const bothUrls = () => [app.url, other.url as string];
/** The same player at the second process. */
const elsewhere = (player: TestPlayer): TestPlayer => {
  const client = plainClient(other.url as string, player.token);
  return { ...player, client, call: client.call };
};
async function newTribe(warriors: number) {
  const chieftain = await app.newChieftain();
  const members = await app.newPlayers(warriors);
  for (const member of members) await app.admit(chieftain.tribeId, chieftain, member);
  return { chieftain, tribeId: chieftain.tribeId, members };
}

/** A socket of a player at one of the processes, and all it has heard of the player's own stream. */
class Listener {
  readonly heard: News[] = [];
  readonly #client: NewsClient;
  readonly ready: Promise<void>;
  readonly #waiting: { matches: (news: News) => boolean; resolve: () => void }[] = [];

  constructor(url: string, player: TestPlayer) {
    let greeted = () => {};
    this.ready = new Promise((resolve) => {
      greeted = resolve;
    });
    this.#client = createNewsClient({
      api: plainClient(url, player.token),
      url,
      getToken: () => player.token,
      onReset: () => greeted(),
      onNews: (news) => {
        if (news.stream === 'me') this.heard.push(news);
        for (const { matches, resolve } of this.#waiting) if (matches(news)) resolve();
      },
    });
  }
  /** Resolves when such news come, or have come already. */
  hears(matches: (news: News) => boolean): Promise<void> {
    if (this.heard.some(matches)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }
  stop(): void {
    this.#client.stop();
  }
}
/** What had been written to the sockets of this process when its answer arrived is read by now. */
const nextTurn = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};
const OF_TRIBE = new Set([
  'tribe_message',
  'tribe_member_joined',
  'tribe_role_changed',
  'tribe_battle',
  'territory_lost',
  'attack_incoming',
]);

describe('after a dismissal', () => {
  it('not one more word of the tribe arrives, at any process, whoever wrote when', async () => {
    let heardBefore = 0;
    for (let round = 0; round < 6; round++) {
      const { chieftain, tribeId, members } = await newTribe(6);
      const [dismissed, witness] = members as [TestPlayer, TestPlayer];
      const writers = [chieftain, ...members.slice(2)].flatMap((player) => [player, elsewhere(player)]);
      const listeners = bothUrls().map((url) => new Listener(url, dismissed));
      const witnesses = bothUrls().map((url) => new Listener(url, witness));
      await Promise.all([...listeners, ...witnesses].map((listener) => listener.ready));
      const write = (n: number) =>
        (writers[n % writers.length] as TestPlayer).call('tribes.postMessage', {
          params: { tribeId },
          body: { text: `word ${n}` },
        });

      const before = times(20, write);
      if (round % 2 === 0) await before[10];
      const chief = round % 3 === 0 ? elsewhere(chieftain) : chieftain;
      const gone = chief.call('tribes.dismiss', { params: { tribeId, userId: dismissed.id } }).then(nextTurn);
      await gone;
      const heardThen = listeners.map((listener) => listener.heard.length);
      await Promise.all(before);
      const later = await Promise.all(times(20, (n) => write(n + 20)));
      const newest = Math.max(...later.map(({ number }) => number));
      await Promise.all(
        witnesses.map((listener) =>
          listener.hears((news) => news.type === 'tribe_message' && news.data.number === newest),
        ),
      );
      // The last thing in the stream of the dismissed: when it is there, everything before it is.
      await chieftain.call('tribes.invite', { params: { tribeId }, body: { userId: dismissed.id, role: 'warrior' } });
      await Promise.all(listeners.map((listener) => listener.hears((news) => news.type === 'tribe_invite')));

      for (const [index, listener] of listeners.entries()) {
        const after = listener.heard.slice(heardThen[index]).map(({ type }) => type);
        expect(after.filter((type) => OF_TRIBE.has(type))).toEqual([]);
        heardBefore += listener.heard.filter(({ type }) => type === 'tribe_message').length;
        const left = listener.heard.filter(({ type }) => type === 'tribe_member_left');
        expect(left).toMatchObject([{ data: { userId: dismissed.id, reason: 'dismissed' } }]);
        expect(listener.heard.map(({ seq }) => seq)).toEqual(
          times(listener.heard.length, (n) => n + (listener.heard[0]?.seq ?? 0)),
        );
      }
      for (const listener of witnesses)
        expect(listener.heard.filter(({ type }) => type === 'tribe_message')).toHaveLength(40);
      // What was told before is not told again either, and the numbers have no gap.
      const { events, lastSeq } = await dismissed.call('events.list', { query: { after: '0', limit: '500' } });
      expect(events.map(({ seq }) => seq)).toEqual(times(lastSeq, (n) => n + 1));
      expect(events.filter(({ type }) => OF_TRIBE.has(type))).toEqual([]);
      for (const listener of [...listeners, ...witnesses]) listener.stop();
    }
    expect(heardBefore).toBeGreaterThan(0);
  });

  it('every route of the tribe answers 403 to the very next request, at both processes', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [first, second] = members as [TestPlayer, TestPlayer];
    await chieftain.call('tribes.setRole', { params: { tribeId, userId: second.id }, body: { role: 'captain' } });
    const { messageId } = await chieftain.call('tribes.postMessage', { params: { tribeId }, body: { text: 'secret' } });
    const ids = { tribeId, userId: chieftain.id, territoryId: app.territory(21) };
    const closed = sampleRequests(ids).filter(
      ({ definition }) =>
        definition.path.includes('/:tribeId') && ['member', 'leader', 'chieftain'].includes(definition.access),
    );
    expect(closed.length).toBeGreaterThan(12);
    const askAll = async (player: TestPlayer) => {
      for (const { name, method, path, body } of closed) {
        for (const url of bothUrls()) {
          const address = path.replace(/messages\/[0-9a-f]{24}/, `messages/${messageId}`);
          const answer = await sendJson(url, { method, path: address, token: player.token, body });
          expectRefusal(answer, name);
          expect({ name, status: answer.status }).toEqual({ name, status: 403 });
        }
      }
    };
    await chieftain.call('tribes.dismiss', { params: { tribeId, userId: first.id } });
    await askAll(first);
    await elsewhere(second).call('tribes.leave', { params: { tribeId } });
    await askAll(second);
    const page = await first.call('tribes.get', { params: { tribeId } });
    expect([page.unreadMessages, page.members.chieftain?.online, page.members.chieftain?.lastSeen]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('handing news to sockets and ending a membership', () => {
  const waiting = () =>
    app.number(
      `select count(*) from pg_locks where locktype = 'advisory' and not granted
         and database = (select oid from pg_database where datname = current_database())`,
    );

  it('exclude each other: a dismissal waits until what is being delivered is on its way', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const delivering = await app.database.pool.connect();
    await delivering.query('begin');
    await shareDelivery(delivering);
    const dismissal = chieftain.call('tribes.dismiss', { params: { tribeId, userId: members[0]!.id } });
    await expect.poll(waiting).toBe(1);
    expect(await app.number('select count(*) from tribe_seats where tribe_id = $1', [tribeId])).toBe(2);
    await delivering.query('commit');
    delivering.release();
    expect(await dismissal).toEqual({ dismissed: true });
  });

  it('exclude each other: news of a tribe wait while somebody is being dismissed', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const [member] = members as [TestPlayer];
    const listener = new Listener(other.url as string, member);
    await listener.ready;
    // A process reads news only while somebody is connected to it.
    const witness = new Listener(app.url, chieftain);
    await witness.ready;
    const dismissing = await app.database.pool.connect();
    await dismissing.query('begin');
    await dismissing.query({ text: 'delete from tribe_seats where user_id = $1', values: [member.id] });
    await excludeDelivery(dismissing);
    await chieftain.call('tribes.postMessage', { params: { tribeId }, body: { text: 'too late for one' } });
    await expect.poll(waiting).toBe(2);
    await dismissing.query('commit');
    dismissing.release();
    await listener.hears((news) => news.type === 'news_withdrawn');
    expect(listener.heard.filter(({ type }) => type === 'tribe_message')).toEqual([]);
    await witness.hears((news) => news.type === 'tribe_message');
    listener.stop();
    witness.stop();
  });
});

describe('joining, leaving, dismissing and handing over, all at once', () => {
  it('leave at most twelve members, one tribe per player, one chieftain per tribe and every unit where it belongs', async () => {
    const tribes = await Promise.all(times(2, () => newTribe(4)));
    const crowd = await app.newPlayers(16);
    const everybody = [...crowd, ...tribes.flatMap(({ chieftain, members }) => [chieftain, ...members])];
    for (const player of everybody) await app.give(player, { army: { militia: 20 } });
    await app.hold(31, tribes[0]!.tribeId, [{ player: tribes[0]!.chieftain, army: { militia: 5 } }]);
    await app.hold(32, tribes[1]!.tribeId, [{ player: tribes[1]!.chieftain, army: { militia: 5 } }]);
    const units = await countUnits(app);
    const seen: Record<string, number> = {};
    for (let round = 0; round < 3; round++) {
      const led = await Promise.all(
        tribes.map(async ({ tribeId, members }) => {
          const rows = await app.sql<{ user_id: string }>(
            'select user_id from tribe_seats where tribe_id = $1 and seat = 1',
            [tribeId],
          );
          const chieftain = everybody.find(({ id }) => id === rows[0]?.user_id) as TestPlayer;
          return { tribeId, members, chieftain };
        }),
      );
      const invites = await Promise.all(
        led.flatMap(({ tribeId, chieftain }) =>
          crowd.map(async (guest) => {
            const body = { userId: guest.id, role: 'warrior' } as const;
            const made = await chieftain.call('tribes.invite', { params: { tribeId }, body }).catch(() => null);
            return made === null ? null : { guest, inviteId: made.inviteId };
          }),
        ),
      );
      const calls = [
        ...invites.flatMap((invite, n) => {
          if (invite === null) return [];
          const guest = n % 2 === 0 ? invite.guest : elsewhere(invite.guest);
          return [() => guest.call('tribes.acceptInvite', { params: { inviteId: invite.inviteId } })];
        }),
        ...led.flatMap(({ tribeId, chieftain, members }, t) => [
          ...members.map((member) => () => elsewhere(member).call('tribes.leave', { params: { tribeId } })),
          ...crowd.slice(0, 6).map((player) => () => player.call('tribes.leave', { params: { tribeId } })),
          ...crowd.map((player) => () => player.call('tribes.request', { params: { tribeId } })),
          ...crowd.map(
            ({ id: userId }) =>
              () =>
                chieftain.call('tribes.acceptRequest', { params: { tribeId, userId } }),
          ),
          ...crowd.map(
            ({ id: userId }) =>
              () =>
                elsewhere(chieftain).call('tribes.dismiss', { params: { tribeId, userId } }),
          ),
          ...members.map(({ id: userId }, n) => () => {
            const role = (['chieftain', 'captain', 'warrior'] as const)[(n + round) % 3] as 'captain';
            return chieftain.call('tribes.setRole', { params: { tribeId, userId }, body: { role } });
          }),
          ...crowd.map((player) => () => {
            const params = { territoryId: app.territory(31 + t) };
            return player.call('territories.garrison', {
              params,
              body: { units: completeArmy({ militia: 3 }), formation: 'balanced' },
            });
          }),
        ]),
      ];
      // Mixed in a fixed order that has nothing to do with who calls what.
      const mixed = calls
        .map((call, n) => ({ call, place: (n * 7919) % calls.length }))
        .sort((a, b) => a.place - b.place);
      for (const [code, count] of Object.entries(await outcomes(mixed.map(({ call }) => call())))) {
        seen[code] = (seen[code] ?? 0) + count;
      }
      const most = await app.number(
        'select coalesce(max(n), 0) from (select count(*) as n from tribe_seats group by tribe_id) x',
      );
      expect(most).toBeLessThanOrEqual(12);
      expect(await countUnits(app)).toBe(units);
      await expectInvariants(app);
    }
    expect(Object.keys(seen)).not.toContain('INTERNAL_ERROR');
    expect(Object.keys(seen)).not.toContain('CONCURRENT_MODIFICATION');
    expect(seen.ok).toBeGreaterThan(50);
  }, 60_000);
});

describe('presence', () => {
  it('shows members who is there, at whichever process, and when the others were', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [here, away] = members as [TestPlayer, TestPlayer];
    const shown = async (viewer: TestPlayer, player: TestPlayer) => {
      const { warriors } = (await viewer.call('tribes.get', { params: { tribeId } })).members;
      return warriors.find(({ userId }) => userId === player.id);
    };
    const signedInAt = new Date(app.clock.nowMs()).toISOString();
    app.clock.advance(3_600_000);
    const listener = new Listener(app.url, here);
    await listener.ready;
    const cameAt = new Date(app.clock.nowMs()).toISOString();
    expect((await shown(chieftain, here))?.online).toBe(true);
    await expect.poll(async () => (await shown(elsewhere(chieftain), here))?.online).toBe(true);
    expect(await shown(elsewhere(chieftain), away)).toMatchObject({ online: false, lastSeen: signedInAt });
    expect(await shown(chieftain, here)).toMatchObject({ lastSeen: cameAt });
    app.clock.advance(1_000);
    listener.stop();
    await expect.poll(async () => (await shown(elsewhere(chieftain), here))?.online).toBe(false);
    const wentAt = new Date(app.clock.nowMs()).toISOString();
    expect(await shown(chieftain, here)).toMatchObject({ online: false, lastSeen: wentAt });
    const stranger = await app.newPlayer();
    expect(await shown(stranger, here)).toMatchObject({ online: null, lastSeen: null });
  });

  it('forgets the players of a process that died', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const until = new Date(app.clock.nowMs() + 50_000);
    await app.sql('insert into user_presence (user_id, process_id, online_until) values ($1, $2, $3)', [
      members[0]!.id,
      'dead00000000000000000000',
      until,
    ]);
    const isOnline = async () =>
      (await chieftain.call('tribes.get', { params: { tribeId } })).members.warriors[0]?.online;
    expect(await isOnline()).toBe(true);
    app.clock.advance(50_000);
    expect(await isOnline()).toBe(false);
  });
});
