import { useServerNow } from '../net/hooks.ts';
import { formatCountdown, formatLongCountdown, formatSpan } from './format.ts';

interface CountdownProps {
  /** ISO time at which it ends. */
  until: string;
  /** Days and seconds together. */
  long?: boolean;
  /** Shown once the time is over. */
  done?: string;
}

/** Time left by the server's clock, once a second. Not a live region: a screen reader asks for it. */
export function Countdown({ until, long = false, done = 'now' }: CountdownProps) {
  const leftMs = Date.parse(until) - useServerNow();
  if (leftMs <= 0) return <time dateTime={until}>{done}</time>;
  return <time dateTime={until}>{long ? formatLongCountdown(leftMs) : formatCountdown(leftMs)}</time>;
}

/** Time since an instant in words: "9 h 41 m". */
export function Since({ instant }: { instant: string }) {
  return <time dateTime={instant}>{formatSpan(Math.max(0, useServerNow() - Date.parse(instant)))}</time>;
}
