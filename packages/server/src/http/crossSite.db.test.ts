/** Another website, open in a browser that is signed in here, asks in the player's name (RELIABILITY SW2, SW3): it gets nothing done, on any route. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRequests } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { plainClient, type TestPlayer } from '../testing/testPlayer.ts';
import { expectRefusal, type RawAnswer, send } from '../testing/testRequests.ts';

const OURS = 'https://play.example';
const STRANGERS = [
  'https://evil.example',
  'null',
  'https://play.example.evil.com',
  'https://evilplay.example',
  'http://play.example',
  'https://play.example:444',
];

let app: TestApp;
let cookie: string;
let adminCookie: string;
let chieftain: TestPlayer & { tribeId: string };

beforeAll(async () => {
  app = await startTestApp({ env: { CLIENT_URL: OURS, PUBLIC_URL: OURS } });
  chieftain = await app.newChieftain({ gold: 5_000, army: { militia: 50 } });
  cookie = await cookieOf(chieftain);
  adminCookie = await cookieOf(await app.newAdmin('support', 'operator', 'treasurer'));
});
afterAll(() => app.stop());

/** The cookie of one more session, begun on our own page. */
async function cookieOf({ account }: TestPlayer): Promise<string> {
  const { message } = await plainClient(app.url, null).call('auth.nonce', {
    body: { walletAddress: account.address },
  });
  const signature = await account.signMessage({ message });
  const body = JSON.stringify({ walletAddress: account.address, signature, message, session: 'cookie' });
  const headers = { 'content-type': 'application/json', origin: OURS };
  const answer = await send(app.url, { method: 'POST', path: '/v1/auth/connect', headers, body });
  expect(answer.status, answer.text).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

/** Every row of every table, but for what says who is there at the moment. */
async function everything(): Promise<Record<string, string>> {
  const tables = await app.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not in ('processes', 'user_presence', 'fairplay_sightings', 'fairplay_salts', 'login_nonces')`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await app.sql<{ hash: string }>(
      `select md5(coalesce(string_agg(line, ',' order by line collate "C"), '')) as hash
       from (select (to_jsonb(t) - 'last_active_at')::text as line from "${name}" t) x`,
    );
    hashes[name] = row?.hash ?? '';
  }
  return hashes;
}

const samples = () =>
  sampleRequests({
    userId: chieftain.id,
    seasonId: app.seasonId,
    territoryId: app.territory(21),
    tribeId: chieftain.tribeId,
  });
const sampleOf = (name: string) => {
  const sample = samples().find((one) => one.name === name);
  if (sample === undefined) throw new Error(`no sample for ${name}`);
  return sample;
};
const changing = sampleRequests().filter(({ method }) => method !== 'GET');
const routes = changing.map(({ name }) => ({ name }));

function ask(name: string, headers: Record<string, string>, as = 'application/json'): Promise<RawAnswer> {
  const { method, path, body, definition } = sampleOf(name);
  return send(app.url, {
    method,
    path,
    headers: {
      cookie: definition.access === 'admin' ? adminCookie : cookie,
      ...(body === undefined ? {} : { 'content-type': as }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe('another website', () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await everything();
  });

  it('is nobody’s way around the table: it has all routes that change something', () => {
    expect(routes.length).toBeGreaterThan(60);
  });

  it.each(routes)('cannot call $name with the player’s cookie', async ({ name }) => {
    for (const origin of STRANGERS)
      expectRefusal(await ask(name, { origin }), `${name} ${origin}`, 'ORIGIN_NOT_ALLOWED');
    // A browser that says nothing of where it is, or that it is elsewhere.
    for (const site of ['cross-site', 'same-site', 'none'])
      expectRefusal(await ask(name, { 'sec-fetch-site': site }), `${name} ${site}`, 'ORIGIN_NOT_ALLOWED');
    expectRefusal(await ask(name, {}), name, 'ORIGIN_NOT_ALLOWED');
  });

  it.each(routes)('cannot post a form or plain text to $name', async ({ name }) => {
    if (sampleOf(name).body === undefined) return;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      for (const headers of [{ origin: STRANGERS[0] as string }, { origin: OURS }])
        expectRefusal(await ask(name, headers, type), `${name} ${type}`, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('changes nothing by what a picture or a link can ask for', async () => {
    for (const { name, method, path, definition } of samples()) {
      if (method !== 'GET') continue;
      const headers = { cookie: definition.access === 'admin' ? adminCookie : cookie, origin: STRANGERS[0] as string };
      expect((await send(app.url, { method, path, headers })).status, name).toBeLessThan(500);
    }
  });

  it('has changed nothing at all by any of this', async () => {
    expect(await everything()).toEqual(before);
  });

  it('is not our own, which may', async () => {
    const answer = await ask('training.start', { origin: OURS });
    expect(answer.status, answer.text).toBe(200);
    expect(await everything()).not.toEqual(before);
  });
});
