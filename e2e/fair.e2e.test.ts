/** Luck that anyone can check: a season at /fair, a battle on its report, and the same arithmetic in the browser as in the server. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { fuzzBattles } from '@cryptotribes/rules/testing/fuzzBattles';
import { CHAIN_START, chainLine, type RecordLine } from '@cryptotribes/rules/verify/record';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DESKTOP, launchBrowser, PHONE, visit } from './support/browser.ts';
import { axeViolations, widerThanWindow } from './support/checks.ts';
import { type ApiPlayer, attackThroughApi, startWorld, type World } from './support/world.ts';

const ARMY = { militia: 60, spearman: 20, archer: 10, cavalry: 10 };

let browser: Browser;
let world: World;
let leader: ApiPlayer & { tribeId: string };
let battleId: string;

beforeAll(async () => {
  [browser, world] = await Promise.all([launchBrowser(), startWorld()]);
  leader = await world.newChieftain('WinterKing', 'Raven Host', 'RVN');
  await world.setArmy(leader.userId, { militia: 200, spearman: 60, archer: 40, cavalry: 40 });
  ({ battleId } = await attackThroughApi(world, leader, 21, ARMY));
  await attackThroughApi(world, leader, 22, { ...ARMY, militia: 2 });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const options = (viewport = DESKTOP) => ({ viewport, origin: world.origin });

/** Ends the season now; the program closes it as it closes every season. */
async function endSeason(): Promise<void> {
  await world.program.ctx.pool.query('update seasons set season_end = now() where id = $1', [world.seasonId]);
  await vi.waitFor(
    async () => {
      const season = await leader.api.call('seasons.get', { params: { seasonId: world.seasonId } });
      if (season.status !== 'ended') throw new Error(`the season is ${season.status}`);
    },
    { timeout: 20_000, interval: 200 },
  );
}

it('keeps the secret of a running season, and says so', async () => {
  await visit(browser, { ...options(), expectedProblems: /400/ }, async ({ page }) => {
    await page.goto(`/battles/${battleId}`);
    await page.getByTestId('fair-check').click();
    await page.getByText('The season’s secret is still sealed').waitFor();
    await page.goto('/fair');
    await page.getByTestId('fair-none').waitFor();
    await page.getByRole('heading', { name: 'What still has to be trusted' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });
});

describe('when the season is over', () => {
  beforeAll(endSeason, 30_000);

  it.each([DESKTOP, PHONE])(
    'it is computed again in the browser with a verdict in one sentence, $name',
    async (size) => {
      await visit(browser, options(size), async ({ page }) => {
        await page.goto(`/fair?season=${world.seasonId}`);
        await page.getByTestId('fair-start').click();
        await page.getByText('Everything is as the rules and the published secret give it: 2 battles').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        expect(await widerThanWindow(page)).toEqual([]);
      });
    },
  );

  it('a forged file is found out, with the line', async () => {
    const answer = await fetch(`${world.origin}/v1/seasons/${world.seasonId}/export`);
    const forged = forge(await answer.text());
    await visit(browser, options(PHONE), async ({ page }) => {
      await page.goto('/fair');
      const file = { name: 'season.ndjson.gz', mimeType: 'application/gzip', buffer: gzipSync(forged.text) };
      expect(gunzipSync(file.buffer).toString()).toBe(forged.text);
      await page.getByTestId('fair-file').setInputFiles(file);
      const verdict = page.getByTestId('fair-verdict');
      await verdict.getByText(`Line ${forged.line}`).first().waitFor();
      await verdict.getByText('this is not the season').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });

  it.each([DESKTOP, PHONE])('every step of a battle is shown with its inputs, $name', async (size) => {
    await visit(browser, options(size), async ({ page }) => {
      await page.goto(`/battles/${battleId}`);
      await page.getByTestId('fair-check').click();
      await page.getByTestId('fair-result').getByText('The same to the unit.').waitFor();
      expect(await page.getByText('matches', { exact: true }).count()).toBe(10);
      await page.getByText('From', { exact: true }).nth(2).click();
      await page.getByText('cryptotribes battle 1').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await widerThanWindow(page)).toEqual([]);
    });
  });
});

/** One more enemy killed, and every hash made anew. */
function forge(file: string): { text: string; line: number } {
  let hash = CHAIN_START;
  let changed = 0;
  const lines = file
    .trimEnd()
    .split('\n')
    .map((text, index) => {
      const { h: _, ...line } = JSON.parse(text) as RecordLine & { h: string };
      if (line.t === 'battle' && line.fight !== null && changed === 0) {
        changed = index + 1;
        Object.assign(line.fight, { vp: [line.fight.vp[0] + 1, line.fight.vp[1]] });
      }
      const next = chainLine(hash, line as RecordLine);
      hash = next.hash;
      return next.text;
    });
  return { text: lines.join('\n'), line: changed };
}

it('10,000 random battles end alike in Node, in this browser, and after a way through JSON', async () => {
  const here = fuzzBattles('the same everywhere', 10_000);
  expect(here.hashAfterJson).toBe(here.hash);
  expect(here.attackerWins).toBeGreaterThan(2_000);
  expect(here.attackerWins).toBeLessThan(8_000);
  const bundle = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    build: {
      write: false,
      lib: {
        entry: new URL('../packages/rules/src/testing/fuzzBattles.ts', import.meta.url).pathname,
        formats: ['iife'],
        name: 'fuzz',
      },
    },
  });
  const [output] = [bundle].flat();
  if (output === undefined || !('output' in output)) throw new Error('nothing was bundled');
  const page = await browser.newPage();
  await page.addScriptTag({ content: output.output[0].code });
  const there = await page.evaluate(() => {
    const { fuzz } = globalThis as unknown as { fuzz: { fuzzBattles(seed: string, n: number): unknown } };
    return fuzz.fuzzBattles('the same everywhere', 10_000);
  });
  await page.close();
  expect(there).toEqual(here);
});
