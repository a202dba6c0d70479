/** What must not be written down is not: neither secrets of the configuration nor what callers send to prove who they are. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GameProcess, startGameProcess } from '../testing/gameProcess.ts';
import { freePort } from '../testing/startNginx.ts';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { signInPlayer } from '../testing/testPlayer.ts';
import { send } from '../testing/testRequests.ts';

const canary = (): string => randomBytes(24).toString('hex');
const CONFIGURED = { JWT_SECRET: canary(), CRON_SECRET: canary(), S3_SECRET_ACCESS_KEY: canary() };

let database: TestDatabase;
let game: GameProcess;
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  game = await startGameProcess({
    NODE_ENV: 'test',
    DEMO: '0',
    LOG_LEVEL: 'trace',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: database.url,
    JWT_SECRET: CONFIGURED.JWT_SECRET,
    CRON_SECRET: CONFIGURED.CRON_SECRET,
    S3_ENDPOINT: 'http://127.0.0.1:1',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: CONFIGURED.S3_SECRET_ACCESS_KEY,
    BACKUP_TO: 's3://nowhere/at-all',
  });
});
afterAll(async () => {
  await game?.end('SIGKILL');
  await database?.drop();
});

it('no log line holds a secret, a token, a cookie or a signature, not even when requests fail', async () => {
  const player = await signInPlayer(url, 'Canary');
  const sent = {
    bearer: canary(),
    cookie: canary(),
    signature: canary(),
    cron: canary(),
    text: canary(),
    key: canary(),
  };
  const headers = { cookie: `ct_session=${sent.cookie}`, 'x-cron-secret': sent.cron, 'idempotency-key': sent.key };
  const json = { ...headers, 'content-type': 'application/json' };
  const requests = [
    { method: 'GET', path: '/v1/users/me', token: sent.bearer, headers },
    { method: 'GET', path: '/v1/users/me', token: player.token, headers },
    { method: 'POST', path: '/internal/cron/vp-generation', headers: json, body: '{}' },
    {
      method: 'POST',
      path: '/v1/auth/connect',
      headers: json,
      body: JSON.stringify({ walletAddress: player.wallet, signature: sent.signature, message: sent.text }),
    },
    { method: 'POST', path: '/v1/auth/connect', headers: json, body: `{"signature":"${sent.signature}",` },
    { method: 'POST', path: '/webhooks/stripe', headers: { ...json, 'stripe-signature': sent.signature }, body: '{}' },
  ];
  for (const request of requests) await send(url, request);
  // A fault of ours: the table is gone, the request fails with 500 and is logged with everything known about it.
  await database.pool.query('alter table villages rename to gone');
  await send(url, { method: 'GET', path: '/v1/users/me', token: player.token, headers });
  await database.pool.query('alter table gone rename to villages');
  await game.end('SIGTERM');
  const written = game.output();
  expect(written).toContain('"level":50');
  const secrets = { ...CONFIGURED, ...sent, token: player.token, password: new URL(database.url).password };
  const found = Object.entries(secrets).filter(([, secret]) => secret !== '' && written.includes(secret));
  expect(found.map(([name]) => name)).toEqual([]);
});
