/** How battles write their numbers. */
import type { CountRange } from '@cryptotribes/rules/battles/preview';
import { language } from '../../text/language.ts';
import { formatNumber } from '../../ui/format.ts';

const hundredths = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToHundredths = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });

/** 454354 → "454 k"; whole numbers below ten thousand. */
export function formatPower(power: number): string {
  return power < 10_000 ? formatNumber(power) : `${formatNumber(Math.round(power / 1000))} k`;
}

/** Both ends of the band of luck: "423–517 k". */
export function formatPowerBand(low: number, high: number): string {
  if (low === high) return formatPower(low);
  if (low >= 10_000) return `${formatNumber(Math.round(low / 1000))}–${formatPower(high)}`;
  return `${formatPower(low)}–${formatPower(high)}`;
}

/** {77, 80} → "77–80"; one number when both ends are the same. */
export function formatRange({ min, max }: CountRange): string {
  return min === max ? formatNumber(min) : `${formatNumber(min)}–${formatNumber(max)}`;
}

/** 312 → "+3.12 %", -328 → "−3.28 %", 0 → "0.00 %". */
export function formatBp(bp: number): string {
  const sign = bp > 0 ? '+' : bp < 0 ? '−' : '';
  return `${sign}${hundredths.format(Math.abs(bp) / 100)} %`;
}

/** 7000 → "70 %", 1250 → "12.5 %". */
export function formatShare(bp: number): string {
  return `${upToHundredths.format(bp / 100)} %`;
}

/** 16 bytes as 32 hex characters → "9f3a 07c1 … e2b8". */
export function formatSeed(seed: string): string {
  return `${seed.slice(0, 4)} ${seed.slice(4, 8)} … ${seed.slice(-4)}`;
}

/** Long hex → "7c1e90ab…41d2". */
export function shortHash(hash: string): string {
  return hash.length <= 14 ? hash : `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}

/** The sender's own part of a battle's chance: 16 bytes from the browser's generator, as hex. */
export function newClientSeed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Tone of odds: good from two thirds, bad below one third. */
export function oddsTone(winning: number, of: number): string {
  if (winning * 3 >= of * 2) return 'text-pine';
  return winning * 3 < of ? 'text-blood' : 'text-frost-1';
}
