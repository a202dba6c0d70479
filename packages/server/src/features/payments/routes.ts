import { command, direct, query, signedIn } from '../../http/handler.ts';
import { confirmTransaction } from './crypto/confirmTransaction.ts';
import { askForQuote } from './crypto/quotes.ts';
import { confirmTerms, countryOf } from './eligibility.ts';
import { showOptions, showPayments } from './show.ts';
import { askForFee } from './stripe/askForFee.ts';

export const paymentHandlers = {
  'payments.options': query<'payments.options'>((ctx, call) =>
    showOptions(ctx, call.query.seasonId, call.auth?.userId ?? null, countryOf(call.request, ctx.config)),
  ),
  'payments.confirmTerms': command<'payments.confirmTerms'>((ctx, tx, call) =>
    confirmTerms(ctx, tx, signedIn(call).userId, {
      termsVersion: call.body.termsVersion,
      country: countryOf(call.request, ctx.config),
    }),
  ),
  // Not a command: it calls Stripe between two transactions, and its answer (a secret) must not be kept. Repeating it is safe by itself.
  'payments.createEntryFee': direct<'payments.createEntryFee'>((ctx, call) =>
    askForFee(ctx, signedIn(call).userId, call.body.seasonId, countryOf(call.request, ctx.config)),
  ),
  // Not commands: they ask the chain between transactions. Repeating them is safe by itself.
  'payments.cryptoQuote': direct<'payments.cryptoQuote'>((ctx, call) =>
    askForQuote(ctx, signedIn(call).userId, call.body.seasonId, countryOf(call.request, ctx.config)),
  ),
  'payments.cryptoConfirm': direct<'payments.cryptoConfirm'>((ctx, call) =>
    confirmTransaction(ctx, signedIn(call).userId, call.body.txHash),
  ),
  'payments.mine': query<'payments.mine'>((ctx, call) => showPayments(ctx, signedIn(call).userId)),
};
