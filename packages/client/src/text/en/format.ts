/** Units of time and ranks, as ui/format.ts puts them behind numbers. */
import { translated } from '../translated.ts';

const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

export const formatText = translated('format', {
  underMinute: 'under a minute',
  days: (n: number) => `${n} d`,
  hours: (n: number) => `${n} h`,
  minutes: (n: number) => `${n} m`,
  /** 42, "42" → "42nd"; the second argument is the number as it is written. */
  rank: (n: number, written: string) => `${written}${endings[rules.select(n)] ?? 'th'}`,
});
