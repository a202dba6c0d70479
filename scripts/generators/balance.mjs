import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';

const FOLDER = inRoot('docs/balance');
const CHARTS = [
  'first-captures',
  'holding-times',
  'strategies',
  'compositions',
  'buildings',
  'vp-sources',
  'gold-sources',
  'exploits',
];

async function fromReport(ruleset, make) {
  const { chartsOf, pageOf } = await import(pathToFileURL(inRoot('packages/bots/dist/simulation/page.js')).href);
  return make({ chartsOf, pageOf }, JSON.parse(readFileSync(`${FOLDER}/${ruleset}.json`, 'utf8')));
}

/** The page and the charts of every balance report that is kept; the numbers themselves come from `npm run simulate`. */
export const balanceGenerators = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .flatMap((ruleset) => [
    {
      name: 'balance report',
      file: `${FOLDER}/${ruleset}.md`,
      make: () => fromReport(ruleset, ({ pageOf }, report) => pageOf(report)),
    },
    ...CHARTS.map((chart) => ({
      name: 'balance chart',
      file: `${FOLDER}/${ruleset}/${chart}.svg`,
      make: () => fromReport(ruleset, ({ chartsOf }, report) => chartsOf(report).get(chart)),
    })),
  ]);
