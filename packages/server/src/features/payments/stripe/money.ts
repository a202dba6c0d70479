/** Stripe counts in the smallest unit of a currency, we in millionths of the currency. */
const WITHOUT_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

const microPerUnit = (currency: string): number => {
  if (WITHOUT_DECIMALS.has(currency)) return 1_000_000;
  return THREE_DECIMALS.has(currency) ? 1_000 : 10_000;
};

/** Cents (or yen, or fils) → millionths. `currency` as Stripe writes it, in lower case. */
export const toMicro = (amount: number, currency: string): number => amount * microPerUnit(currency);

/** Millionths → cents. Throws when it is no whole number of them. */
export function toMinor(micro: number, currency: string): number {
  const amount = micro / microPerUnit(currency);
  if (!Number.isSafeInteger(amount)) throw new RangeError('an amount is no whole number of the smallest unit');
  return amount;
}

/** As our books write it. */
export const currencyName = (currency: string): string => currency.toUpperCase();
