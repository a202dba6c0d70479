/**
 * `npm run generate`: writes every file that is made from others. With --check it writes nothing and ends with code 1
 * when one is stale.
 *
 * A generator is { name, file, make }: make() answers with the file's whole text, the same text for the same sources. One that
 * needs a program not every machine has says in whyNot() what is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apiGenerator } from './generators/api.mjs';
import { balanceGenerators } from './generators/balance.mjs';
import { benchmarksGenerator } from './generators/benchmarks.mjs';
import { contractGenerators } from './generators/contracts.mjs';
import { gasGenerator } from './generators/gas.mjs';
import { howToPlayGenerator } from './generators/howToPlay.mjs';
import { schemaGenerator } from './generators/schema.mjs';
import { vectorsGenerator } from './generators/vectors.mjs';
import { build } from './lib/build.mjs';
import { ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

async function refresh({ name, file, make, whyNot }) {
  const label = `${path.relative(ROOT, file)} (${name})`;
  const missing = await whyNot?.();
  if (missing) {
    console.log(`left   ${label}: ${missing}`);
    return;
  }
  const text = await make();
  if (readOrNull(file) === text) {
    console.log(`fresh  ${label}`);
  } else if (values.check) {
    console.error(`stale  ${label}: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote  ${label}`);
  }
}

preflight();
// The server is built with what the contracts came to; schema and API are read from the built server.
for (const generator of contractGenerators) await refresh(generator);
await build({ parts: ['server'] });
const generators = [
  schemaGenerator,
  apiGenerator,
  howToPlayGenerator,
  vectorsGenerator,
  gasGenerator,
  benchmarksGenerator,
  ...balanceGenerators,
];
for (const generator of generators) await refresh(generator);
