/** FAIRPLAY_*: how many points a sign gives, where a sign begins, and from which score on a person has to look. */
import type { EnvReader } from './envReader.ts';

/**
 * Points and limits. What a family behind one router gives together (address, setup, browser, a new wallet) stays below `review`: the
 * program does not start with thresholds of which that is not true.
 */
export const THRESHOLD_DEFAULTS = {
  /** From this score on a person looks, and a prize waits. */
  review: 60,
  /** After a person found nothing: the score must have grown by this much to be raised again. */
  raise_again: 15,

  shared_card: 60,
  shared_funding: 60,
  /** For each other player, the first two. */
  shared_address: 8,
  shared_setup: 6,
  /** One browser used for two accounts. */
  shared_browser: 18,
  /** A place with more players than this is a school or a provider, and says nothing. */
  crowd: 12,

  /** Battles lost on purpose, or their gain. */
  feeding: 65,
  /** The same victim again and again, at the same place. */
  one_sided: 50,
  /** On top when the two also share a place. */
  feeding_linked: 25,
  /** Hopeless attacks on the same player from which on they are no mistakes. */
  feeding_fights: 5,
  /** Percent of somebody's points from battles that come from one giver. */
  feeding_share: 40,
  /** One-sided battles between the same two from which on they count. */
  one_sided_fights: 8,

  /** Never away for long. */
  sleepless: 35,
  /** Days without a pause from which on that counts. */
  sleepless_days: 3,
  /** Hours of a pause that everybody needs. */
  rest_hours: 4,
  /** Orders in even steps. */
  regular: 40,
  /** Orders from which on steps are looked at. */
  regular_orders: 24,
  /** Percent of the steps that are equal to the second. */
  regular_share: 50,

  young_wallet: 10,
  wallet_days: 90,
  wallet_transactions: 10,
} as const;
export type ThresholdName = keyof typeof THRESHOLD_DEFAULTS;
export type Thresholds = Readonly<Record<ThresholdName, number>>;

export interface FairPlayConfig {
  readonly thresholds: Thresholds;
  /** How long what was noticed is kept after a season's payout. */
  readonly keepDays: number;
  /** How often scores are reckoned. */
  readonly everyMinutes: number;
}

const MOST = 1_000;

export function readFairPlay(reader: EnvReader): FairPlayConfig {
  const thresholds = readThresholds(reader);
  const family =
    2 * thresholds.shared_address + 2 * thresholds.shared_setup + thresholds.shared_browser + thresholds.young_wallet;
  if (family >= thresholds.review)
    reader.problems.push(
      `FAIRPLAY_THRESHOLDS: shared_address x 2 + shared_setup x 2 + shared_browser + young_wallet is ${family}; it must stay below review (${thresholds.review}), or families are suspected`,
    );
  return Object.freeze({
    thresholds,
    keepDays: reader.integer('FAIRPLAY_KEEP_DAYS', 30, 1, 365),
    everyMinutes: reader.integer('FAIRPLAY_EVERY_MINUTES', 10, 1, 1_440),
  });
}

/** "review=70, shared_card=50": what is not named keeps its default. */
function readThresholds(reader: EnvReader): Thresholds {
  const thresholds: Record<ThresholdName, number> = { ...THRESHOLD_DEFAULTS };
  for (const part of (reader.text('FAIRPLAY_THRESHOLDS') ?? '').split(',')) {
    if (part.trim() === '') continue;
    const [, name = '', value = ''] = /^\s*([a-z_]+)\s*=\s*(\d{1,4})\s*$/.exec(part) ?? [];
    const number = Number(value);
    if (!Object.hasOwn(THRESHOLD_DEFAULTS, name) || value === '' || number > MOST)
      reader.problems.push(
        `FAIRPLAY_THRESHOLDS must be name=number from 0 to ${MOST}, separated by commas; names: ${Object.keys(THRESHOLD_DEFAULTS).join(', ')}`,
      );
    else thresholds[name as ThresholdName] = number;
  }
  return Object.freeze(thresholds);
}
