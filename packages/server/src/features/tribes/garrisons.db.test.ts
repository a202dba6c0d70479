import { completeArmy } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused } from '../../testing/testPlayer.ts';
import { expectRefusal, send } from '../../testing/testRequests.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe("a tribe's garrisons", () => {
  it('show units, places and income, territory by territory and member by member', async () => {
    const chieftain = await app.newChieftain();
    const { tribeId } = chieftain;
    const [a, b] = await app.newPlayers(2);
    await app.admit(tribeId, chieftain, a!);
    await app.admit(tribeId, chieftain, b!);
    await a!.call('users.update', { body: { username: 'Ragna' } });
    await app.hold(1, tribeId, [
      { player: a!, army: { militia: 4, cavalry: 10 } },
      { player: chieftain, army: { archer: 6 } },
    ]);
    await app.hold(21, tribeId, [{ player: a!, army: { spearman: 3 } }], 'defensive');
    await app.hold(22, tribeId, []);
    const foreigner = await app.newChieftain({ army: { militia: 30 } });
    await app.hold(23, foreigner.tribeId, [{ player: foreigner, army: { militia: 1 } }]);
    await app.attack(foreigner, 21, { militia: 30 });

    const { territories, members } = await chieftain.call('tribes.garrisons', { params: { tribeId } });
    expect(territories.map(({ territoryId }) => territoryId)).toEqual([1, 21, 22]);
    expect(territories[0]).toMatchObject({
      id: app.territory(1),
      tier: 'center',
      formation: 'balanced',
      units: completeArmy({ militia: 4, archer: 6, cavalry: 10 }),
      capacity: 500,
      placesTaken: 30,
      pendingOrders: 0,
      members: [
        { userId: a!.id, units: completeArmy({ militia: 4, cavalry: 10 }), goldPerHour: 50 },
        { userId: chieftain.id, units: completeArmy({ archer: 6 }), goldPerHour: 50 },
      ],
    });
    expect(territories[1]).toMatchObject({ tier: 'edge', formation: 'defensive', pendingOrders: 1, capacity: 200 });
    expect(territories[2]).toMatchObject({ units: completeArmy({}), placesTaken: 0, members: [] });
    expect(members).toEqual([
      {
        userId: chieftain.id,
        username: null,
        role: 'chieftain',
        territories: 1,
        units: completeArmy({ archer: 6 }),
        goldPerHour: 50,
      },
      {
        userId: a!.id,
        username: 'Ragna',
        role: 'warrior',
        territories: 2,
        units: completeArmy({ militia: 4, spearman: 3, cavalry: 10 }),
        goldPerHour: 62.5,
      },
      { userId: b!.id, username: null, role: 'warrior', territories: 0, units: completeArmy({}), goldPerHour: 0 },
    ]);
    await refused(foreigner.call('tribes.garrisons', { params: { tribeId } }), 'NOT_IN_TRIBE');
  });
});

describe('an emblem', () => {
  it('is a picture for everybody that caches keep and ask for again by its tag', async () => {
    const { tribeId } = await app.newChieftain();
    const path = `/v1/tribes/${tribeId}/emblem.svg`;
    const first = await send(app.url, { method: 'GET', path });
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(first.headers['cache-control']).toBe('public, max-age=86400');
    expect(first.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(first.headers['x-content-type-options']).toBe('nosniff');
    expect(first.text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>.*<\/svg>\n$/);
    const etag = first.headers.etag as string;
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await send(app.url, { method: 'GET', path, headers: { 'if-none-match': tag } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await send(app.url, { method: 'GET', path, headers: { 'if-none-match': '"other"' } })).text).toBe(
      first.text,
    );
    const page = await send(app.url, { method: 'GET', path: `/v1/tribes/${tribeId}` });
    expect(page.json?.data).toMatchObject({ emblem: path });
  });

  it('stays when the tribe is dissolved', async () => {
    const chieftain = await app.newChieftain();
    const path = `/v1/tribes/${chieftain.tribeId}/emblem.svg`;
    const before = await send(app.url, { method: 'GET', path });
    await chieftain.call('tribes.leave', { params: { tribeId: chieftain.tribeId } });
    expect((await send(app.url, { method: 'GET', path })).text).toBe(before.text);
  });

  it.each([
    ['f0f0f0f0f0f0f0f0f0f0f0f0', 404],
    ['..%2f..%2fetc', 400],
    ['x', 400],
    ['<script>', 400],
  ])('of %s does not exist', async (id, status) => {
    const answer = await send(app.url, { method: 'GET', path: `/v1/tribes/${encodeURI(id)}/emblem.svg` });
    expectRefusal(answer, id);
    expect(answer.status).toBe(status);
  });
});
