/**
 * The accounts of the books. A positive balance is what we owe, a negative one what we hold or are out of pocket.
 *
 * stripe: card payments, held by Stripe for us; bank: what it has paid out. chain: USDT in the vault and the treasury. exchange: dollars that came for USDT that we owe,
 * until somebody buys them (one account per currency, of opposite signs). disputes: what a bank has taken back for now. house: our own profit
 * (positive) and loss. pool, fee: of a season. refunds: money that came and goes back. payouts: prizes, by player.
 * carried: forfeited prizes, until the next pool takes them.
 */
export type AccountKind =
  | 'stripe'
  | 'chain'
  | 'bank'
  | 'exchange'
  | 'disputes'
  | 'house'
  | 'pool'
  | 'fee'
  | 'refunds'
  | 'payouts'
  | 'carried';

/** Books are kept in US dollars and in USDT; other currencies occur only in card payments that nobody asked for and that go back. */
export interface Account {
  readonly kind: AccountKind;
  readonly currency: string;
  readonly seasonId: string | null;
}

/** Accounts that may be in debit: everything that is not owed to somebody. */
export const MAY_BE_NEGATIVE: readonly AccountKind[] = ['stripe', 'chain', 'bank', 'exchange', 'disputes', 'house'];

const account = (kind: AccountKind, currency: string, seasonId: string | null = null): Account => ({
  kind,
  currency,
  seasonId,
});

export const accounts = {
  stripe: (currency = 'USD') => account('stripe', currency),
  chain: () => account('chain', 'USDT'),
  exchange: (currency: 'USD' | 'USDT') => account('exchange', currency),
  bank: (currency: string) => account('bank', currency),
  disputes: (currency = 'USD') => account('disputes', currency),
  house: (currency: string) => account('house', currency),
  pool: (seasonId: string) => account('pool', 'USDT', seasonId),
  fee: (seasonId: string) => account('fee', 'USDT', seasonId),
  /** `seasonId` null = money that belongs to no season of ours. */
  refunds: (currency: string, seasonId: string | null) => account('refunds', currency, seasonId),
  payouts: (seasonId: string) => account('payouts', 'USDT', seasonId),
  carried: () => account('carried', 'USDT'),
} as const;

export const accountId = ({ kind, currency, seasonId }: Account): string =>
  [kind, ...(seasonId === null ? [] : [seasonId]), currency].join(':');
