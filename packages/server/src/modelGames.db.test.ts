/** A few games of the model; `modelGames.season.test.ts` plays hundreds (RELIABILITY IN11). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectGoldAddsUp, expectInvariants } from './testing/invariants.ts';
import { playSequences } from './testing/model/play.ts';
import { startTestApp, type TestApp } from './testing/testApp.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

it('players who train, build, join, leave, move and attack see what a small model of the game foresees', async () => {
  expect(await playSequences(app, { seed: 7, runs: 3, length: 30 })).toBeGreaterThan(20);
  await expectInvariants(app);
  await expectGoldAddsUp(app);
});
