/**
 * `npm run chaos -- --kills 200 --seed 1`: plays while everything around is killed, and compares afterwards (docs/OPERATIONS.md).
 * `--failover` kills a primary with a synchronous standby instead, without Redis and with it.
 * `--full-disk` fills the disk of the database instead, `--kills` times.
 * `--with <checkout>` has half of the processes from another version, built there.
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
    kills: { type: 'string' },
    seed: { type: 'string', default: '1' },
    players: { type: 'string', default: '16' },
    minutes: { type: 'string', default: '20' },
    control: { type: 'boolean', default: false },
    failover: { type: 'boolean', default: false },
    with: { type: 'string' },
    'full-disk': { type: 'boolean', default: false },
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
values.kills ??= values.failover || values['full-disk'] ? '3' : '10';
const kills = whole('kills', 1, 100_000);
const players = whole('players', 1, 64);
const limitMs = whole('minutes', 1, 10_000) * 60_000;
preflight();
loadEnvFile();
await build({ parts: ['server'] });
const { openChaos } = await import(builtServer('testing/chaos/runChaos'));
const { printReport } = await import(builtServer('testing/chaos/report'));

const { findHaproxy, findSystemPostgres } = await import(builtServer('testing/findPrograms'));

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'cryptotribes-chaos-'));

/** One run in a folder of its own; answers whether nothing was lost and nothing is wrong. */
async function run(more, control = false, folder = newFolder()) {
  const say = (line) => console.log(line);
  let chaos = null;
  let report;
  try {
    chaos = await openChaos({ seed, players, limitMs, folder, say, ...more });
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => void chaos.stop().then(() => process.exit(130)));
    report = await chaos.run(kills, { control });
  } finally {
    await chaos?.stop();
    more.disk?.unmount();
  }
  console.log(printReport(report));
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  const isGood = report.lost.length === 0 && report.wrong.length === 0;
  if (isGood && !values.keep) rmSync(folder, { recursive: true, force: true });
  else console.log(`The logs are in ${folder}`);
  return isGood;
}

/** The programs of the system that a failover needs; says what is missing. */
function failoverPrograms() {
  const [postgres, haproxy] = [findSystemPostgres(), findHaproxy(process.env)];
  if (postgres.ok && haproxy.ok) return { binDir: postgres.value, haproxy: haproxy.value };
  for (const found of [postgres, haproxy]) if (!found.ok) console.log(`skipped: no failover (${found.reason})`);
  process.exit(0);
}

let isGood;
if (values.failover) {
  const failover = failoverPrograms();
  const { versionOf } = await import(builtServer('testing/chaos/systemCluster'));
  console.log(`${versionOf(failover.binDir)}, a primary and a synchronous standby`);
  console.log('without Redis');
  isGood = await run({ failover, redis: false });
  console.log('with Redis');
  isGood = (await run({ failover })) && isGood;
} else if (values['full-disk']) {
  const { mountSmallDisk } = await import(builtServer('testing/chaos/smallDisk'));
  const folder = newFolder();
  const disk = mountSmallDisk(path.join(folder, 'disk'), 192);
  if (!disk.ok) {
    console.log(`skipped: no full disk (${disk.reason})`);
    process.exit(0);
  }
  isGood = await run({ disk: disk.value }, false, folder);
} else {
  isGood = await run(values.with === undefined ? {} : { other: path.resolve(values.with) }, values.control);
  if (values.control && isGood) console.log('The control lost nothing: try again with more kills.');
  if (values.control && !isGood) console.log('The control lost what was acknowledged, as it must.');
}
process.exit(isGood ? 0 : 1);
