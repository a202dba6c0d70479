import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { bytesToHex, drawStream, hmacText, sha256Bytes } from './random.ts';

describe('drawStream', () => {
  it('gives the published vector', () => {
    const stream = drawStream(sha256Bytes(utf8ToBytes('vector-1')), 'battle:00000000-0000-0000-0000-000000000001');
    const draws = Array.from({ length: 8 }, () => stream.int(20_001) - 10_000);
    expect(draws).toEqual([5084, -6062, 93, 7906, -5992, -8509, -5800, 3115]);
  });

  it('goes on beyond one block and repeats itself exactly', () => {
    const seed = sha256Bytes(utf8ToBytes('seed'));
    const [one, two] = [drawStream(seed, 'label'), drawStream(seed, 'label')];
    const draws = Array.from({ length: 50 }, () => one.int(1_000_000));
    expect(Array.from({ length: 50 }, () => two.int(1_000_000))).toEqual(draws);
    expect(new Set(draws).size).toBeGreaterThan(45);
  });

  it('gives other draws for another label and another seed', () => {
    const seed = sha256Bytes(utf8ToBytes('seed'));
    const first = drawStream(seed, 'a').int(2 ** 32);
    expect(drawStream(seed, 'b').int(2 ** 32)).not.toBe(first);
    expect(drawStream(sha256Bytes(utf8ToBytes('seed 2')), 'a').int(2 ** 32)).not.toBe(first);
  });

  it('spreads draws evenly (chi-square over 20,000 draws in 100 bins)', () => {
    const stream = drawStream(sha256Bytes(utf8ToBytes('chi')), 'chi');
    const bins = new Array<number>(100).fill(0);
    for (let i = 0; i < 20_000; i++) bins[stream.int(100)]! += 1;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeGreaterThan(60);
    expect(chiSquare).toBeLessThan(150);
  });

  it('refuses bounds that cannot be drawn from', () => {
    const stream = drawStream(sha256Bytes(utf8ToBytes('seed')), 'label');
    for (const bound of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => stream.int(bound)).toThrow(RangeError);
    expect(stream.int(1)).toBe(0);
  });
});

describe('hmacText', () => {
  it('gives the vector of RFC 4231, case 2', () => {
    expect(bytesToHex(hmacText(utf8ToBytes('Jefe'), 'what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
