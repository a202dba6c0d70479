/** The card behind a payment: Stripe's fingerprint is the same for the same card, whoever pays with it. Kept as a hash of the season. */
import type Stripe from 'stripe';
import type { Context } from '../../context.ts';
import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import { saltsOf } from './sightings.ts';

const write = statement(
  'fairplay.writeCard',
  `insert into fairplay_cards (payment_id, season_id, user_id, hash, seen_at) values ($1, $2, $3, $4, $5)
   on conflict (payment_id) do update set hash = excluded.hash`,
);
const openSeason = statement(
  'fairplay.cardSeason',
  `select id from seasons where id = $1 and status in ('registration', 'active', 'ended')`,
);

type Desk = Pick<Context, 'clock' | 'fairKeys'>;
interface Payment {
  readonly id: string;
  readonly season_id: string;
  readonly user_id: string;
}

/** Notes the card of a payment, in the open transaction; nothing for other ways to pay or when the season is long over. Safe to repeat. */
export async function noteCard(
  desk: Desk,
  tx: Db,
  payment: Payment,
  charge: Pick<Stripe.Charge, 'payment_method_details'>,
): Promise<boolean> {
  const fingerprint = charge.payment_method_details?.card?.fingerprint;
  if (!fingerprint || (await maybeOne(tx, openSeason, [payment.season_id])) === null) return false;
  const salt = (await saltsOf({ pool: tx, clock: desk.clock }, [payment.season_id])).get(payment.season_id);
  if (salt === undefined) return false;
  const hash = desk.fairKeys.hash(salt, 'card', fingerprint);
  await run(tx, write, [payment.id, payment.season_id, payment.user_id, hash, timestamp(desk.clock.nowMs())]);
  return true;
}
