/**
 * Where the test build can be made to fall, in the order of the work. Each name stands in the code once, as `await failpoint('…');` on a line of
 * its own: the production build leaves out exactly these lines (scripts/lib/productionServer.mjs).
 */
export const FAILPOINTS = [
  // A command of a player: the key is claimed, the work is done, the answer is kept, all of it is committed and not yet answered.
  'command.claimed',
  'command.done',
  'command.kept',
  'command.committed',
  // Orders, inside their command.
  'attack.locked',
  'attack.stored',
  'training.locked',
  'training.stored',
  // Deciding a battle for a territory; capturing it.
  'battle.locked',
  'capture.emptied',
  'capture.garrisoned',
  'battle.written',
  'battle.scored',
  'battle.saved',
  'battle.committed',
  // Deciding a raid.
  'raid.locked',
  'raid.saved',
  'raid.committed',
  // Recurring credits.
  'tick.held',
  'tick.claimed',
  'tick.credited',
  'tick.committed',
  // The end of a season.
  'close.drained',
  'close.held',
  'close.ranked',
  'close.listed',
  'close.booked',
  'close.committed',
  // A fee by card: our row, Stripe's intent, what it says written down.
  'payment.opened',
  'payment.created',
  'payment.noted',
  // What Stripe tells.
  'webhook.read',
  'webhook.handled',
  'webhook.committed',
  // A fee that has come.
  'settle.locked',
  'settle.moved',
  'settle.entered',
  'settle.booked',
  // USDT on the chain.
  'deposit.saved',
  'deposit.read',
  'deposit.confirmed',
  'deposit.decided',
  'deposit.committed',
  // A fee that goes back.
  'refund.ordered',
  'refund.taken',
  'refund.sent',
  'refund.booked',
  'refund.committed',
  // Prizes: the plan, the act on the chain, what it means in the books.
  'payout.planned',
  'payout.approved',
  'payout.signing',
  'payout.stored',
  'payout.signed',
  'payout.sent',
  'payout.replaced',
  'payout.mined',
  'payout.booked',
  'payout.concluded',
  'payout.claimed',
  'payout.read',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

/** The failpoints whose names begin with one of these words, e.g. 'payout'. */
export const failpointsOf = (...parts: readonly string[]): Failpoint[] =>
  FAILPOINTS.filter((name) => parts.includes(name.split('.')[0] as string));
