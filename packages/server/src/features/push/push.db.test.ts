import { createECDH, randomBytes } from 'node:crypto';
import type { PushMessage } from '@cryptotribes/protocol/features/push';
import { completeArmy } from '@cryptotribes/rules/core/units';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../config/config.ts';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { listOnline } from '../news/presence.ts';
import { deliverPushes } from './deliver.ts';
import { createWebPushSender, type Device, outcomeOf, type PushSender, type Sent } from './sender.ts';
import { loadVapidKeys } from './vapid.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

let sent: { device: Device; message: PushMessage }[] = [];
let answer: (device: Device) => Promise<Sent>;
const sender: PushSender = {
  send: (device, message) => {
    sent.push({ device, message });
    return answer(device);
  },
  close: () => {},
};
beforeEach(async () => {
  await app.sql('delete from push_subscriptions');
  await deliverAll();
  sent = [];
  answer = async () => 'sent';
});

/** Sends what was told until now: everything has been published, and everything published has been looked at. */
async function deliverAll(): Promise<void> {
  await expect.poll(() => app.number('select count(*) from news where seq is null'), { timeout: 10_000 }).toBe(0);
  while (
    (await app.number('select count(*) from push_progress p, news_publisher n where p.last_pub < n.last_pub')) > 0
  ) {
    await deliverPushes(app.ctx, sender);
  }
}
const keys = () => {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
};
let devices = 0;
async function subscribe(player: TestPlayer, endpoint = `https://push.services.io/${++devices}`): Promise<string> {
  await player.call('push.subscribe', { body: { endpoint, keys: keys() } });
  return endpoint;
}
const trained = (player: TestPlayer, atMs = app.clock.nowMs()) =>
  inTransaction(app.ctx, async (tx) => {
    const data = { queueId: 'a'.repeat(24), unitType: 'archer' as const, quantity: 5, army: completeArmy({}) };
    tx.tell({ user: player.id }, 'training_completed', data, atMs);
  });
const types = () => sent.map(({ message }) => message.type);

describe('a subscription', () => {
  it('tells the key and the number of devices', async () => {
    const player = await app.newPlayer();
    const before = await player.call('push.get');
    expect(Buffer.from(before.publicKey as string, 'base64url')).toHaveLength(65);
    expect(before.devices).toBe(0);
    const endpoint = await subscribe(player);
    await subscribe(player, endpoint);
    expect((await player.call('push.get')).devices).toBe(1);
    expect((await player.call('push.unsubscribe', { body: { endpoint } })).devices).toBe(0);
    expect((await player.call('push.unsubscribe', { body: { endpoint } })).devices).toBe(0);
  });

  it.each([
    'https://127.0.0.1/x',
    'https://localhost/x',
    'https://[::1]/x',
    'https://169.254.169.254/x',
    'https://db.internal/x',
  ])('refuses %s', async (endpoint) => {
    const player = await app.newPlayer();
    await refused(player.call('push.subscribe', { body: { endpoint, keys: keys() } }), 'PUSH_ENDPOINT_REFUSED');
    expect(await app.number('select count(*) from push_subscriptions')).toBe(0);
  });

  it('belongs to who subscribed last on the device, and nobody else can end it', async () => {
    const [first, second] = [await app.newPlayer(), await app.newPlayer()];
    const endpoint = await subscribe(first);
    await subscribe(second, endpoint);
    await first.call('push.unsubscribe', { body: { endpoint } });
    expect(await app.sql('select user_id from push_subscriptions')).toEqual([{ user_id: second.id }]);
  });

  it('gives way to newer ones when there are more than ten', async () => {
    const player = await app.newPlayer();
    for (const n of times(12, (i) => i)) {
      app.clock.advance(1);
      await subscribe(player, `https://push.services.io/many/${n}`);
    }
    const left = await app.sql<{ endpoint: string }>('select endpoint from push_subscriptions order by created_at');
    expect(left.map((row) => row.endpoint.split('/').at(-1))).toEqual(times(10, (i) => String(i + 2)));
  });
});

