import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCommit, isHttpCommand, openLine } from '../testing/chaos/line.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { outcomes, refused, times } from '../testing/testPlayer.ts';
import { expectRefusal, type RawAnswer, sendJson } from '../testing/testRequests.ts';
import { pruneIdempotencyKeys } from './idempotency.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const train = (token: string, key: string, quantity = 3, url = app.url): Promise<RawAnswer> =>
  sendJson(url, {
    method: 'POST',
    path: '/v1/training/start',
    token,
    headers: { 'idempotency-key': key },
    body: { unitType: 'militia', quantity },
  });
const queueLength = (userId: string) =>
  app.number('select count(*) from training_batches where user_id = $1', [userId]);

describe('an Idempotency-Key', () => {
  it('used twenty times at once has one effect, and all get the same answer', async () => {
    const player = await app.newPlayer();
    const answers = await Promise.all(times(20, () => train(player.token, 'click-0001')));
    expect(answers.map((answer) => answer.status)).toEqual(times(20, () => 200));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true')).toHaveLength(19);
    expect(await queueLength(player.id)).toBe(1);
    expect((await player.call('users.me')).gold).toBe(970);
  });

  it('is remembered later, word for word', async () => {
    const player = await app.newPlayer();
    const first = await train(player.token, 'click-0002');
    app.clock.advance(3_600_000);
    expect((await train(player.token, 'click-0002')).text).toBe(first.text);
  });

  it('is remembered across a restart, and by every process', async () => {
    const player = await app.newPlayer();
    const first = await train(player.token, 'click-0012');
    // Another process knows of the first one only what is in the database.
    const another = await app.startAnother();
    try {
      const again = await train(player.token, 'click-0012', 3, another.url as string);
      expect([again.status, again.text]).toEqual([200, first.text]);
      expectRefusal(
        await train(player.token, 'click-0012', 4, another.url as string),
        'another quantity',
        'IDEMPOTENCY_KEY_REUSED',
      );
    } finally {
      await another.stop();
    }
    expect(await queueLength(player.id)).toBe(1);
  });

  it('finds out what became of a command whose commit the database never answered', async () => {
    const player = await app.newPlayer();
    const database = new URL(app.database.appUrl);
    const port = Number(database.port);
    const line = await openLine({ targets: () => [port], isCommand: isCommit });
    database.port = String(line.port);
    const another = await app.startAnother({ databaseUrl: database.href });
    try {
      line.swallow(1);
      const first = await train(player.token, 'click-0013', 3, another.url as string);
      expect([first.status, first.headers['retry-after']]).toEqual([503, expect.any(String)]);
      expect([line.swallowed(), await queueLength(player.id)]).toEqual([1, 1]);
      const again = await train(player.token, 'click-0013', 3, another.url as string);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    } finally {
      await another.stop();
      await line.close();
    }
    expect(await queueLength(player.id)).toBe(1);
  });

  it('finds out what became of a command whose answer was lost on its way', async () => {
    const player = await app.newPlayer();
    const line = await openLine({ targets: () => [Number(new URL(app.url).port)], isCommand: isHttpCommand });
    try {
      line.swallow(1);
      await expect(train(player.token, 'click-0014', 3, `http://127.0.0.1:${line.port}`)).rejects.toThrow();
      const again = await train(player.token, 'click-0014');
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    } finally {
      await line.close();
    }
    expect(await queueLength(player.id)).toBe(1);
  });

  it('refuses another request', async () => {
    const player = await app.newPlayer();
    await train(player.token, 'click-0003');
    expectRefusal(await train(player.token, 'click-0003', 4), 'another quantity', 'IDEMPOTENCY_KEY_REUSED');
    const body = { buildingType: 'barracks' } as const;
    await refused(player.call('buildings.upgrade', { body, idempotencyKey: 'click-0003' }), 'IDEMPOTENCY_KEY_REUSED');
    expect((await player.call('users.me')).gold).toBe(970);
  });

  it('does not care about the order of fields', async () => {
    const player = await app.newPlayer();
    const first = await train(player.token, 'click-0004');
    const again = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/training/start',
      token: player.token,
      headers: { 'idempotency-key': 'click-0004' },
      body: '{"quantity":3,"unitType":"militia"}',
    });
    expect(again.text).toBe(first.text);
  });

  it('belongs to one player', async () => {
    const [first, second] = [await app.newPlayer(), await app.newPlayer()];
    await train(first.token, 'click-0005');
    const answer = await train(second.token, 'click-0005');
    expect(answer.headers['idempotency-replayed']).toBeUndefined();
    expect([await queueLength(first.id), await queueLength(second.id)]).toEqual([1, 1]);
  });

  it('of a refused request may be used again', async () => {
    const player = await app.newPlayer();
    await app.give(player, { gold: 0 });
    expectRefusal(await train(player.token, 'click-0006'), 'no gold', 'INSUFFICIENT_RESOURCES');
    await app.give(player, { gold: 30 });
    expect((await train(player.token, 'click-0006')).status).toBe(200);
  });

  it('has to look like one', async () => {
    const player = await app.newPlayer();
    for (const key of ['short', 'x'.repeat(129), 'with space', 'émigré-key-1', 'semi;colon', '{"$ne":null}']) {
      const answer = await sendJson(app.url, {
        method: 'POST',
        path: '/v1/training/start',
        token: player.token,
        headers: { 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1') },
        body: { unitType: 'militia', quantity: 1 },
      });
      expectRefusal(answer, key, 'IDEMPOTENCY_KEY_INVALID');
    }
    expect(await queueLength(player.id)).toBe(0);
  });

  it('is forgotten after two days', async () => {
    const player = await app.newPlayer();
    await train(player.token, 'click-0007');
    const now = app.clock.nowMs();
    await pruneIdempotencyKeys(app.ctx.pool, new Date(now));
    expect(await app.number('select count(*) from idempotency_keys where user_id = $1', [player.id])).toBe(2);
    await pruneIdempotencyKeys(app.ctx.pool, new Date(now + 1));
    expect(await app.number('select count(*) from idempotency_keys')).toBe(0);
  });
});

