import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNKNOWN_ID } from '../../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const load = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${app.url}${path}`, { headers });
  return { answer, body: Buffer.from(await answer.arrayBuffer()) };
};

describe('a share card', () => {
  it('of a tribe is a PNG of 1200 x 630 that other sites may show, and is not sent twice to those who have it', async () => {
    const { tribeId } = await app.newChieftain();
    const path = `/v1/tribes/${tribeId}/card.png`;
    const { answer, body } = await load(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(body.subarray(0, 8)).toEqual(PNG);
    expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([1200, 630]);
    // Text and shield were drawn: an empty field would be much smaller.
    expect(body.length).toBeGreaterThan(20_000);
    const etag = answer.headers.get('etag') ?? '';
    const again = await load(path, { 'if-none-match': etag });
    expect([again.answer.status, again.body.length]).toEqual([304, 0]);
  });

  it('is drawn for many at once, and changes with the figures', async () => {
    const chieftain = await app.newChieftain();
    const path = `/v1/tribes/${chieftain.tribeId}/card.png`;
    const answers = await Promise.all(times(20, () => load(path)));
    const tags = new Set(answers.map(({ answer }) => answer.headers.get('etag')));
    expect(tags.size).toBe(1);
    await app.admit(chieftain.tribeId, chieftain, await app.newPlayer());
    expect(tags.has((await load(path)).answer.headers.get('etag'))).toBe(false);
  });

  it('of a battle is there while it waits and after it was fought', async () => {
    const chieftain = await app.newChieftain({ army: { militia: 100 } });
    const { battleId } = await chieftain.call('battles.attackTerritory', {
      body: {
        territoryId: app.territory(21),
        army: { militia: 100, spearman: 0, archer: 0, cavalry: 0 },
        formation: 'balanced',
      },
    });
    const path = `/v1/battles/${battleId}/card.png`;
    const waiting = await load(path);
    expect(waiting.answer.headers.get('cache-control')).toBe('public, max-age=300');
    await app.settle();
    const fought = await load(path);
    expect(fought.answer.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(fought.answer.headers.get('etag')).not.toBe(waiting.answer.headers.get('etag'));
  });

  it('of what does not exist is refused', async () => {
    expect((await load(`/v1/tribes/${UNKNOWN_ID}/card.png`)).answer.status).toBe(404);
    expect((await load(`/v1/battles/${UNKNOWN_ID}/card.png`)).answer.status).toBe(404);
    expect((await load('/v1/tribes/x/card.png')).answer.status).toBe(400);
  });
});
