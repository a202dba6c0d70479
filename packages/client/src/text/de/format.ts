import type { formatText } from '../en/format.ts';

export const format: typeof formatText = {
  underMinute: 'unter einer Minute',
  days: (n) => `${n} T`,
  hours: (n) => `${n} Std.`,
  minutes: (n) => `${n} Min.`,
  rank: (_n, written) => `${written}.`,
};
