/**
 * `npm run simulate -- --seasons 100 --tribes 36 --seed 7`: plays whole seasons on the rules alone and writes the balance report of a
 * ruleset: JSON, a page and charts. The same arguments give the same files byte for byte. With --out docs/balance it renews
 * the report that is kept with the source.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { inRoot, ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const { values } = parseArgs({
  options: {
    seasons: { type: 'string', default: '100' },
    tribes: { type: 'string', default: '36' },
    seed: { type: 'string', default: '7' },
    ruleset: { type: 'string', default: 'season1' },
    out: { type: 'string', default: '.build/balance' },
  },
});

function whole(name, least, most) {
  const value = Number(values[name]);
  if (/^\d+$/.test(values[name]) && value >= least && value <= most) return value;
  console.error(`--${name} must be a whole number from ${least} to ${most}`);
  process.exit(2);
}

const seasons = whole('seasons', 1, 10_000);
const tribes = whole('tribes', 2, 200);
const seed = whole('seed', 0, 1_000_000);
preflight();
await build({ parts: ['server'] });
const module = (file) => import(pathToFileURL(inRoot('packages', file)).href);
const { RULESET_IDS, rulesetById } = await module('rules/dist/rulesets/registry.js');
if (!RULESET_IDS.includes(values.ruleset)) {
  console.error(`--ruleset must be one of ${RULESET_IDS.join(', ')}`);
  process.exit(2);
}
const { makeReport } = await module('bots/dist/simulation/balanceReport.js');
const { chartsOf, pageOf } = await module('bots/dist/simulation/page.js');
const { judge, boundText } = await module('bots/dist/simulation/bounds.js');

let before = '';
const report = makeReport({
  rules: rulesetById(values.ruleset),
  seasons,
  tribes,
  seed,
  onSeason(field, played, of) {
    if (process.stderr.isTTY) process.stderr.write(`\r${field} ${played + 1}/${of}      `);
    else if (field !== before) process.stderr.write(`${field} (${of}) ...\n`);
    before = field;
  },
});
if (process.stderr.isTTY) process.stderr.write('\n');

const judged = judge(report);
const width = Math.max(...judged.map(({ bound }) => bound.what.length));
for (const { bound, value, held } of judged) {
  console.log(
    `${held ? 'holds ' : 'BROKEN'}  ${bound.what.padEnd(width)}  ${value} ${bound.unit} (${boundText(bound)})`,
  );
}

const folder = path.resolve(ROOT, values.out);
mkdirSync(path.join(folder, report.ruleset), { recursive: true });
writeFileSync(path.join(folder, `${report.ruleset}.json`), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(path.join(folder, `${report.ruleset}.md`), pageOf(report));
for (const [name, svg] of chartsOf(report)) writeFileSync(path.join(folder, report.ruleset, `${name}.svg`), svg);
console.log(`Written to ${path.relative(ROOT, folder)}: ${report.ruleset}.json, .md and charts`);
