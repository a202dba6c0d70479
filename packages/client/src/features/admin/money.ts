import { language } from '../../text/language.ts';

const exact = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Millionths as an exact amount with its currency: 21250000 → "21.25 USDT". */
export const formatMicro = (micro: number, currency: string): string => `${exact.format(micro / 1e6)} ${currency}`;
