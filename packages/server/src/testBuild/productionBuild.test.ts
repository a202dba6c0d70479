/** The production build has no test doors (RELIABILITY SW7): read from what `npm run build` wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAILPOINTS } from './failpoints.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const { testDoorsIn, withoutTestDoors } = (await import(
  pathToFileURL(path.join(ROOT, 'scripts/lib/productionServer.mjs')).href
)) as { testDoorsIn(name: string, text: string): string[]; withoutTestDoors(text: string): string };

/** Path from `folder` → text. */
function filesBelow(folder: string, ending: RegExp): Map<string, string> {
  const inRoot = path.join(ROOT, folder);
  const names = readdirSync(inRoot, { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name));
  return new Map(names.map((name) => [name, readFileSync(path.join(inRoot, name), 'utf8')]));
}
const SHIPPED = [
  'server/bin',
  ...['server', 'rules', 'protocol', 'contracts', 'bots', 'client'].map((name) => `${name}/dist`),
];

/** How often each failpoint's name stands in these texts. */
function namesIn(texts: Iterable<string>): Record<string, number> {
  const all = [...texts].join('\n');
  const found = FAILPOINTS.map((name) => [name, all.split(`'${name}'`).length - 1] as const);
  return Object.fromEntries(found.filter(([, count]) => count > 0));
}

describe('the program that is shipped', () => {
  const server = filesBelow('packages/server/dist', /\.js$/);

  it('is all there', () => {
    expect(server.size).toBeGreaterThan(200);
    for (const name of ['main.js', 'program.js', 'cli/ct.js', 'roles/payouts.js'])
      expect([...server.keys()]).toContain(name);
  });

  it('knows no failpoint and no test clock, in none of its packages', () => {
    for (const folder of SHIPPED) {
      const files = filesBelow(`packages/${folder}`, /\.(js|mjs|map|html|css|json)$/);
      expect(files.size, folder).toBeGreaterThan(0);
      expect(namesIn(files.values()), folder).toEqual({});
      // Tests of the other packages lie beside what is shipped of them; they know nothing of this either.
      expect(
        [...files].flatMap(([name, text]) => testDoorsIn(name, text)),
        folder,
      ).toEqual([]);
    }
  });

  it('has no tests and nothing that only they use', () => {
    expect([...server.keys()].filter((name) => /\.test\.js$|(^|\/)(testing|testBuild)\//.test(name))).toEqual([]);
  });

  it('differs from the test build in nothing but that: every other line is the same, at the same place', () => {
    const built = filesBelow('packages/server/dist-test', /\.js$/);
    expect(namesIn([...built].filter(([name]) => !name.includes('testBuild/')).map(([, text]) => text))).toEqual(
      Object.fromEntries(FAILPOINTS.map((name) => [name, expect.any(Number)])),
    );
    let doors = 0;
    for (const [name, text] of server) {
      const lines = text.split('\n');
      const original = (built.get(name) ?? '').split('\n');
      expect(lines.length, name).toBe(original.length);
      const changed = original.filter((line, index) => line !== lines[index]);
      expect(
        changed.filter((line) => !/failpoint/.test(line)),
        name,
      ).toEqual([]);
      doors += changed.filter((line) => line.includes('await failpoint(')).length;
    }
    expect(doors).toBe(FAILPOINTS.length);
  });

  it('does not get into the container with the test build beside it', () => {
    const dockerfile = readFileSync(path.join(ROOT, 'deploy/Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/npm run build && rm -r packages\/server\/dist-test/);
    expect(existsSync(path.join(ROOT, 'packages/server/dist-test/testBuild/main.js'))).toBe(true);
  });
});

describe('the making of it', () => {
  it('takes a failpoint out and leaves the other lines where they were', () => {
    const text =
      "import { failpoint } from '../../testBuild/failpoint.js';\nawait a();\n    await failpoint('battle.saved');\nawait b();\n";
    expect(withoutTestDoors(text)).toBe('\nawait a();\n\nawait b();\n');
    expect(testDoorsIn('a.js', withoutTestDoors(text))).toEqual([]);
  });

  it.each([
    "if (late) await failpoint('battle.saved');",
    "return failpoint('battle.saved');",
    "await failpoint('battle.saved'); await pay();",
    'await failpoint(name);',
    "import { failpoint, armFaults } from './testBuild/failpoint.js';",
    "import { testClock } from './testBuild/testClock.js';",
    'const clock = process.env.TEST_CLOCK;',
  ])('refuses to ship %s', (line) => {
    expect(testDoorsIn('a.js', withoutTestDoors(`one();\n${line}\n`))).toEqual([`a.js:2: ${line}`]);
  });
});