describe('one key for each command', () => {
  it('sends an army once, founds one tribe, answers one invitation', async () => {
    const player = await app.newPlayer();
    const founded = times(10, () =>
      player.call('tribes.create', { body: { name: 'Once Only', tag: 'ONE' }, idempotencyKey: 'found-0001' }),
    );
    const ids = new Set((await Promise.all(founded)).map((answer) => answer.tribeId));
    expect(ids.size).toBe(1);
    const [tribeId = ''] = ids;
    await app.give(player, { army: { militia: 100 } });
    const army = { militia: 10, spearman: 0, archer: 0, cavalry: 0 };
    const body = { territoryId: app.territory(21), army, formation: 'balanced' } as const;
    const attacks = times(10, () => player.call('battles.attackTerritory', { body, idempotencyKey: 'attack-0001' }));
    expect(new Set((await Promise.all(attacks)).map((answer) => answer.battleId)).size).toBe(1);
    expect((await player.call('users.me')).army.militia).toBe(90);
    const guest = await app.newPlayer();
    const invite = {
      params: { tribeId },
      body: { userId: guest.id, role: 'warrior' },
      idempotencyKey: 'invite-0001',
    } as const;
    const invites = await Promise.all(times(10, () => player.call('tribes.invite', invite)));
    const [first] = invites;
    const accept = { params: { inviteId: first?.inviteId ?? '' }, idempotencyKey: 'accept-0001' };
    expect(await outcomes(times(10, () => guest.call('tribes.acceptInvite', accept)))).toEqual({ ok: 10 });
    expect(await app.number('select count(*) from tribe_seats where tribe_id = $1', [tribeId])).toBe(2);
  });
});
