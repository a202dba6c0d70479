import { PassThrough, Readable } from 'node:stream';
import type { RouteBody } from '@cryptotribes/protocol/routes';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { armyOf, FORMATIONS, TERRAINS } from '@cryptotribes/rules/core/units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCt } from '../../cli/ct.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { plainClient, refused, times } from '../../testing/testPlayer.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ season: false });
});
afterAll(() => app.stop());

type Battle = RouteBody<'battles.simulate'>;
const simulate = (body: Battle) => plainClient(app.url, null).call('battles.simulate', { body });

async function engine(battle: Battle): Promise<unknown> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCt(['engine', '--preview'], {
    env: {},
    stdin: Readable.from([JSON.stringify(battle)]),
    stdout,
    stderr,
  });
  expect(code, String(stderr.read() ?? '')).toBe(0);
  return JSON.parse(String(stdout.read()));
}

const battle = (n: number): Battle => ({
  rulesetId: 'season1',
  terrain: TERRAINS[n % TERRAINS.length] as Battle['terrain'],
  attacker: {
    army: armyOf((n * 37) % 90, (n * 53) % 70, 1 + ((n * 29) % 60), (n * 17) % 30),
    formation: FORMATIONS[n % 3] as Battle['attacker']['formation'],
    workshopLevel: 1 + (n % 10),
  },
  defender: {
    formation: FORMATIONS[(n + 1) % 3] as Battle['attacker']['formation'],
    contributors: times(n % 4, (i) => ({
      userId: null,
      units: armyOf((n * 11 + i) % 60, 20 * i, (n * 7) % 40, i),
      workshopLevel: 1 + ((n + i) % 10),
    })),
  },
  siegeFatigueBp: (n % 8) * 1000,
});

describe('a simulated battle', () => {
  it.each(times(24, (n) => n))('gives the figures of the browser and of `ct engine` (case %i)', async (n) => {
    const input = battle(n);
    const answer = await simulate(input);
    // What the browser computes: the same function, on the input that it builds.
    const contributors = input.defender.contributors.map((part) => ({ ...part, userId: null }));
    const browser = previewBattle({
      rulesetId: 'season1',
      terrain: input.terrain,
      attacker: input.attacker,
      defender: { formation: input.defender.formation, contributors },
      siegeFatigueBp: input.siegeFatigueBp as number,
    });
    expect(answer).toEqual(browser);
    expect(await engine(input)).toEqual(browser);
  });

  it('needs no season and no sign-in, and at least one attacker', async () => {
    const nobody = { ...battle(1), attacker: { ...battle(1).attacker, army: armyOf(0, 0, 0, 0) } };
    await refused(simulate(nobody), 'EMPTY_ARMY');
    expect(await simulate({ ...battle(1), defender: { formation: 'balanced', contributors: [] } })).toMatchObject({
      defenderPower: 0,
      ifLose: null,
    });
  });

  it('answers for the largest battle that can be asked for', async () => {
    const all = { militia: 10_000, spearman: 10_000, archer: 10_000, cavalry: 10_000 };
    const answer = await simulate({
      ...battle(1),
      attacker: { army: all, formation: 'offensive', workshopLevel: 10 },
      defender: { formation: 'defensive', contributors: times(100, () => ({ units: all, workshopLevel: 10 })) },
    });
    expect(answer).toMatchObject({ winning: 0, ifWin: null });
    expect(answer.ifLose?.attackerLost.min).toBeGreaterThan(10_000);
    const crowd = times(4, () => ({ units: { ...all, militia: 0 }, workshopLevel: 1 }));
    const weak = await simulate({
      ...battle(1),
      attacker: { army: armyOf(1), formation: 'balanced', workshopLevel: 1 },
      defender: { formation: 'balanced', contributors: crowd },
    });
    expect(weak.defenderPower).toBeGreaterThan(1_000_000);
  });

  it('refuses what no battle can be', async () => {
    await refused(simulate({ ...battle(1), siegeFatigueBp: 7001 }), 'VALIDATION_FAILED');
    await refused(simulate({ ...battle(1), rulesetId: 'season9' as 'season1' }), 'VALIDATION_FAILED');
    await refused(
      simulate({ ...battle(1), attacker: { ...battle(1).attacker, workshopLevel: 11 } }),
      'VALIDATION_FAILED',
    );
    const crowd = times(101, () => ({ units: armyOf(1), workshopLevel: 1 }));
    await refused(
      simulate({ ...battle(1), defender: { formation: 'balanced', contributors: crowd } }),
      'VALIDATION_FAILED',
    );
  });
});
