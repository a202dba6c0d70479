import { utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { bytesToHex, drawStream, hmacText, sha256Bytes } from './random.ts';

/** Chi-square of equally likely bins as standard deviations from its mean (Wilson and Hilferty): beyond 3.1 one of a thousand lies. */
function deviation(counts: Uint32Array, draws: number): number {
  const expected = draws / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (Math.cbrt(chiSquare / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

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

  it.each([
    [100, 100],
    [20_001, 20_001],
    [3 * 2 ** 30, 96],
  ])('spreads a million draws below %d evenly over %d bins, and so pairs of them', (bound, bins) => {
    const stream = drawStream(sha256Bytes(utf8ToBytes('a million draws')), `below ${bound}`);
    const counts = new Uint32Array(bins);
    const pairs = new Uint32Array(100);
    let before = 0;
    for (let n = 0; n < 1_000_000; n++) {
      const drawn = stream.int(bound);
      // Multiplied first: below 2^53 the division is then exact where it matters.
      counts[Math.floor((drawn * bins) / bound)]! += 1;
      const tenth = Math.floor((drawn * 10) / bound);
      if (n % 2 === 1) pairs[before * 10 + tenth]! += 1;
      before = tenth;
    }
    // Where bins are not all of the same size (a bound of 20,001 in tenths), the pairs are as even as the draws allow.
    expect(Math.abs(deviation(counts, 1_000_000))).toBeLessThan(3.1);
    expect(Math.abs(deviation(pairs, 500_000))).toBeLessThan(3.1);
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
