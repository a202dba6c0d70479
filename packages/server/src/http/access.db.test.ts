import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeRole } from '../features/admin/roles.ts';
import { sampleRequests, UNKNOWN_ID } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import { signInPlayer, type TestPlayer } from '../testing/testPlayer.ts';
import { expectRefusal, sendJson } from '../testing/testRequests.ts';

let app: TestApp;
let chieftain: TestPlayer & { tribeId: string };
beforeAll(async () => {
  app = await startTestApp();
  chieftain = await app.newChieftain();
});
afterAll(() => app.stop());

const names = sampleRequests().map((sample) => ({ name: sample.name, access: sample.definition.access }));
const closed = names.filter((route) => route.access !== 'public' && route.access !== 'admin');
const forAdmins = names.filter((route) => route.access === 'admin');
const sampleOf = (name: string) => {
  const ids = { territoryId: app.territory(21), tribeId: chieftain.tribeId, userId: chieftain.id };
  const sample = sampleRequests(ids).find((item) => item.name === name);
  if (sample === undefined) throw new Error(`no sample for ${name}`);
  return sample;
};
const call = async (name: string, token: string | null) => {
  const { method, path, body } = sampleOf(name);
  return sendJson(app.url, { method, path, token, body });
};

describe('a route that needs a sign-in', () => {
  it.each(closed)('$name refuses a caller without one', async ({ name }) => {
    expectRefusal(await call(name, null), name, 'INVALID_TOKEN');
  });

  it.each(closed)('$name refuses a token that is not ours', async ({ name }) => {
    const [head, claims, signature = ''] = chieftain.token.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
    for (const token of ['x', 'null', 'undefined', forged, unsigned]) {
      expectRefusal(await call(name, token), `${name} ${token}`, 'INVALID_TOKEN');
    }
  });
});

describe('a route for administrators', () => {
  it.each(forAdmins)('$name does not exist for anybody else, whatever they send', async ({ name }) => {
    const { method, path } = sampleOf(name);
    const unknown = await sendJson(app.url, { method: 'GET', path: '/v1/nothing/here' });
    for (const token of [null, 'x', chieftain.token]) {
      for (const body of [undefined, { any: 'thing' }, '{', `{"a":"${'x'.repeat(60_000)}"}`]) {
        if (method === 'GET' && body !== undefined) continue;
        const answer = await sendJson(app.url, { method, path, token, body });
        expectRefusal(answer, name, 'NOT_FOUND');
        expect(answer.json?.error).toEqual(unknown.json?.error);
      }
      for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        expectRefusal(await sendJson(app.url, { method: other, path, token }), `${other} ${name}`, 'NOT_FOUND');
      }
      expectRefusal(await sendJson(app.url, { method, path: `${path}?x=1`, token }), name, 'NOT_FOUND');
    }
  });

  it('stops existing with the next request once the role is taken away', async () => {
    const admin = await app.newAdmin('support');
    expect((await admin.call('admin.me')).roles).toEqual(['support']);
    await revokeRole(app.ctx, admin.wallet, 'support');
    expectRefusal(
      await sendJson(app.url, { method: 'GET', path: '/v1/admin/me', token: admin.token }),
      'me',
      'NOT_FOUND',
    );
  });
});

describe('a route for those who have entered the season', () => {
  const routes = names.filter(({ access }) => ['entrant', 'member', 'leader'].includes(access));
  it.each(routes)('$name asks others to enter first', async ({ name }) => {
    const visitor = await app.signIn();
    expectRefusal(await call(name, visitor.token), name, 'ENTRY_FEE_REQUIRED');
  });
});

describe('a route for members', () => {
  const routes = names.filter(({ access }) => access === 'member');
  it.each(routes)('$name refuses players without a tribe', async ({ name }) => {
    const loner = await app.newPlayer();
    await app.give(loner, { army: { militia: 10 } });
    expectRefusal(await call(name, loner.token), name, 'NOT_IN_TRIBE');
  });
});

describe('a route for leaders', () => {
  const routes = names.filter(({ access }) => access === 'leader');
  it.each(routes)('$name refuses loners, plain members and leaders of other tribes', async ({ name }) => {
    const loner = await app.newPlayer();
    const warrior = await app.newPlayer();
    await app.admit(chieftain.tribeId, chieftain, warrior);
    const foreigner = await app.newChieftain();
    for (const player of [loner, warrior, foreigner]) {
      expectRefusal(await call(name, player.token), name, 'FORBIDDEN');
    }
    await warrior.call('tribes.leave', { params: { tribeId: chieftain.tribeId } });
  });
});

describe('what does not exist', () => {
  const routes = sampleRequests().filter((sample) => sample.path.includes(UNKNOWN_ID));
  // Ending what has ended is no mistake, and whether somebody else's session exists is not told.
  const found = routes.filter(({ name }) => name !== 'auth.endSession');
  it.each(found)('$name answers 404 for an id that nobody has', async ({ name, method, path, body }) => {
    const answer = await sendJson(app.url, { method, path, token: chieftain.token, body });
    expectRefusal(answer, name);
    expect(answer.status, answer.text).toBe(404);
  });

  it.each(routes)('$name refuses ids that are none', async ({ name, method, path, body }) => {
    const ids = [
      '1',
      'null',
      'F'.repeat(24),
      'g'.repeat(24),
      'a'.repeat(25),
      '%00',
      '%F0%9F%98%80',
      "'%20or%201=1--",
      '..%2f..',
      '%FF',
      'a'.repeat(300),
    ];
    for (const id of ids) {
      const answer = await sendJson(app.url, {
        method,
        path: path.replaceAll(UNKNOWN_ID, id),
        token: chieftain.token,
        body,
      });
      expectRefusal(answer, `${name} ${id}`);
    }
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s of an unknown address answers 404',
    async (method) => {
      expectRefusal(
        await sendJson(app.url, { method, path: '/v1/gold/mint', token: chieftain.token }),
        method,
        'NOT_FOUND',
      );
    },
  );
});

describe('a method that an address does not take', () => {
  it.each([
    ['PUT', '/v1/users/me', 'GET, PATCH'],
    ['GET', '/v1/training/start', 'POST'],
    ['DELETE', `/v1/tribes/${UNKNOWN_ID}`, 'GET'],
    ['HEAD', '/v1/territories', 'GET'],
  ])('%s %s answers 405 with those it takes', async (method, path, allow) => {
    const answer = await sendJson(app.url, { method, path, token: chieftain.token });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    if (method !== 'HEAD') expectRefusal(answer, path, 'METHOD_NOT_ALLOWED');
  });
});

describe('every answer', () => {
  it('has a request id of its own and is not kept by caches', async () => {
    const first = await sendJson(app.url, { method: 'GET', path: '/v1/seasons/current' });
    const second = await sendJson(app.url, { method: 'GET', path: '/v1/seasons/current' });
    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(first.headers['x-content-type-options']).toBe('nosniff');
    expect(first.headers['content-security-policy']).not.toMatch(/unsafe/);
  });

  it('lists its routes and who may call them', async () => {
    const answer = await sendJson(app.url, { method: 'GET', path: '/v1/policy.json' });
    const policy = answer.json as unknown as { routes: { name: string; access: string }[] };
    expect(policy.routes.map(({ name, access }) => ({ name, access }))).toEqual(names);
  });

  it('signs in a wallet whose name for itself is taken', async () => {
    await signInPlayer(app.url, 'Astrid');
    await expect(signInPlayer(app.url, 'Astrid')).rejects.toMatchObject({ code: 'USERNAME_TAKEN' });
  });
});
