/**
 * `npm run budgets`: what the page may cost, measured in a real browser against the demo's world. Prints one line a budget, begins it with
 * "passed:" or "failed:", and ends with 1 when one was broken. Nothing else should run on the machine.
 */
import os from 'node:os';
import { chromium } from 'playwright-core';
import { measureFirstPaint } from '../bench/page/firstPaint.mjs';
import { measureHeap } from '../bench/page/heap.mjs';
import { measureMapPan } from '../bench/page/mapPan.mjs';
import { build } from './lib/build.mjs';
import { startDemoGame, waitForLand } from './lib/demoGame.mjs';
import { builtServer } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const LCP_MS = 2_000;
const PAN_P95_MS = 20;
const HEAP_MEGABYTES = 80;
const SHIFT = 0.05;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

preflight();
await build();
const { findChromium } = await import(builtServer('testing/findPrograms'));
const found = await findChromium(process.env);
if (!found.ok) {
  console.log(`skipped: budgets of the page (${found.reason})`);
  process.exit(0);
}

function judge(holds, line) {
  console.log(`${holds ? 'passed' : 'failed'}: ${line}`);
  if (!holds) process.exitCode = 1;
}

console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)}`,
);
let game = null;
let browser = null;
try {
  game = await startDemoGame();
  const { executablePath, args } = found.value;
  browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...args.filter((arg) => arg === '--no-sandbox')],
  });
  await waitForLand(game.origin, 5);
  const paints = await measureFirstPaint(browser, game.origin);
  const lcpMs = median(paints.map((paint) => paint.lcpMs));
  judge(
    lcpMs < LCP_MS,
    `largest paint of the front page ${lcpMs} ms (${paints.map((paint) => paint.lcpMs).join(', ')}; below ${LCP_MS}), phone, processor / 4, 1.6 Mbit/s`,
  );
  const shift = Math.max(...paints.map((paint) => paint.shift));
  judge(shift < SHIFT, `layout shift of the front page ${shift} (below ${SHIFT})`);
  // Of several runs the best: whatever else the machine does can only make a frame longer.
  const pans = [];
  for (let run = 0; run < 3; run++) pans.push(await measureMapPan(browser, game.origin));
  const p95 = Math.min(...pans.map((pan) => pan.p95));
  judge(
    p95 < PAN_P95_MS,
    `frames while the map is dragged: p95 ${p95} ms (${pans.map((pan) => pan.p95).join(', ')}; the best below ${PAN_P95_MS})`,
  );
  const { before, after, visits } = await measureHeap(browser, game.origin);
  judge(
    after.megabytes < HEAP_MEGABYTES,
    `heap after an hour of the game and ${visits} pages ${after.megabytes} MB, at the start ${before.megabytes} MB (below ${HEAP_MEGABYTES})`,
  );
} finally {
  await browser?.close();
  await game?.stop();
}
