import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The server as it is shipped, made from what the compiler wrote: without tests and what only they use, and without
 * the test doors (failpoints, the clock that tests move). Their calls stand on lines of their own, which become empty, so that every other line
 * keeps its number. Whatever mentions a test door after that is a fault of the build, not something to ship.
 */
const LEFT_OUT = [/(^|\/)testBuild\//, /(^|\/)testing\//, /\.test\.js(\.map)?$/, /\.d\.ts$/];
const DOOR_LINES = [
  /^import \{ failpoint \} from '(\.{1,2}\/)+testBuild\/failpoint\.js';$/gm,
  /^ *await failpoint\('[a-z_.]+'\);$/gm,
];
/** What no shipped file may contain, in whatever case. */
const DOORS = /fail_?point|test_?(build|clock)/i;

/** The settings of the test doors by name: a program in production refuses to start with one of them (config/productionProblems.ts). */
const REFUSAL = /^const TEST_SWITCHES = \[[\w', ]+\];$/;

/** The text of a module without its failpoints. */
export const withoutTestDoors = (text) => DOOR_LINES.reduce((rest, line) => rest.replaceAll(line, ''), text);

/** Lines that still know of a test door: "<name>:<line>: <text>". */
export function testDoorsIn(name, text) {
  return text
    .split('\n')
    .flatMap((line, index) =>
      DOORS.test(line) && !REFUSAL.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [],
    );
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** Writes `to` anew where it differs; gives what must not be shipped, as lines for people, and then writes nothing. */
export function makeProductionServer(from, to) {
  const shipped = new Map(
    filesBelow(from)
      .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
      .map((name) => [name, withoutTestDoors(readFileSync(path.join(from, name), 'utf8'))]),
  );
  const problems = [...shipped].flatMap(([name, text]) => testDoorsIn(name, text));
  if (problems.length > 0) return ['The program would be shipped with test doors:', ...problems];
  for (const name of filesBelow(to)) if (!shipped.has(name)) rmSync(path.join(to, name));
  for (const [name, text] of shipped) {
    const file = path.join(to, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return [];
}
