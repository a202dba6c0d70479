import { expect, it } from 'vitest';
import {
  formatBp,
  formatPower,
  formatPowerBand,
  formatRange,
  formatSeed,
  formatShare,
  newClientSeed,
  shortHash,
} from './numbers.ts';

it('writes powers in thousands from ten thousand up', () => {
  expect(formatPower(9_999)).toBe('9,999');
  expect(formatPower(454_354)).toBe('454 k');
  expect(formatPowerBand(422_791, 516_744)).toBe('423–517 k');
  expect(formatPowerBand(9_000, 11_000)).toBe('9,000–11 k');
  expect(formatPowerBand(25_000, 25_000)).toBe('25 k');
});

it('writes a range with one number when both ends agree', () => {
  expect(formatRange({ min: 77, max: 80 })).toBe('77–80');
  expect(formatRange({ min: 211, max: 211 })).toBe('211');
});

it('writes luck with its sign', () => {
  expect(formatBp(312)).toBe('+3.12 %');
  expect(formatBp(-328)).toBe('−3.28 %');
  expect(formatBp(0)).toBe('0.00 %');
  expect(formatShare(7000)).toBe('70 %');
  expect(formatShare(1250)).toBe('12.5 %');
});

it('draws 16 bytes and shortens them', () => {
  expect(newClientSeed()).toMatch(/^[0-9a-f]{32}$/);
  expect(newClientSeed()).not.toBe(newClientSeed());
  expect(formatSeed('9f3a07c1000000000000000000e2b8')).toBe('9f3a 07c1 … e2b8');
  expect(shortHash(`7c1e90ab${'0'.repeat(52)}41d2`)).toBe('7c1e90ab…41d2');
});
