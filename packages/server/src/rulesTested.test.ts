/** docs/RULES_TESTED.md and docs/PROMISES.md name the tests that hold each rule and promise: they exist under these titles, and no row is missing. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

interface Row {
  id: string;
  tests: { file: string; title: string }[];
}
const readRows = (file: string): Row[] =>
  readFileSync(path.join(ROOT, file), 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!rule|row|promise|---)/.test(line))
    .map((line) => {
      const [id = '', , tests = ''] = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
      return {
        id,
        tests: tests.split('<br>').map((test) => {
          const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
          return { file, title };
        }),
      };
    });
const rows = readRows('docs/RULES_TESTED.md');
const promises = readRows('docs/PROMISES.md');
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('the list of tested rules', () => {
  it('has every row of the catalogue that concerns the game, once', () => {
    const catalogue = [
      ...numbers(1, 11).map((n) => `IN${n}`),
      ...numbers(3, 12).map((n) => `CC${n}`),
      ...[1, 3, 4, 5, 6, 7, 8].map((n) => `TM${n}`),
    ];
    expect(rows.map(({ id }) => id).filter((id) => /^[A-Z]/.test(id))).toEqual(catalogue);
  });

  it('numbers the rules of each chapter without gaps, as many as there are', () => {
    const chapters = { 0: 2, 1: 17, 2: 10, 3: 41, 4: 10, 5: 13, 6: 6, 7: 5 };
    const rules = Object.entries(chapters).flatMap(([chapter, count]) =>
      numbers(1, count).map((n) => `${chapter}.${n}`),
    );
    expect(rows.map(({ id }) => id).filter((id) => /^\d/.test(id))).toEqual(rules);
  });

  it('numbers the promises without gaps', () => {
    expect(promises.map(({ id }) => id)).toEqual(numbers(1, 15).map((n) => `P${n}`));
  });

  it.each([...rows, ...promises])('$id is held by tests that exist', ({ tests }) => {
    for (const { file, title } of tests) {
      expect(file).toMatch(/\.test\.tsx?$/);
      expect(existsSync(path.join(ROOT, file)), file).toBe(true);
      const source = readFileSync(path.join(ROOT, file), 'utf8');
      const isThere = ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote},`));
      expect(isThere, `${file}: ${title}`).toBe(true);
    }
  });
});
