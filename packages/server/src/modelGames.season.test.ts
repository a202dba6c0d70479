/** Three hundred games, each of up to thirty commands chosen by a seed, played against a small model of the game (RELIABILITY IN11). */
import { DAY_MS } from '@cryptotribes/rules/core/time';
import { expect, it } from 'vitest';
import { expectGoldAddsUp, expectInvariants } from './testing/invariants.ts';
import { playSequences } from './testing/model/play.ts';
import { startTestApp } from './testing/testApp.ts';

const SEED = 20_261_125;
/** Worlds, and games in each: every credit goes to all who ever played in a world. */
const WORLDS = 6;
const GAMES = 50;

it('in three hundred games nobody is shown anything else than a small model of the game foresees', async () => {
  let commands = 0;
  let battles = 0;
  for (let world = 0; world < WORLDS; world++) {
    // Long enough for all its games, one after the other.
    const app = await startTestApp({ lengthMs: 60 * DAY_MS });
    try {
      commands += await playSequences(app, { seed: SEED + world, runs: GAMES, length: 30 });
      battles += await app.number("select count(*) from battles where status = 'completed'");
      await expectInvariants(app);
      await expectGoldAddsUp(app);
    } finally {
      await app.stop();
    }
  }
  process.stdout.write(`${WORLDS * GAMES} games: ${commands} commands, ${battles} battles\n`);
  expect(commands).toBeGreaterThan(WORLDS * GAMES * 10);
  expect(battles).toBeGreaterThan(40);
}, 300_000);