describe('a message', () => {
  it('goes to every device of the player, once, whoever looks', async () => {
    const player = await app.newPlayer();
    await subscribe(player);
    await subscribe(player);
    await trained(player);
    await expect.poll(() => app.number('select count(*) from news where seq is null'), { timeout: 10_000 }).toBe(0);
    await Promise.all(times(5, () => deliverPushes(app.ctx, sender)));
    await deliverAll();
    expect(types()).toEqual(['training_completed', 'training_completed']);
    expect(sent[0]?.message).toEqual({
      type: 'training_completed',
      title: 'Training complete',
      body: '5 archers ready.',
      url: '/village',
    });
  });

  it('is in the language that its player chose', async () => {
    const player = await app.newPlayer();
    await subscribe(player);
    await player.call('settings.update', { body: { language: 'de' } });
    await trained(player);
    await deliverAll();
    expect(sent.map(({ message }) => message.body)).toEqual(['Bereit: 5 Bogenschützen.']);
  });

  it('tells of an attack and of its end, those who want to know', async () => {
    const attacker = await app.newChieftain({ army: { militia: 50 } });
    const defender = await app.newChieftain({ army: { spearman: 10 } });
    await app.hold(25, defender.tribeId, [{ player: defender, army: { spearman: 10 } }]);
    for (const player of [attacker, defender]) await subscribe(player);
    await attacker.call('settings.update', { body: { notices: { battle_completed: { push: false } } } });
    await app.attack(attacker, 25, { militia: 50 });
    await deliverAll();
    expect(types()).toEqual(['attack_incoming']);
    await app.settle();
    await deliverAll();
    expect(types()).toEqual(['attack_incoming', 'battle_completed']);
    expect(sent[1]?.message.url).toMatch(/^\/battles\/[0-9a-f]{24}$/);
  });

  it('of the season goes to those who entered it', async () => {
    const player = await app.newPlayer();
    const visitor = await app.signIn();
    await subscribe(player);
    await subscribe(visitor);
    await inTransaction(app.ctx, async (tx) => {
      const endsAt = new Date(app.clock.nowMs() + 3_600_000).toISOString();
      tx.tell({ season: app.seasonId }, 'season_ending_soon', { seasonId: app.seasonId, endsAt }, app.clock.nowMs());
    });
    await deliverAll();
    expect(types()).toEqual(['season_ending_soon']);
  });

  it('is not sent while a page is open, at whichever process', async () => {
    const player = await app.newPlayer();
    await subscribe(player);
    const socket: Socket = io(app.url, { transports: ['websocket'], auth: { token: player.token }, forceNew: true });
    try {
      const online = async () => (await listOnline(app.ctx.pool, [player.id], app.clock.nowMs())).size;
      await expect.poll(online, { timeout: 10_000 }).toBe(1);
      await trained(player);
      await deliverAll();
      expect(sent).toEqual([]);
      socket.disconnect();
      await expect.poll(online, { timeout: 10_000 }).toBe(0);
      await trained(player);
      await deliverAll();
      expect(types()).toEqual(['training_completed']);
    } finally {
      socket.disconnect();
    }
  });

  it('is not sent when it would be old news', async () => {
    const player = await app.newPlayer();
    await subscribe(player);
    await trained(player, app.clock.nowMs() - 11 * 60_000);
    await deliverAll();
    expect(sent).toEqual([]);
  });

  it.each([404, 410])('that is answered with %i ends the subscription', async (status) => {
    const player = await app.newPlayer();
    await subscribe(player);
    answer = async () => outcomeOf(status);
    await trained(player);
    await deliverAll();
    expect((await player.call('push.get')).devices).toBe(0);
  });

  it('that fails keeps the subscription, and neither the other devices nor the news wait for it', async () => {
    const [player, other] = [await app.newPlayer(), await app.newPlayer()];
    const broken = await subscribe(player);
    await subscribe(other);
    answer = async (device) => {
      if (device.endpoint === broken) throw new Error('unreachable');
      return 'sent';
    };
    await trained(player);
    await trained(other);
    await deliverAll();
    expect(sent).toHaveLength(2);
    expect(await app.sql('select failures from push_subscriptions order by failures')).toEqual([
      { failures: 0 },
      { failures: 1 },
    ]);
    answer = async () => 'sent';
    await trained(player);
    await deliverAll();
    expect(await app.number('select max(failures) from push_subscriptions')).toBe(0);
  });

  it('that failed twenty times in a row is the last one to that device', async () => {
    const player = await app.newPlayer();
    await subscribe(player);
    answer = async () => outcomeOf(500);
    for (let n = 0; n < 20; n++) await trained(player);
    await deliverAll();
    expect((await player.call('push.get')).devices).toBe(0);
  });
});

describe('the key pair', () => {
  it('is made once, whoever starts first', async () => {
    await app.sql(`delete from installation where name = 'vapid-private-key'`);
    const made = await Promise.all(times(8, () => loadVapidKeys(app.ctx.pool, app.ctx.config)));
    expect(new Set(made.map((pair) => pair.publicKey)).size).toBe(1);
    expect(new Set(made.map((pair) => pair.privateKey)).size).toBe(1);
    // It can be given as a setting elsewhere.
    const env = { VAPID_PRIVATE_KEY: made[0]?.privateKey, VAPID_PUBLIC_KEY: made[0]?.publicKey };
    expect(readConfig(env).push.vapid).toEqual(made[0]);
  });

  it.each([
    [{ VAPID_PRIVATE_KEY: 'short' }, /VAPID_PRIVATE_KEY/],
    [{ VAPID_PUBLIC_KEY: 'x' }, /VAPID_PUBLIC_KEY needs/],
    [{ VAPID_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64url'), VAPID_PUBLIC_KEY: 'x' }, /does not belong/],
    [{ VAPID_SUBJECT: 'me' }, /VAPID_SUBJECT/],
  ])('%j is refused as a setting', (env, problem) => {
    expect(() => readConfig(env)).toThrow(problem);
  });
});

describe('the real sender', () => {
  it('encrypts and signs, and connects to no private host', async () => {
    const web = await createWebPushSender(app.ctx.config, app.ctx.vapid);
    const { p256dh, auth } = keys();
    const message = { type: 'attack_incoming', title: 'You are under attack', body: 'Wolves march.', url: '/battles' };
    expect(await web.send({ endpoint: 'https://127.0.0.1/x', p256dh, auth }, message)).toBe('gone');
    web.close();
    // Where private hosts are allowed the request is made: nobody listens there.
    const open = await createWebPushSender(
      { push: { ...app.ctx.config.push, allowPrivateHosts: true } },
      app.ctx.vapid,
    );
    await expect(open.send({ endpoint: 'https://127.0.0.1:9/x', p256dh, auth }, message)).rejects.toThrow(
      /ECONNREFUSED/,
    );
    open.close();
  });
});
