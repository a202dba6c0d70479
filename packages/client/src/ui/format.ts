/** Numbers, times and money as the interface writes them. Times are in real milliseconds, money in USDT. */

const grouped = new Intl.NumberFormat('en-US');
const dollars = new Intl.NumberFormat('en-US', { minimumFractionDigits: 0, maximumFractionDigits: 2 });
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (n: number) => String(n).padStart(2, '0');

/** 1234 → "1,234". */
export function formatNumber(n: number): string {
  return grouped.format(n);
}

/** 21250 → "21,250 USDT"; at most two decimals. */
export function formatUsdt(amount: number): string {
  return `${dollars.format(amount)} USDT`;
}

/** Time left as "22:04", "1:48:02" or "5 d 16 h"; "0:00" when it is over. */
export function formatCountdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / SECOND_MS) * SECOND_MS);
  if (left >= DAY_MS) return `${Math.floor(left / DAY_MS)} d ${Math.floor((left % DAY_MS) / HOUR_MS)} h`;
  const minutes = Math.floor((left % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((left % MINUTE_MS) / SECOND_MS);
  if (left >= HOUR_MS) return `${Math.floor(left / HOUR_MS)}:${two(minutes)}:${two(seconds)}`;
  return `${minutes}:${two(seconds)}`;
}

/** Time left with days and seconds: "5 d 16:12:44". */
export function formatLongCountdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / SECOND_MS) * SECOND_MS);
  const days = Math.floor(left / DAY_MS);
  const rest = left % DAY_MS;
  const clock = [
    Math.floor(rest / HOUR_MS),
    Math.floor((rest % HOUR_MS) / MINUTE_MS),
    Math.floor((rest % MINUTE_MS) / 1000),
  ];
  const text = clock.map(two).join(':');
  return days > 0 ? `${days} d ${text}` : text;
}

/** A span in words: "9 h 41 m", "5 d 16 h", "4 m", "under a minute". */
export function formatSpan(ms: number): string {
  if (ms < MINUTE_MS) return 'under a minute';
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} m`;
  if (ms < DAY_MS) {
    const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
    return `${Math.floor(ms / HOUR_MS)} h${minutes ? ` ${minutes} m` : ''}`;
  }
  return `${Math.floor(ms / DAY_MS)} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`;
}

/** 1 → "1st", 42 → "42nd". */
export function formatRank(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${formatNumber(n)}${suffix}`;
}

/** Odds of `winning` in `of` cases: "66.4 %", with "> 99.9 %" and "< 0.1 %" where rounding would claim certainty. */
export function formatOdds(winning: number, of: number): string {
  if (winning <= 0) return '0 %';
  if (winning >= of) return '100 %';
  const percent = (winning / of) * 100;
  if (percent > 99.9) return '> 99.9 %';
  if (percent < 0.1) return '< 0.1 %';
  return `${percent.toFixed(1)} %`;
}

/** 12500 basis points → "×1.25". */
export function formatFactor(bp: number): string {
  return `×${String(bp / 10_000)}`;
}

/** An absolute time in UTC: "1 Dec, 14:30 UTC". */
export function formatInstant(iso: string): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(iso));
  return `${text} UTC`;
}
