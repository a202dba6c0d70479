import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { outcomes, refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { expectRefusal, send, sendJson } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

type Chieftain = TestPlayer & { tribeId: string };
async function newTribe(warriors: number): Promise<{ chieftain: Chieftain; tribeId: string; members: TestPlayer[] }> {
  const chieftain = await app.newChieftain();
  const members = await app.newPlayers(warriors);
  for (const member of members) await app.admit(chieftain.tribeId, chieftain, member);
  return { chieftain, tribeId: chieftain.tribeId, members };
}
const post = (by: TestPlayer, tribeId: string, text: string, idempotencyKey?: string) =>
  by.call('tribes.postMessage', { params: { tribeId }, body: { text }, ...(idempotencyKey ? { idempotencyKey } : {}) });
const list = (by: TestPlayer, tribeId: string, query: { cursor?: string; limit?: string } = {}) =>
  by.call('tribes.messages', { params: { tribeId }, query });
const mute = (by: TestPlayer, tribeId: string, userId: string, minutes: number) =>
  by.call('tribes.mute', { params: { tribeId, userId }, body: { minutes } });
/** Writes many messages past the limit: a minute passes after every ten. */
async function fill(by: TestPlayer, tribeId: string, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    if (n % 10 === 1) app.clock.advance(60_000);
    await post(by, tribeId, `message ${n}`);
  }
}

describe('messages', () => {
  it('are read by all members, newest first, and told to them', async () => {
    const { chieftain, tribeId, members } = await newTribe(2);
    const [a, b] = members as [TestPlayer, TestPlayer];
    await a.call('users.update', { body: { username: 'Astrid' } });
    const first = await post(a, tribeId, 'To the lake!\nAt dawn.');
    expect(first).toMatchObject({
      number: 1,
      userId: a.id,
      username: 'Astrid',
      text: 'To the lake!\nAt dawn.',
      reports: null,
    });
    await post(chieftain, tribeId, 'Aye.');
    for (const reader of [chieftain, a, b]) {
      const { messages, next, lastNumber } = await list(reader, tribeId);
      expect(messages.map(({ number, text }) => [number, text])).toEqual([
        [2, 'Aye.'],
        [1, 'To the lake!\nAt dawn.'],
      ]);
      expect({ next, lastNumber }).toEqual({ next: null, lastNumber: 2 });
      const told = await app.sql<{ data: { number: number; text: string } }>(
        `select data from news where recipient = $1 and type = 'tribe_message' order by id`,
        [`user:${reader.id}`],
      );
      expect(told.map(({ data }) => data.number)).toEqual([1, 2]);
      expect(told[0]?.data).toMatchObject({ tribeId, messageId: first.messageId, userId: a.id, text: first.text });
    }
  });

  it('come page by page, without gaps and repeats while others write', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    await fill(chieftain, tribeId, 25);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(chieftain, tribeId, {
        limit: '10',
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.messages.map((message) => message.number));
      cursor = page.next;
      await post(chieftain, tribeId, 'in between').catch(() => null);
    } while (cursor !== null);
    expect(seen).toEqual(times(25, (n) => 25 - n));
    // At most 100 at once, at least one.
    await fill(chieftain, tribeId, 90);
    expect((await list(chieftain, tribeId, { limit: '5000' })).messages).toHaveLength(100);
    expect((await list(chieftain, tribeId, { limit: '0' })).messages).toHaveLength(1);
    for (const query of ['limit=-1', 'cursor=x', 'cursor=-1', 'offset=3']) {
      const answer = await send(app.url, {
        method: 'GET',
        path: `/v1/tribes/${tribeId}/messages?${query}`,
        token: chieftain.token,
      });
      expectRefusal(answer, query, 'VALIDATION_FAILED');
    }
  });

  it('stay when their author leaves, with the name of the author', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    await members[0]!.call('users.update', { body: { username: 'Sigrun' } });
    await post(members[0]!, tribeId, 'Farewell.');
    await members[0]!.call('tribes.leave', { params: { tribeId } });
    expect((await list(chieftain, tribeId)).messages).toMatchObject([{ username: 'Sigrun', text: 'Farewell.' }]);
  });

  it.each([
    ['nothing', ''],
    ['only spaces', '   \n '],
    ['501 characters', '🐺'.repeat(501)],
    ['a control character', 'a\u0007b'],
    ['a tab', 'a\tb'],
    ['a direction override', 'a\u202eb'],
  ])('with %s are refused', async (_, text) => {
    const { chieftain, tribeId } = await newTribe(0);
    const path = `/v1/tribes/${tribeId}/messages`;
    const answer = await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body: { text } });
    expectRefusal(answer, text);
    expect(answer.json?.error?.code).toBe(text === '' ? 'VALIDATION_FAILED' : 'INVALID_MESSAGE');
    expect((await list(chieftain, tribeId)).messages).toEqual([]);
  });

  it('that are broken Unicode or no text at all are refused without a fault of ours', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    const path = `/v1/tribes/${tribeId}/messages`;
    const bodies = [
      '{"text":"\\ud800"}',
      '{"text":"a\\u0000b"}',
      '{"text":5}',
      '{"text":null}',
      '{}',
      '{"text":"a","number":9}',
      '{"text":["a"]}',
      `{"text":"${'a'.repeat(5000)}"}`,
    ];
    for (const body of bodies) {
      expectRefusal(await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body }), body.slice(0, 40));
    }
  });

  it('come back as they were sent, 500 characters and markup included', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    const texts = [
      '🐺'.repeat(500),
      '<img src=x onerror=alert(1)>',
      '👩‍👩‍👧‍👦',
      "'; drop table tribes; --",
      ' space ',
      'مرحبا',
    ];
    for (const text of texts) expect((await post(chieftain, tribeId, text)).text).toBe(text);
    expect((await post(chieftain, tribeId, 'e\u0301')).text).toBe('\u00e9');
    expect((await list(chieftain, tribeId)).messages.map(({ text }) => text)).toEqual([...texts, '\u00e9'].reverse());
  });

  it('are numbered without gaps when forty are written at once', async () => {
    const { chieftain, tribeId, members } = await newTribe(4);
    const writers = [chieftain, ...members];
    expect(await outcomes(times(40, (n) => post(writers[n % 5]!, tribeId, `at once ${n}`)))).toEqual({ ok: 40 });
    const { messages } = await list(chieftain, tribeId, { limit: '100' });
    expect(messages.map(({ number }) => number)).toEqual(times(40, (n) => 40 - n));
  });

  it('are written once for twenty requests with one key', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    const answers = await Promise.all(times(20, () => post(chieftain, tribeId, 'once', 'council-key-1')));
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await list(chieftain, tribeId)).lastNumber).toBe(1);
  });
});

