/**
 * What the stand-in for Stripe knows: intents, charges, refunds, disputes, its balance, its events. Objects have the fields that we read, under
 * Stripe's names; amounts are cents. Everything that happens writes the events that Stripe would send; delivering them is somebody else's work.
 */
import { randomBytes } from 'node:crypto';

export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  status: 'requires_payment_method' | 'requires_capture' | 'succeeded' | 'canceled';
  client_secret: string;
  metadata: Record<string, string>;
  latest_charge: string | null;
  livemode: boolean;
  created: number;
}
export interface Charge {
  id: string;
  object: 'charge';
  payment_intent: string;
  amount: number;
  amount_refunded: number;
  currency: string;
  created: number;
  disputed: boolean;
  payment_method_details: { type: 'card'; card: { fingerprint: string } };
}
export interface Refund {
  id: string;
  object: 'refund';
  payment_intent: string;
  amount: number;
  currency: string;
  status: 'succeeded' | 'pending' | 'failed';
  failure_reason: string | null;
  metadata: Record<string, string>;
  created: number;
}
export interface Dispute {
  id: string;
  object: 'dispute';
  payment_intent: string;
  charge: string;
  amount: number;
  currency: string;
  status: 'needs_response' | 'under_review' | 'won' | 'lost';
  reason: string;
  created: number;
}
export interface BalanceEntry {
  id: string;
  object: 'balance_transaction';
  type: string;
  amount: number;
  fee: number;
  net: number;
  currency: string;
  source: string;
  created: number;
}
export interface StripeEvent {
  id: string;
  object: 'event';
  type: string;
  livemode: boolean;
  created: number;
  api_version: string;
  data: { object: object };
}

