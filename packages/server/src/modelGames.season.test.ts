/** Three hundred games, each of up to thirty commands chosen by a seed, played against a small model of the game (RELIABILITY IN11). */
import { DAY_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectGoldAddsUp, expectInvariants } from './testing/invariants.ts';
import { playSequences } from './testing/model/play.ts';
import { startTestApp, type TestApp } from './testing/testApp.ts';

const SEED = 20_261_125;
const GAMES = 300;

let app: TestApp;
beforeAll(async () => {
  // Long enough for three hundred games, one after the other.
  app = await startTestApp({ lengthMs: 60 * DAY_MS });
});
afterAll(() => app.stop());

it('in three hundred games nobody is shown anything else than a small model of the game foresees', async () => {
  const commands = await playSequences(app, { seed: SEED, runs: GAMES, length: 30 });
  process.stdout.write(
    `${GAMES} games: ${commands} commands, ${await app.number('select count(*) from battles')} battles\n`,
  );
  expect(commands).toBeGreaterThan(GAMES * 10);
  expect(await app.number("select count(*) from battles where status = 'completed'")).toBeGreaterThan(20);
  await expectInvariants(app);
  await expectGoldAddsUp(app);
}, 300_000);
