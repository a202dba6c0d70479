/**
 * `npm run generate`: writes every file that is made from others. With --check it writes nothing and ends with code 1
 * when one is stale.
 *
 * A generator is { name, file, make }: make() answers with the file's whole text, the same text for the same sources.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apiGenerator } from './generators/api.mjs';
import { schemaGenerator } from './generators/schema.mjs';
import { build } from './lib/build.mjs';
import { ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

const GENERATORS = [schemaGenerator, apiGenerator];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

preflight();
await build({ parts: ['server'] });
for (const { name, file, make } of GENERATORS) {
  const text = await make();
  const label = `${path.relative(ROOT, file)} (${name})`;
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
