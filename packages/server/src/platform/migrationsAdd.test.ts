/**
 * During an upgrade the program before works on the schema after (docs/OPERATIONS.md): migrations take nothing away from it and ask nothing new of it.
 * What no program has used for a version may go; such a file begins with the line below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Before this one there was no version that somebody could run. */
const FIRST = '000035';

const NOT_USED = /^-- Takes away what no program has used since \d{6}/;

const TAKES_AWAY = [
  /\bdrop\s+(table|column|function|type|schema)\b/i,
  /\brename\b/i,
  /\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/i,
  /\bset\s+not\s+null\b/i,
  /\badd\s+column\s+(if\s+not\s+exists\s+)?\w+\s+(?![^,;]*\b(default|generated)\b)[^,;]*\bnot\s+null\b/i,
];
const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '');
const takesAway = (sql: string): boolean =>
  !NOT_USED.test(sql) && TAKES_AWAY.some((pattern) => pattern.test(withoutComments(sql)));

describe('a migration', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql') && name >= FIRST);

  it.each(files)('leaves the program before it at work: %s', (name) => {
    expect(takesAway(readFileSync(new URL(name, FOLDER), 'utf8'))).toBe(false);
  });

  it.each([
    'alter table huts drop column size;',
    'drop table huts;',
    'alter table huts rename size to area;',
    'alter table huts alter column size type bigint;',
    'alter table huts alter column size set not null;',
    'alter table huts add column roof text not null;',
  ])('that says "%s" is found', (sql) => {
    expect(takesAway(sql)).toBe(true);
  });

  it.each([
    'alter table huts add column roof text not null default $$straw$$;',
    'alter table huts add column roof text; -- later: set not null',
    'create table barns (id integer not null);',
    '-- Takes away what no program has used since 000040.\nalter table huts drop column size;',
    'alter table huts drop constraint huts_size_check;',
  ])('that says "%s" is not', (sql) => {
    expect(takesAway(sql)).toBe(false);
  });
});
