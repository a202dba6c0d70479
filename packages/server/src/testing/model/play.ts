/** Plays sequences of commands against the program and against the model, and says where they differ; the seed plays them again. */
import fc from 'fast-check';
import type { TestApp } from '../testApp.ts';
import { beginnings, leaveTribes, sequences } from './commands.ts';
import { expectAgreement, type Real } from './real.ts';
import { type Model, newPlayer } from './state.ts';

const PLAYERS = 2;
/** Two lands of the north, two of the south, and the wild ones around. */
const LANDS = { north: [41, 42], south: [43, 44], wild: [45, 46] };

/** `app` must have a season that runs, and nobody in it. Gives how many commands were carried out. */
export async function playSequences(
  app: TestApp,
  { seed, runs, length }: { seed: number; runs: number; length: number },
): Promise<number> {
  const chiefs = { north: await app.newChieftain(), south: await app.newChieftain() };
  for (const side of ['north', 'south'] as const)
    for (const no of LANDS[side])
      await app.hold(no, chiefs[side].tribeId, [{ player: chiefs[side], army: { militia: 10 } }]);
  let commands = 0;
  await fc.assert(
    fc.asyncProperty(
      beginnings(PLAYERS),
      sequences(PLAYERS, Object.values(LANDS).flat(), length),
      async (first, steps) => {
        const real: Real = { app, chiefs, players: await app.newPlayers(PLAYERS) };
        const model: Model = { nowMs: app.clock.nowMs(), players: real.players.map(newPlayer) };
        const setup = () => ({ model, real });
        try {
          for (const step of first) await step.run(model, real);
          await fc.asyncModelRun(setup, steps);
          await expectAgreement(model, real);
        } finally {
          await leaveTribes(model, real);
        }
        commands += [...steps].length;
      },
    ),
    { seed, numRuns: runs, endOnFailure: true },
  );
  return commands;
}
