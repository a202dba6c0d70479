/**
 * An API that is killed with -9 in the middle of a command (RELIABILITY CR2): at every step, the client sends the same request with the same
 * Idempotency-Key to the next process, until one lives long enough to answer. One effect, one answer, and nothing that must hold is broken.
 */
import { completeArmy } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Failpoint, failpointsOf } from '../testBuild/failpoints.ts';
import { fallAt, gameEnv, stayWhole, stepsOf } from '../testing/fall.ts';
import { countUnits, expectInvariants } from '../testing/invariants.ts';
import { freePort } from '../testing/startNginx.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';
import { type RawAnswer, sendJson } from '../testing/testRequests.ts';

let app: TestApp;
let player: TestPlayer;
let env: Record<string, string>;
let url: string;
beforeAll(async () => {
  // The processes' time is the real one.
  app = await startTestApp({ nowMs: Date.now() });
  player = await app.newChieftain({ army: { militia: 80 } });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = gameEnv(app.database, { ROLE: 'api', PORT: String(port), PUBLIC_URL: url });
});
afterAll(() => app.stop());

const train = () =>
  sendJson(url, {
    method: 'POST',
    path: '/v1/training/start',
    token: player.token,
    headers: { 'idempotency-key': 'train-0001' },
    body: { unitType: 'militia', quantity: 3 },
  });
const attack = () =>
  sendJson(url, {
    method: 'POST',
    path: '/v1/battles/attack-territory',
    token: player.token,
    headers: { 'idempotency-key': 'attack-0001' },
    body: { territoryId: app.territory(21), army: completeArmy({ militia: 40 }), formation: 'balanced' },
  });

/** Sends it to one process after the other, each killed at its step; nobody gets an answer. Then twice to one that lives. */
async function insist(request: () => Promise<RawAnswer>, points: readonly Failpoint[]): Promise<RawAnswer[]> {
  for (const point of stepsOf(points)) {
    await fallAt(env, point, async (life) => {
      await life.ready;
      await expect(request(), point).rejects.toThrow();
    });
  }
  const answers: RawAnswer[] = [];
  await stayWhole(env, async () => {
    answers.push(await request(), await request());
  });
  return answers;
}

describe('an API that is killed at every step', () => {
  it('of a training order trains once', async () => {
    const points = [...failpointsOf('training'), 'command.committed' as const];
    const units = await countUnits(app);
    const [first, second] = await insist(train, points);
    expect([first?.status, second?.text]).toEqual([200, first?.text]);
    // The last one that was killed had committed: what it would have answered was kept.
    expect(first?.headers['idempotency-replayed']).toBe('true');
    expect(await app.sql('select unit_type, quantity from training_batches')).toEqual([
      { unit_type: 'militia', quantity: 3 },
    ]);
    expect(await app.number('select gold from villages where user_id = $1', [player.id])).toBe(970);
    expect(await countUnits(app)).toBe(units + 3);
    await expectInvariants(app);
  }, 120_000);

  it('of an attack sends the army once', async () => {
    const points: Failpoint[] = [
      'command.claimed',
      ...failpointsOf('attack'),
      'command.done',
      'command.kept',
      'command.committed',
    ];
    const units = await countUnits(app);
    const [first, second] = await insist(attack, points);
    expect([first?.status, second?.text]).toEqual([202, first?.text]);
    expect(first?.headers['idempotency-replayed']).toBe('true');
    const battles = await app.sql<{ id: string }>('select id, status, order_no from battles');
    expect(battles).toEqual([
      { id: (first?.json?.data as { battleId: string } | undefined)?.battleId, status: 'queued', order_no: 1 },
    ]);
    expect(await app.number('select militia from villages where user_id = $1', [player.id])).toBe(40);
    expect(await app.number(`select count(*) from news where type = 'battle_queued'`)).toBe(1);
    expect(await app.number('select count(*) from idempotency_keys where status = 0')).toBe(0);
    expect(await countUnits(app)).toBe(units);
    await expectInvariants(app);
  }, 180_000);
});
