import { describe, expect, it } from 'vitest';
import { format as german } from '../text/de/format.ts';
import { formatText } from '../text/en/format.ts';
import {
  createFormats,
  formatCountdown,
  formatLongCountdown,
  formatNumber,
  formatOdds,
  formatRank,
  formatSpan,
  formatUsdt,
} from './format.ts';

const HOUR_MS = 3_600_000;

describe('format', () => {
  it('writes time left in the shortest form that is exact enough', () => {
    expect(formatCountdown(22 * 60_000 + 4_000)).toBe('22:04');
    expect(formatCountdown(HOUR_MS + 48 * 60_000 + 2_000)).toBe('1:48:02');
    expect(formatCountdown(136 * HOUR_MS)).toBe('5 d 16 h');
    expect(formatCountdown(-5)).toBe('0:00');
    expect(formatLongCountdown(136 * HOUR_MS + 12 * 60_000 + 44_000)).toBe('5 d 16:12:44');
  });

  it('rounds time left up, so that nothing shows 0:00 before it ends', () => {
    expect(formatCountdown(1)).toBe('0:01');
  });

  it('writes spans in words', () => {
    expect(formatSpan(9 * HOUR_MS + 41 * 60_000)).toBe('9 h 41 m');
    expect(formatSpan(2 * HOUR_MS)).toBe('2 h');
    expect(formatSpan(30_000)).toBe('under a minute');
  });

  it('never rounds odds to a certainty', () => {
    expect(formatOdds(1329, 2001)).toBe('66.4 %');
    expect(formatOdds(2000, 2001)).toBe('> 99.9 %');
    expect(formatOdds(1, 2001)).toBe('< 0.1 %');
    expect(formatOdds(2001, 2001)).toBe('100 %');
    expect(formatOdds(0, 2001)).toBe('0 %');
  });

  it('writes ranks, numbers and money', () => {
    expect([1, 2, 3, 11, 42, 112].map(formatRank)).toEqual(['1st', '2nd', '3rd', '11th', '42nd', '112th']);
    expect(formatNumber(14210)).toBe('14,210');
    expect(formatUsdt(1214.29)).toBe('1,214.29 USDT');
  });
});

describe('format in German', () => {
  const de = createFormats('de', german, () => 'utc');

  it('writes digits, decimals and money as Germans do', () => {
    expect(de.formatNumber(14210)).toBe('14.210');
    expect(de.formatUsdt(1214.29)).toBe('1.214,29 USDT');
    expect(de.formatOdds(1329, 2001)).toBe('66,4 %');
    expect(de.formatOdds(2000, 2001)).toBe('> 99,9 %');
    expect(de.formatFactor(12_500)).toBe('×1,25');
  });

  it('writes ranks and times as Germans do', () => {
    expect(de.formatRank(42)).toBe('42.');
    expect(de.formatSpan(9 * HOUR_MS + 41 * 60_000)).toBe('9 Std. 41 Min.');
    expect(de.formatCountdown(136 * HOUR_MS)).toBe('5 T 16 Std.');
    expect(de.formatInstant('2026-12-01T14:30:00Z')).toBe('1. Dez., 14:30 UTC');
    expect(de.formatClock(Date.parse('2026-12-01T14:30:05Z'))).toBe('14:30:05 UTC');
  });
});

describe('instants', () => {
  it('are in the zone that was chosen, and name it', () => {
    const en = createFormats('en', formatText, () => 'utc');
    expect(en.formatInstant('2026-12-01T14:30:00Z')).toBe('1 Dec, 14:30 UTC');
    expect(en.formatClock(Date.parse('2026-12-01T04:30:05Z'))).toBe('04:30:05 UTC');
  });
});