describe('the limit of ten messages a minute', () => {
  it('holds for twenty at once, says how long to wait, and opens message by message', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    expect(await outcomes(times(20, (n) => post(chieftain, tribeId, `${n}`)))).toEqual({
      ok: 10,
      RATE_LIMIT_EXCEEDED: 10,
    });
    app.clock.advance(20_000);
    const path = `/v1/tribes/${tribeId}/messages`;
    const answer = await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body: { text: 'more' } });
    expectRefusal(answer, 'limit', 'RATE_LIMIT_EXCEEDED');
    expect(answer.headers['retry-after']).toBe('40');
    await post(members[0]!, tribeId, 'others may write');
    app.clock.advance(39_999);
    await refused(post(chieftain, tribeId, 'more'), 'RATE_LIMIT_EXCEEDED');
    app.clock.advance(1);
    await post(chieftain, tribeId, 'more');
    // Refused messages leave no gap in the numbers.
    expect((await list(chieftain, tribeId)).lastNumber).toBe(12);
  });

  it('counts the player, not the tribe', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const player = members[0]!;
    for (const n of times(10, (i) => i)) await post(player, tribeId, `${n}`);
    await player.call('tribes.leave', { params: { tribeId } });
    const other = await app.newChieftain();
    await app.admit(other.tribeId, other, player);
    await refused(post(player, other.tribeId, 'again'), 'RATE_LIMIT_EXCEEDED');
    await post(chieftain, tribeId, 'free to write');
  });
});

