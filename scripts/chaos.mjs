/**
 * `npm run chaos -- --kills 200 --seed 1`: plays while everything around is killed, and compares afterwards (docs/OPERATIONS.md).
 * `--control` does so on a database that acknowledges before it has written: that run must fail.
 * Exit code: 0 = nothing was lost and nothing is wrong, 1 = something is, 2 = not understood.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { builtServer, loadEnvFile } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    players: { type: 'string', default: '16' },
    minutes: { type: 'string', default: '20' },
    control: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

function whole(name, least, most) {
  const value = Number(values[name]);
  if (/^\d+$/.test(values[name]) && value >= least && value <= most) return value;
  console.error(`--${name} must be a whole number from ${least} to ${most}`);
  process.exit(2);
}

const seed = whole('seed', 0, 1_000_000_000);
const kills = whole('kills', 1, 100_000);
const players = whole('players', 1, 64);
const limitMs = whole('minutes', 1, 10_000) * 60_000;
preflight();
loadEnvFile();
await build({ parts: ['server'] });
const { runChaos } = await import(builtServer('testing/chaos/runChaos'));
const { printReport } = await import(builtServer('testing/chaos/report'));

const folder = mkdtempSync(path.join(tmpdir(), 'cryptotribes-chaos-'));
const report = await runChaos({
  seed,
  kills,
  players,
  limitMs,
  folder,
  control: values.control,
  say: (line) => console.log(line),
});
console.log(printReport(report));
const isGood = report.lost.length === 0 && report.wrong.length === 0;
if (values.control)
  console.log(
    isGood
      ? 'The control lost nothing: try again with more kills.'
      : 'The control lost what was acknowledged, as it must.',
  );
writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
if (isGood && !values.keep) rmSync(folder, { recursive: true, force: true });
else console.log(`The logs are in ${folder}`);
process.exit(isGood ? 0 : 1);
