import { describe, expect, it } from 'vitest';
import { csvLine, csvValue } from './csv.ts';

describe('a value in CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['two words', 'two words'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    [' edge', '" edge"'],
    ['', ''],
    [0, '0'],
    [-5, '-5'],
    [null, ''],
  ])('%j is written as %j', (value, written) => {
    expect(csvValue(value)).toBe(written);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '＝1', "=cmd|' /C calc'!A0"])(
    '%j cannot be taken for a formula',
    (text) => {
      const written = csvValue(text);
      expect(written.startsWith(`"'`)).toBe(true);
      expect(written.slice(2, -1)).toBe(text);
    },
  );

  it('ends lines with CR LF', () => {
    expect(csvLine(['a', 1, null, 'b,c'])).toBe('a,1,,"b,c"\r\n');
  });
});
