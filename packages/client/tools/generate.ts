/**
 * Writes the client's generated files: the drawing of the map, the two icon sprites and the charges as plain paths.
 * `npx tsx --conditions=source tools/generate.ts` writes, `--check` only compares and exits with 1 when a committed file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { CHARGES } from '@cryptotribes/protocol/heraldry/heraldry';
import { ICON_NAMES } from '../src/ui/iconNames.ts';
import { buildMapJson } from './mapSource.ts';
import { buildPaths, buildSprite } from './spriteSource.ts';

const outputs: Record<string, () => string> = {
  '../src/board/map.generated.json': buildMapJson,
  '../src/ui/icons.generated.svg': () => buildSprite(ICON_NAMES),
  '../src/board/charges.generated.svg': () => buildSprite(CHARGES),
  '../../protocol/assets/charges.generated.json': () => buildPaths(CHARGES),
};

function readOrEmpty(url: URL): string {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return '';
  }
}

const isCheck = process.argv.includes('--check');
let stale = 0;
for (const [path, build] of Object.entries(outputs)) {
  const url = new URL(path, import.meta.url);
  const text = build();
  if (readOrEmpty(url) === text) continue;
  stale++;
  if (isCheck) console.error(`stale: ${path}`);
  else {
    writeFileSync(url, text);
    console.log(`wrote ${path} (${text.length} bytes)`);
  }
}
if (isCheck && stale > 0) process.exit(1);
