/**
 * Numbers, times and money as the interface writes them, in the language of the page. Times are in real milliseconds, money in USDT.
 */
import { formatText } from '../text/en/format.ts';
import { language } from '../text/language.ts';
import { tableStore } from './tableStore.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (n: number) => String(n).padStart(2, '0');
const splitDay = (ms: number) => ({
  days: Math.floor(ms / DAY_MS),
  hours: Math.floor((ms % DAY_MS) / HOUR_MS),
  minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS),
  seconds: Math.floor((ms % MINUTE_MS) / SECOND_MS),
});
/** Rounded up to full seconds, so that nothing shows 0:00 before it ends. */
const left = (ms: number) => Math.max(0, Math.ceil(ms / SECOND_MS) * SECOND_MS);

/** The writers of one language. `locale` settles digits, decimal signs and names of months; `zone` is asked at each call. */
export function createFormats(locale: string, words: typeof formatText, zone: () => 'local' | 'utc') {
  const whole = new Intl.NumberFormat(locale);
  const cents = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const timeZone = () => (zone() === 'utc' ? { timeZone: 'UTC' } : {});

  /** 1234 → "1,234". */
  const formatNumber = (n: number): string => whole.format(n);

  /** 21250 → "21,250 USDT"; at most two decimals. */
  const formatUsdt = (amount: number): string => `${cents.format(amount)} USDT`;

  /** Time left as "22:04", "1:48:02" or "5 d 16 h"; "0:00" when it is over. */
  function formatCountdown(ms: number): string {
    const { days, hours, minutes, seconds } = splitDay(left(ms));
    if (days > 0) return `${words.days(days)} ${words.hours(hours)}`;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  }

  /** Time left with days and seconds: "5 d 16:12:44". */
  function formatLongCountdown(ms: number): string {
    const { days, hours, minutes, seconds } = splitDay(left(ms));
    const text = [hours, minutes, seconds].map(two).join(':');
    return days > 0 ? `${words.days(days)} ${text}` : text;
  }

  /** A span in words: "9 h 41 m", "5 d 16 h", "4 m", "under a minute". */
  function formatSpan(ms: number): string {
    const { days, hours, minutes } = splitDay(ms);
    if (ms < MINUTE_MS) return words.underMinute;
    if (ms < HOUR_MS) return words.minutes(minutes);
    if (ms < DAY_MS) return minutes ? `${words.hours(hours)} ${words.minutes(minutes)}` : words.hours(hours);
    return `${words.days(days)} ${words.hours(hours)}`;
  }

  /** 1 → "1st", 42 → "42nd". */
  const formatRank = (n: number): string => words.rank(n, formatNumber(n));

  /** Odds of `winning` in `of` cases: "66.4 %", with "> 99.9 %" and "< 0.1 %" where rounding would claim certainty. */
  function formatOdds(winning: number, of: number): string {
    if (winning <= 0) return '0 %';
    if (winning >= of) return '100 %';
    const percent = (winning / of) * 100;
    if (percent > 99.9) return `> ${decimal.format(99.9)} %`;
    if (percent < 0.1) return `< ${decimal.format(0.1)} %`;
    return `${decimal.format(percent)} %`;
  }

  /** 12500 basis points → "×1.25". */
  const formatFactor = (bp: number): string => `×${exact.format(bp / 10_000)}`;

  /** Months and times of day the British way in English: they are read all over the world. */
  const write = (when: Date | number, fields: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...fields, ...timeZone() }).format(when);
  const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

  /** An absolute time with its zone, as chosen in the settings: "1 Dec, 14:30 UTC". */
  const formatInstant = (iso: string): string =>
    write(new Date(iso), { day: 'numeric', month: 'short', ...minute, timeZoneName: 'short' });

  /** A time of day with its zone: "14:30:05 UTC". */
  const formatClock = (ms: number): string => write(ms, { ...minute, second: '2-digit', timeZoneName: 'short' });

  /** A time of day without its zone, where many stand in a row: "14:30". */
  const formatTime = (iso: string): string => write(new Date(iso), minute);

  /** A day: "Tuesday 3 March". */
  const formatDay = (ms: number): string => write(ms, { weekday: 'long', day: 'numeric', month: 'long' });

  return {
    formatNumber,
    formatUsdt,
    formatCountdown,
    formatLongCountdown,
    formatSpan,
    formatRank,
    formatOdds,
    formatFactor,
    formatInstant,
    formatClock,
    formatTime,
    formatDay,
  };
}

export const {
  formatNumber,
  formatUsdt,
  formatCountdown,
  formatLongCountdown,
  formatSpan,
  formatRank,
  formatOdds,
  formatFactor,
  formatInstant,
  formatClock,
  formatTime,
  formatDay,
} = createFormats(language, formatText, () => tableStore.get().clock);
