import { describe, expect, it } from 'vitest';
import type { StripeConfig } from '../config/payments.ts';
import { payingPolicy, strictPolicy } from './contentPolicy.ts';

const stripe: StripeConfig = {
  ...{ secretKey: '', webhookSecret: '', publishableKey: '', livemode: true },
  ...{ apiBase: 'https://api.stripe.com', scriptUrl: 'https://js.stripe.com/v3/' },
};
const config = (given: StripeConfig | null) => ({
  publicUrl: 'https://play.example',
  walletConnectProjectId: null,
  payments: {
    stripe: given,
    crypto: null,
    maxPlayers: 10,
    countryHeader: null,
    blockedCountries: [],
    payoutReviewMs: 0,
  },
});

describe('the content policy of the page where fees are paid', () => {
  it('lets in the form of Stripe and nothing else', () => {
    const policy = payingPolicy(config(stripe));
    expect(policy.scriptSrc).toEqual(["'self'", 'https://js.stripe.com', 'https://*.js.stripe.com']);
    expect(policy.frameSrc).toContain('https://hooks.stripe.com');
    expect(policy.connectSrc).toEqual(["'self'", 'wss://play.example', 'https://api.stripe.com']);
    expect(policy).not.toHaveProperty('requireTrustedTypesFor');
    expect(JSON.stringify(policy)).not.toContain('unsafe');
  });

  it('is the strict one where no cards are taken', () => {
    expect(payingPolicy(config(null))).toEqual(strictPolicy(config(null)));
    expect(strictPolicy(config(stripe))).toEqual(strictPolicy(config(null)));
    expect(JSON.stringify(strictPolicy(config(stripe)))).not.toContain('stripe');
  });
});
