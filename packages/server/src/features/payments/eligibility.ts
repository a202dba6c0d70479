/** Who may pay an entry fee: confirmed terms and age, recorded before, and not from a country where no fees are taken. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { MINIMUM_AGE, TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';

const read = statement(
  'eligibility.read',
  'select confirmed_at from eligibility_confirmations where user_id = $1 and terms_version = $2',
);
/** When the player confirmed the present terms; null = not yet. */
export async function confirmedAt(db: Db, userId: string): Promise<number | null> {
  return (await maybeOne<{ confirmed_at: number }>(db, read, [userId, TERMS_VERSION]))?.confirmed_at ?? null;
}

const write = statement(
  'eligibility.write',
  `insert into eligibility_confirmations (user_id, terms_version, adult, country, confirmed_at) values ($1, $2, true, $3, $4)
   on conflict do nothing`,
);
/** Records it; the first time counts. TERMS_OUTDATED for another version than the present one. */
export async function confirmTerms(
  ctx: Pick<Context, 'clock'>,
  tx: Db,
  userId: string,
  given: { termsVersion: string; country: string | null },
) {
  if (given.termsVersion !== TERMS_VERSION) throw new AppError('TERMS_OUTDATED', { termsVersion: TERMS_VERSION });
  await run(tx, write, [userId, TERMS_VERSION, given.country, timestamp(ctx.clock.nowMs())]);
  const atMs = (await confirmedAt(tx, userId)) as number;
  return { termsVersion: TERMS_VERSION, confirmedAt: new Date(atMs).toISOString() };
}

type CountryConfig = { payments: Pick<Config['payments'], 'countryHeader' | 'blockedCountries'> };

/** The country that the proxy says the caller is in; null = it says none. */
export function countryOf(request: Pick<FastifyRequest, 'headers'>, config: CountryConfig): string | null {
  const { countryHeader } = config.payments;
  const value = countryHeader === null ? undefined : request.headers[countryHeader];
  const country = typeof value === 'string' ? value.trim().toUpperCase() : '';
  // XX and T1 are what proxies say when they do not know.
  return /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null;
}

/** With a list of countries, who comes from nowhere is refused like who comes from one of them. */
export const countryAllowed = (country: string | null, config: CountryConfig): boolean =>
  config.payments.blockedCountries.length === 0 ||
  (country !== null && !config.payments.blockedCountries.includes(country));

/** Asked before every request for a fee, whichever way it is paid. Codes: COUNTRY_NOT_ALLOWED, TERMS_NOT_CONFIRMED. */
export async function assertEligible(
  ctx: { config: CountryConfig },
  db: Db,
  userId: string,
  country: string | null,
): Promise<void> {
  if (!countryAllowed(country, ctx.config)) throw new AppError('COUNTRY_NOT_ALLOWED', { country });
  if ((await confirmedAt(db, userId)) === null)
    throw new AppError('TERMS_NOT_CONFIRMED', { termsVersion: TERMS_VERSION, minimumAge: MINIMUM_AGE });
}
