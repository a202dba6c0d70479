/**
 * `npm run bench`: figures of this machine beside their limits and peers. Everything runs on 127.0.0.1, in folders of its own. Without arguments
 * all parts but the long run, and docs/BENCHMARKS.md is written; with names of parts (`npm run bench -- http ticks`) those, printed only, unless
 * --write. `npm run bench -- soak --minutes 30 --bots 1000` is the long run; `npm run bench -- gate` compares a few ratios with the committed
 * ones and ends with 1 when one fell far below.
 */

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { lineOf } from '../bench/lib/rows.mjs';
import { PARTS, pageOf, readTable, writeMachine, writePart } from '../bench/lib/table.mjs';
import { build } from './lib/build.mjs';
import { inRoot } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const LOADERS = {
  rules: async () => (await import('../bench/parts/rules.mjs')).rulesPart,
  http: async () => (await import('../bench/parts/http.mjs')).httpPart,
  battles: async () => (await import('../bench/parts/battles.mjs')).battlesPart,
  ticks: async () => (await import('../bench/parts/ticks.mjs')).ticksPart,
  sockets: async () => (await import('../bench/parts/sockets.mjs')).socketsPart,
  processes: async () => (await import('../bench/parts/processes.mjs')).processesPart,
  statements: async () => (await import('../bench/parts/statements.mjs')).statementsPart,
  page: async () => (await import('../bench/parts/page.mjs')).pagePart,
  start: async () => (await import('../bench/parts/start.mjs')).startPart,
  soak: async () => (await import('../bench/parts/soak.mjs')).soakPart,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '30' },
    bots: { type: 'string', default: '1000' },
  },
});

function whole(name, least, most) {
  const value = Number(values[name]);
  if (/^\d+$/.test(values[name]) && value >= least && value <= most) return value;
  console.error(`--${name} must be a whole number from ${least} to ${most}`);
  process.exit(2);
}
const options = { minutes: whole('minutes', 1, 240), bots: whole('bots', 10, 5_000) };
const unknown = positionals.filter((name) => name !== 'gate' && !(name in LOADERS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(LOADERS).join(', ')} and gate`);
  process.exit(2);
}

preflight();
await build();

/** Measures one part and prints its rows; false when it could not be measured to its end. */
async function measure(name, write) {
  console.log(`\n== ${PARTS[name].title}`);
  const load = os.loadavg()[0];
  const startedAt = performance.now();
  try {
    const part = await LOADERS[name]();
    const rows = await part(options);
    for (const row of rows) console.log(row.plan ? `${row.what}: ${row.plan}` : lineOf(row));
    const minutes = (performance.now() - startedAt) / 60_000;
    console.log(`(${minutes.toFixed(1)} minutes)`);
    if (write && rows.length > 0)
      writePart(name, { rows, load, minutes: Number(minutes.toFixed(1)), day: new Date().toISOString().slice(0, 10) });
    return true;
  } catch (error) {
    console.error(`failed: ${name}: ${error.stack}`);
    return false;
  }
}

console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)}`,
);
if (positionals.includes('gate')) {
  const { runGate } = await import('../bench/gate.mjs');
  process.exit((await runGate()) ? 0 : 1);
}
const all = positionals.length === 0;
const write = all || values.write;
const { postgresVersion } = await import('../bench/lib/postgres.mjs');
if (write) writeMachine(await postgresVersion());
let isWhole = true;
for (const name of all ? Object.keys(LOADERS).filter((one) => one !== 'soak') : positionals)
  isWhole = (await measure(name, write)) && isWhole;
if (write) writeFileSync(inRoot('docs/BENCHMARKS.md'), pageOf(readTable()));
process.exit(isWhole ? 0 : 1);
