import { chromium } from 'playwright-core';
import { startDemoGame, waitForLand } from '../../scripts/lib/demoGame.mjs';
import { builtServer } from '../../scripts/lib/paths.mjs';
import { lessIsBetter } from '../lib/rows.mjs';
import { measureFirstPaint } from '../page/firstPaint.mjs';
import { measureHeap } from '../page/heap.mjs';
import { measureFirstLoad, measureInput } from '../page/input.mjs';
import { measureMapPan } from '../page/mapPan.mjs';

const ROUNDS = 5;

export async function pagePart() {
  const { findChromium } = await import(builtServer('testing/findPrograms'));
  const found = await findChromium(process.env);
  if (!found.ok) {
    console.log(`skipped: the page (${found.reason})`);
    return [];
  }
  const game = await startDemoGame();
  let browser = null;
  try {
    const { executablePath, args } = found.value;
    browser = await chromium.launch({
      executablePath,
      args: ['--disable-gpu', ...args.filter((arg) => arg === '--no-sandbox')],
    });
    await waitForLand(game.origin, 5);
    const paints = await measureFirstPaint(browser, game.origin, { runs: ROUNDS });
    const several = async (measure) => {
      const values = [];
      for (let round = 0; round < ROUNDS; round++) values.push(await measure(browser, game.origin));
      return values;
    };
    const loads = await several(measureFirstLoad);
    const inputs = await several(measureInput);
    const pans = (await several(measureMapPan)).map((pan) => pan.p95);
    const heap = await measureHeap(browser, game.origin, { seconds: 20 });
    const row = lessIsBetter('page');
    return [
      row(
        'lcp',
        'largest paint of the front page, a phone on a slow line',
        'ms',
        paints.map((paint) => paint.lcpMs),
        { atMost: 2_000 },
      ),
      row(
        'shift',
        'layout shift of the front page',
        '',
        paints.map((paint) => paint.shift),
        { atMost: 0.05 },
      ),
      row(
        'scripts',
        'scripts of the first view, over the line',
        'kB',
        loads.map((load) => load.scripts),
        { atMost: 115 },
      ),
      row(
        'all',
        'everything of the first view, over the line',
        'kB',
        loads.map((load) => load.all),
      ),
      row('input', 'longest from a click to the next paint, map and panels', 'ms', inputs, { atMost: 200 }),
      row('frames', 'frames while the map is dragged: p95', 'ms', pans, { atMost: 20 }),
      row('heap', `heap after twenty minutes of the game and ${heap.visits} pages`, 'MB', [heap.after.megabytes], {
        atMost: 80,
      }),
    ];
  } finally {
    await browser?.close();
    await game.stop();
  }
}