describe('unread messages', () => {
  it('are those of others after the last one read', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const reader = members[0]!;
    for (const text of ['one', 'two', 'three']) await post(chieftain, tribeId, text);
    await post(reader, tribeId, 'my own');
    const read = (upTo: number) => reader.call('tribes.readMessages', { params: { tribeId }, body: { upTo } });
    expect(await list(reader, tribeId)).toMatchObject({ unread: 3, readUpTo: 0, lastNumber: 4 });
    expect((await reader.call('tribes.get', { params: { tribeId } })).unreadMessages).toBe(3);
    expect((await reader.call('users.me')).unreadMessages).toBe(3);
    expect(await read(2)).toEqual({ lastNumber: 4, readUpTo: 2, unread: 1 });
    expect(await read(1)).toEqual({ lastNumber: 4, readUpTo: 2, unread: 1 });
    expect(await read(9_000_000)).toEqual({ lastNumber: 4, readUpTo: 4, unread: 0 });
    await post(chieftain, tribeId, 'five');
    expect(await list(reader, tribeId)).toMatchObject({ unread: 1, readUpTo: 4 });
    expect(await list(chieftain, tribeId)).toMatchObject({ unread: 1, readUpTo: 0 });
    const marks = await outcomes(times(20, (n) => read(n % 6)));
    expect(marks).toEqual({ ok: 20 });
    expect(await list(reader, tribeId)).toMatchObject({ unread: 0, readUpTo: 5 });
  });

  it('begin with the seat: the history can be read, but is not new', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    for (const text of ['one', 'two']) await post(chieftain, tribeId, text);
    const newcomer = await app.newPlayer();
    await app.admit(tribeId, chieftain, newcomer);
    const council = await list(newcomer, tribeId);
    expect(council).toMatchObject({ unread: 0, readUpTo: 2, lastNumber: 2 });
    expect(council.messages).toHaveLength(2);
  });

  it.each([{}, { upTo: -1 }, { upTo: 1.5 }, { upTo: '3' }, { upTo: null }])('refuse the mark %j', async (body) => {
    const { chieftain, tribeId } = await newTribe(0);
    const path = `/v1/tribes/${tribeId}/messages/read`;
    expectRefusal(
      await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body }),
      'read',
      'VALIDATION_FAILED',
    );
  });
});

describe('a report', () => {
  it('is counted once per member and shown to leaders only', async () => {
    const { chieftain, tribeId, members } = await newTribe(3);
    const [author, a, b] = members as [TestPlayer, TestPlayer, TestPlayer];
    const { messageId } = await post(author, tribeId, 'Buy my gold');
    const report = (by: TestPlayer, id = messageId) =>
      by.call('tribes.reportMessage', { params: { tribeId, messageId: id }, body: { reason: 'spam' } });
    expect(await outcomes(times(10, () => report(a)))).toEqual({ ok: 10 });
    await report(b);
    expect((await list(chieftain, tribeId)).messages[0]).toMatchObject({ reports: 2, reportedByMe: false });
    expect((await list(a, tribeId)).messages[0]).toMatchObject({ reports: null, reportedByMe: true });
    expect((await list(author, tribeId)).messages[0]).toMatchObject({ reports: null, reportedByMe: false });
    const other = await newTribe(0);
    const foreign = await post(other.chieftain, other.tribeId, 'elsewhere');
    await refused(report(a, foreign.messageId), 'MESSAGE_NOT_FOUND');
    await refused(report(other.chieftain), 'NOT_IN_TRIBE');
    const path = `/v1/tribes/${tribeId}/messages/${messageId}/report`;
    for (const body of [{}, { reason: 'dull' }, { reason: '' }, { reason: 1 }]) {
      expectRefusal(
        await sendJson(app.url, { method: 'POST', path, token: a.token, body }),
        'report',
        'VALIDATION_FAILED',
      );
    }
  });
});

