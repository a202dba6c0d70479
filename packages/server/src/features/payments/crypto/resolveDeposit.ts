/**
 * What people decide about deposits that were put aside. Each act is recorded with who and why; none can be done twice, and money
 * never leaves here: a refund is an order that the payout process carries out.
 */
import type { Address } from 'viem';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../platform/tx.ts';
import { type Actor, recordAct } from '../../admin/audit.ts';
import { findUserByWallet } from '../../users/queries.ts';
import { listPaymentsOf } from '../queries.ts';
import { owe } from '../refunds.ts';
import {
  assignDeposit,
  bytesOf,
  type Deposit,
  type DepositKey,
  lockDeposit,
  markDecided,
  redirectRefund,
} from './depositQueries.ts';
import { referenceOf } from './reference.ts';

/** A person's mistake, in words for that person. */
export class DepositRefusal extends Error {
  override name = 'DepositRefusal';
}

interface Deciding {
  readonly by: Actor;
  readonly reason: string;
}
type Desk = Pick<Context, 'clock' | 'newId'>;

/** Above this the books cannot hold an amount. */
const MAX_MICRO = BigInt(Number.MAX_SAFE_INTEGER);

async function held(tx: Tx, key: DepositKey): Promise<Deposit> {
  const deposit = await lockDeposit(tx, key);
  if (deposit === null) throw new DepositRefusal('there is no such deposit');
  if (deposit.status !== 'quarantined')
    throw new DepositRefusal(`the deposit is not put aside: it is ${deposit.status}`);
  return deposit;
}

const record = (desk: Desk, tx: Tx, deposit: Deposit, action: string, { by, reason }: Deciding, after: object) =>
  recordAct(tx, desk.clock.nowMs(), {
    ...{ by, action, reason, target: { kind: 'deposit', id: referenceOf(deposit) } },
    before: { status: deposit.status, reason: deposit.reason, amountMicro: deposit.amountMicro.toString() },
    after,
  });

/**
 * It is this player's fee for this season: decided once more, as such, when the chain has been looked at again. What does not fit (another
 * amount, a season that is full or over) then goes back. Throws DepositRefusal.
 */
export async function creditDeposit(
  desk: Desk,
  tx: Tx,
  key: DepositKey,
  to: { wallet: Address; seasonId: string },
  deciding: Deciding,
): Promise<void> {
  const deposit = await held(tx, key);
  const userId = await findUserByWallet(tx, bytesOf(to.wallet));
  if (userId === null) throw new DepositRefusal('nobody has signed in with that wallet');
  const payment = (await listPaymentsOf(tx, userId)).find(
    ({ method, season_id }) => method === 'crypto' && season_id === to.seasonId,
  );
  if (payment === undefined) throw new DepositRefusal('the player has not asked for that season’s fee in USDT');
  if (BigInt(payment.amount_micro) !== deposit.amountMicro) throw new DepositRefusal('that is not the season’s fee');
  await assignDeposit(tx, key, payment.id);
  await record(desk, tx, deposit, 'deposit.credit', deciding, { paymentId: payment.id, userId });
}

/** It goes back: to the payer, or to `to` (an exchange's wallet is not its customer's). Throws DepositRefusal. */
export async function refundDeposit(
  desk: Desk,
  tx: Tx,
  key: DepositKey,
  to: Address | null,
  deciding: Deciding,
): Promise<void> {
  const deposit = await held(tx, key);
  if (deposit.amountMicro === 0n || deposit.amountMicro > MAX_MICRO)
    throw new DepositRefusal('that amount cannot be paid');
  const nowMs = desk.clock.nowMs();
  const userId = await findUserByWallet(tx, bytesOf(deposit.player ?? deposit.payer));
  const money = {
    ...{
      method: 'crypto' as const,
      reference: referenceOf(deposit),
      payment_id: null,
      season_id: null,
      user_id: userId,
    },
    ...{ currency: 'USDT', amount_micro: Number(deposit.amountMicro) },
  };
  await owe(desk, tx, money, 'not_a_fee', nowMs);
  if (to !== null) await redirectRefund(tx, key, to);
  await markDecided(tx, key, { status: 'refunding', reason: 'not_a_fee', paymentId: null }, null, nowMs);
  await record(desk, tx, deposit, 'deposit.refund', deciding, { to: to ?? deposit.payer });
}

/** It is nobody's fee and stays where it is: our own money, for instance. Throws DepositRefusal. */
export async function dismissDeposit(desk: Desk, tx: Tx, key: DepositKey, deciding: Deciding): Promise<void> {
  const deposit = await held(tx, key);
  await markDecided(tx, key, { status: 'dismissed', reason: 'by_people', paymentId: null }, null, desk.clock.nowMs());
  await record(desk, tx, deposit, 'deposit.dismiss', deciding, { status: 'dismissed' });
}
