/** PAYMENTS and what each way to pay needs. Off unless asked for; half a configuration does not start, and all that is missing is said at once. */
import type { EnvReader } from './envReader.ts';

export interface StripeConfig {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly publishableKey: string;
  /** Where Stripe's API is. */
  readonly apiBase: string;
  /** Where the page gets Stripe's form. */
  readonly scriptUrl: string;
  /** Whether the key moves real money: events and payments of the other kind are not ours. */
  readonly livemode: boolean;
}

export interface CryptoConfig {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly usdtAddress: string;
  readonly vaultAddress: string;
  /** Where plain transfers go; the vault's own treasury. */
  readonly treasuryAddress: string;
  /** Blocks on top after which a payment counts; null = what the node calls finalized. */
  readonly confirmations: number | null;
}

export interface PaymentsConfig {
  /** null = no cards. */
  readonly stripe: StripeConfig | null;
  /** null = no USDT. */
  readonly crypto: CryptoConfig | null;
  /** Seats of a new paid season. */
  readonly maxPlayers: number;
  /** The header in which the proxy says the country, in lower case; null = countries are not looked at. */
  readonly countryHeader: string | null;
  /** Two letters each. */
  readonly blockedCountries: readonly string[];
  /** Real time between a season's end and the plan of its payouts. */
  readonly payoutReviewMs: number;
}

const STRIPE_API = 'https://api.stripe.com';
/** Stripe asks for its script to be loaded from here and never kept elsewhere. */
const STRIPE_SCRIPT = 'https://js.stripe.com/v3/';
const HERE_ONLY = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;
const COUNTRY = /^[A-Z]{2}$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

export function readPayments(reader: EnvReader): PaymentsConfig {
  const ways = reader.choice('PAYMENTS', ['off', 'stripe', 'crypto', 'both'], 'off');
  const countryHeader = reader.text('COUNTRY_HEADER')?.toLowerCase() ?? null;
  const blockedCountries = (reader.text('BLOCKED_COUNTRIES') ?? '')
    .split(',')
    .map((part) => part.trim().toUpperCase())
    .filter((part) => part !== '');
  if (!blockedCountries.every((country) => COUNTRY.test(country)))
    reader.problems.push('BLOCKED_COUNTRIES must be countries of two letters, separated by commas');
  if (blockedCountries.length > 0 && countryHeader === null)
    reader.problems.push('BLOCKED_COUNTRIES needs COUNTRY_HEADER: the header in which your proxy says the country');
  if (countryHeader !== null && !/^[a-z0-9-]{1,60}$/.test(countryHeader))
    reader.problems.push('COUNTRY_HEADER must be the name of a header');
  return Object.freeze({
    stripe: ways === 'stripe' || ways === 'both' ? readStripe(reader, ways) : null,
    crypto: ways === 'crypto' || ways === 'both' ? readCrypto(reader, ways) : null,
    maxPlayers: reader.integer('SEASON_MAX_PLAYERS', 1_000, 2, 100_000),
    countryHeader,
    blockedCountries: Object.freeze(blockedCountries),
    payoutReviewMs: reader.integer('PAYOUT_REVIEW_MINUTES', 2_880, 0, 43_200) * 60_000,
  });
}

function needed(reader: EnvReader, ways: string, name: string, shape: RegExp, like: string): string {
  const value = reader.text(name);
  if (value === null) reader.problems.push(`${name} must be set when PAYMENTS is ${ways}`);
  else if (!shape.test(value)) reader.problems.push(`${name} must be like ${like}`);
  return value ?? '';
}

function readStripe(reader: EnvReader, ways: string): StripeConfig {
  const secretKey = needed(reader, ways, 'STRIPE_SECRET_KEY', /^(sk|rk)_(live|test)_\S{8,}$/, 'sk_live_…');
  // An empty one would let anybody write events (RELIABILITY D72).
  const webhookSecret = needed(reader, ways, 'STRIPE_WEBHOOK_SECRET', /^whsec_\S{16,}$/, 'whsec_…');
  const publishableKey = needed(reader, ways, 'STRIPE_PUBLISHABLE_KEY', /^pk_(live|test)_\S{8,}$/, 'pk_live_…');
  const livemode = /^.k_live_/.test(secretKey);
  if (secretKey !== '' && publishableKey !== '' && livemode !== publishableKey.startsWith('pk_live_'))
    reader.problems.push('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be live or both be test keys');
  const apiBase = reader.origin('STRIPE_API_BASE') ?? STRIPE_API;
  if (!apiBase.startsWith('https:') && !HERE_ONLY.test(apiBase))
    reader.problems.push('STRIPE_API_BASE must start with https://, except on this machine');
  const scriptUrl = reader.url('STRIPE_JS_URL', ['http:', 'https:']) ?? STRIPE_SCRIPT;
  if (!scriptUrl.startsWith('https:') && !HERE_ONLY.test(scriptUrl))
    reader.problems.push('STRIPE_JS_URL must start with https://, except on this machine');
  return Object.freeze({ secretKey, webhookSecret, publishableKey, apiBase, scriptUrl, livemode });
}

function readCrypto(reader: EnvReader, ways: string): CryptoConfig {
  if (reader.text('ETH_RPC_URL') === null) reader.problems.push(`ETH_RPC_URL must be set when PAYMENTS is ${ways}`);
  if (reader.text('CHAIN_ID') === null) reader.problems.push(`CHAIN_ID must be set when PAYMENTS is ${ways}`);
  return Object.freeze({
    chainId: reader.integer('CHAIN_ID', 1, 1, Number.MAX_SAFE_INTEGER),
    rpcUrl: reader.text('ETH_RPC_URL') ?? '',
    usdtAddress: needed(reader, ways, 'USDT_ADDRESS', ADDRESS, '0x and 40 hex digits'),
    vaultAddress: needed(reader, ways, 'VAULT_ADDRESS', ADDRESS, '0x and 40 hex digits'),
    treasuryAddress: needed(reader, ways, 'TREASURY_ADDRESS', ADDRESS, '0x and 40 hex digits'),
    confirmations:
      reader.text('CHAIN_CONFIRMATIONS') === null ? null : reader.integer('CHAIN_CONFIRMATIONS', 64, 1, 10_000),
  });
}