/** A refusal in Stripe's form. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const CARD_FEE = 103;
const DISPUTE_FEE = 1500;

export class StripeBook {
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  readonly entries: BalanceEntry[] = [];
  readonly events: StripeEvent[] = [];
  /** Refunds wait until `settleRefund`, instead of being done at once. */
  refundsWait = false;
  readonly #nowMs: () => number;
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  #id(prefix: string): string {
    return `${prefix}_${randomBytes(12).toString('hex')}`;
  }
  #now(): number {
    return Math.floor(this.#nowMs() / 1000);
  }
  #tell(type: string, object: object): void {
    this.events.push({
      id: this.#id('evt'),
      object: 'event',
      type,
      livemode: false,
      created: this.#now(),
      api_version: '2026-10-28.endive',
      data: { object: structuredClone(object) },
    });
  }
  #book(type: string, amount: number, fee: number, currency: string, source: string): void {
    const entry = { type, amount, fee, net: amount - fee, currency, source, created: this.#now() };
    this.entries.push({ id: this.#id('txn'), object: 'balance_transaction', ...entry });
  }

  createIntent(given: { amount: number; currency: string; metadata: Record<string, string> }): Intent {
    const id = this.#id('pi');
    const intent: Intent = {
      id,
      object: 'payment_intent',
      amount: given.amount,
      amount_received: 0,
      currency: given.currency,
      status: 'requires_payment_method',
      client_secret: `${id}_secret_${randomBytes(12).toString('hex')}`,
      metadata: given.metadata,
      latest_charge: null,
      livemode: false,
      created: this.#now(),
    };
    this.intents.set(id, intent);
    this.#tell('payment_intent.created', intent);
    return intent;
  }
  intent(id: string): Intent {
    const intent = this.intents.get(id);
    if (intent === undefined) throw new StripeRefusal(404, 'resource_missing');
    return intent;
  }
  cancelIntent(id: string): Intent {
    const intent = this.intent(id);
    if (intent.status === 'succeeded' || intent.status === 'canceled')
      throw new StripeRefusal(400, 'payment_intent_unexpected_state');
    intent.status = 'canceled';
    this.#tell('payment_intent.canceled', intent);
    return intent;
  }

  /** The player's card pays; another one each time unless its fingerprint is given. */
  pay(id: string, fingerprint = this.#id('card')): Intent {
    const intent = this.intent(id);
    if (intent.status !== 'requires_payment_method') throw new StripeRefusal(400, 'payment_intent_unexpected_state');
    const charge: Charge = {
      id: this.#id('ch'),
      object: 'charge',
      payment_intent: id,
      amount: intent.amount,
      amount_refunded: 0,
      currency: intent.currency,
      created: this.#now(),
      disputed: false,
      payment_method_details: { type: 'card', card: { fingerprint } },
    };
    this.charges.set(charge.id, charge);
    Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, latest_charge: charge.id });
    this.#book('charge', intent.amount, CARD_FEE, intent.currency, charge.id);
    this.#tell('charge.succeeded', charge);
    this.#tell('payment_intent.succeeded', intent);
    return intent;
  }
  decline(id: string): void {
    this.#tell('payment_intent.payment_failed', this.intent(id));
  }

  chargeOf(intentId: string): Charge {
    const charge = this.charges.get(this.intent(intentId).latest_charge ?? '');
    if (charge === undefined) throw new StripeRefusal(400, 'payment_intent_unexpected_state');
    return charge;
  }
  /** All that is left unless an amount is given. */
  refund(intentId: string, amount?: number, metadata: Record<string, string> = {}): Refund {
    const charge = this.chargeOf(intentId);
    if (charge.disputed) throw new StripeRefusal(400, 'charge_disputed');
    const left = charge.amount - charge.amount_refunded;
    if (left === 0) throw new StripeRefusal(400, 'charge_already_refunded');
    const wanted = amount ?? left;
    if (wanted > left) throw new StripeRefusal(400, 'amount_too_large');
    const refund: Refund = {
      id: this.#id('re'),
      object: 'refund',
      payment_intent: intentId,
      amount: wanted,
      currency: charge.currency,
      status: 'pending',
      failure_reason: null,
      metadata,
      created: this.#now(),
    };
    this.refunds.set(refund.id, refund);
    charge.amount_refunded += wanted;
    this.#tell('refund.created', refund);
    this.#tell('charge.refunded', charge);
    if (!this.refundsWait) this.settleRefund(refund.id, 'succeeded');
    return refund;
  }
  settleRefund(id: string, status: 'succeeded' | 'failed'): void {
    const refund = this.refunds.get(id);
    if (refund === undefined) throw new StripeRefusal(404, 'resource_missing');
    refund.status = status;
    if (status === 'succeeded') this.#book('refund', -refund.amount, 0, refund.currency, refund.id);
    else {
      refund.failure_reason = 'expired_or_canceled_card';
      this.chargeOf(refund.payment_intent).amount_refunded -= refund.amount;
    }
    this.#tell(status === 'succeeded' ? 'refund.updated' : 'refund.failed', refund);
  }

  /** The player's bank takes the money back; with Stripe's fee for it. */
  openDispute(intentId: string): Dispute {
    const charge = this.chargeOf(intentId);
    charge.disputed = true;
    const dispute: Dispute = {
      id: this.#id('dp'),
      object: 'dispute',
      payment_intent: intentId,
      charge: charge.id,
      amount: charge.amount,
      currency: charge.currency,
      status: 'needs_response',
      reason: 'fraudulent',
      created: this.#now(),
    };
    this.disputes.set(dispute.id, dispute);
    this.#tell('charge.dispute.created', dispute);
    this.#book('adjustment', -charge.amount, DISPUTE_FEE, charge.currency, dispute.id);
    this.#tell('charge.dispute.funds_withdrawn', dispute);
    return dispute;
  }
  closeDispute(id: string, status: 'won' | 'lost'): void {
    const dispute = this.disputes.get(id);
    if (dispute === undefined) throw new StripeRefusal(404, 'resource_missing');
    dispute.status = status;
    if (status === 'won') {
      this.#book('adjustment', dispute.amount, 0, dispute.currency, dispute.id);
      this.#tell('charge.dispute.funds_reinstated', dispute);
    }
    this.#tell('charge.dispute.closed', dispute);
  }

  /** Stripe sends money to our bank. */
  payOut(amount: number, currency = 'usd'): void {
    this.#book('payout', -amount, 0, currency, this.#id('po'));
  }
  /** Money that appears or vanishes without a reason. */
  plantDrift(cents: number): void {
    this.#book('adjustment', cents, 0, 'usd', 'unknown');
  }
  balance(currency = 'usd'): number {
    return this.entries.filter((entry) => entry.currency === currency).reduce((sum, entry) => sum + entry.net, 0);
  }
}