describe('a mute', () => {
  it('takes the word until its time is over, on the millisecond', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const loud = members[0]!;
    const until = new Date(app.clock.nowMs() + 10 * 60_000).toISOString();
    expect(await mute(chieftain, tribeId, loud.id, 10)).toEqual({ userId: loud.id, mutedUntil: until });
    const error = await refused(post(loud, tribeId, 'hey'), 'MUTED');
    expect(error.details.mutedUntil).toBe(until);
    expect((await list(loud, tribeId)).mutedUntil).toBe(until);
    app.clock.advance(10 * 60_000 - 1);
    await refused(post(loud, tribeId, 'hey'), 'MUTED');
    app.clock.advance(1);
    await post(loud, tribeId, 'hey');
    expect((await list(loud, tribeId)).mutedUntil).toBeNull();
  });

  it('ends early with 0 minutes, and does not end by leaving and coming back', async () => {
    const { chieftain, tribeId, members } = await newTribe(1);
    const loud = members[0]!;
    await mute(chieftain, tribeId, loud.id, 60);
    await loud.call('tribes.leave', { params: { tribeId } });
    await app.admit(tribeId, chieftain, loud);
    await refused(post(loud, tribeId, 'back again'), 'MUTED');
    expect(await mute(chieftain, tribeId, loud.id, 0)).toEqual({ userId: loud.id, mutedUntil: null });
    await post(loud, tribeId, 'back again');
  });

  it('goes down the ranks only', async () => {
    const { chieftain, tribeId, members } = await newTribe(3);
    const [a, b, warrior] = members as [TestPlayer, TestPlayer, TestPlayer];
    for (const { id: userId } of [a, b])
      await chieftain.call('tribes.setRole', { params: { tribeId, userId }, body: { role: 'captain' } });
    await mute(a, tribeId, warrior.id, 1);
    for (const target of [chieftain, a, b]) await refused(mute(a, tribeId, target.id, 1), 'FORBIDDEN');
    await refused(mute(chieftain, tribeId, chieftain.id, 1), 'FORBIDDEN');
    await refused(mute(warrior, tribeId, warrior.id, 0), 'FORBIDDEN');
    await mute(chieftain, tribeId, a.id, 1);
    const stranger = await app.newPlayer();
    await refused(mute(chieftain, tribeId, stranger.id, 1), 'MEMBER_NOT_FOUND');
    for (const minutes of [-1, 10_081, 1.5, '5', null]) {
      const path = `/v1/tribes/${tribeId}/members/${warrior.id}/mute`;
      expectRefusal(
        await sendJson(app.url, { method: 'POST', path, token: chieftain.token, body: { minutes } }),
        'mute',
        'VALIDATION_FAILED',
      );
    }
  });
});

describe('the council of others', () => {
  it('is closed to loners, other tribes and visitors', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    const { messageId } = await post(chieftain, tribeId, 'secret');
    const loner = await app.newPlayer();
    const foreigner = await app.newChieftain();
    for (const player of [loner, foreigner]) {
      await refused(list(player, tribeId), 'NOT_IN_TRIBE');
      await refused(post(player, tribeId, 'hello'), 'NOT_IN_TRIBE');
      await refused(player.call('tribes.readMessages', { params: { tribeId }, body: { upTo: 1 } }), 'NOT_IN_TRIBE');
      await refused(
        player.call('tribes.reportMessage', { params: { tribeId, messageId }, body: { reason: 'other' } }),
        'NOT_IN_TRIBE',
      );
      await refused(player.call('tribes.garrisons', { params: { tribeId } }), 'NOT_IN_TRIBE');
    }
    const visitor = await app.signIn();
    await refused(list(visitor, tribeId), 'ENTRY_FEE_REQUIRED');
    expect((await foreigner.call('tribes.get', { params: { tribeId } })).unreadMessages).toBeNull();
  });

  it('ends with the tribe', async () => {
    const { chieftain, tribeId } = await newTribe(0);
    await post(chieftain, tribeId, 'last words');
    await chieftain.call('tribes.leave', { params: { tribeId } });
    await refused(list(chieftain, tribeId), 'TRIBE_NOT_FOUND');
    await refused(post(chieftain, tribeId, 'anybody?'), 'TRIBE_NOT_FOUND');
  });
});
