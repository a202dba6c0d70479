import { language } from '../../text/language.ts';

const exact = new Intl.NumberFormat(language, { minimumFractionDigits: 0, maximumFractionDigits: 6 });
const cents = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Millionths as an amount with its currency, without ends of zeros: 25000000 → "25 USDT"; dollars with their cents. */
export const formatMoney = (micro: number, currency: 'USD' | 'USDT'): string =>
  currency === 'USD' ? `${cents.format(micro / 1e6)} USD` : `${exact.format(micro / 1e6)} USDT`;

/** 0x1234…abcd. */
export const shortHex = (hex: string): string => `${hex.slice(0, 6)}…${hex.slice(-4)}`;
