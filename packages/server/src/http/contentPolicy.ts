/**
 * What the page may load and talk to (Content-Security-Policy). One strict policy for everything; the page where fees are paid also lets in
 * Stripe's form, and only where cards are taken.
 */
import type { Config } from '../config/config.ts';

type PolicyConfig = Pick<Config, 'publicUrl' | 'walletConnectProjectId' | 'payments'>;
export type Directives = Record<string, string[]>;

const SELF = "'self'";
const NONE = "'none'";

export const strictPolicy = (config: PolicyConfig): Directives => ({
  ...basePolicy(config),
  // Text can become a script's address only through the client's own policy (client: app/scriptAddress.ts), and markup never.
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ['cryptotribes'],
});

const basePolicy = (config: PolicyConfig): Directives => ({
  defaultSrc: [NONE],
  scriptSrc: [SELF],
  styleSrc: [SELF],
  // React and the map set element.style through the DOM, which CSP does not restrict; there are no style attributes in markup.
  imgSrc: [SELF, 'data:'],
  fontSrc: [SELF],
  connectSrc: [SELF, ...socketSources(config), ...relaySources(config)],
  manifestSrc: [SELF],
  workerSrc: [SELF],
  baseUri: [NONE],
  formAction: [NONE],
  frameAncestors: [NONE],
});

/**
 * The policy of `/enter`. Stripe's script brings frames of its own and knows nothing of trusted types. Without cards it is the strict one.
 */
export function payingPolicy(config: PolicyConfig): Directives {
  const { stripe } = config.payments;
  if (stripe === null) return strictPolicy(config);
  const base = basePolicy(config);
  const script = new URL(stripe.scriptUrl).origin;
  const isStripes = script === 'https://js.stripe.com';
  return {
    ...base,
    scriptSrc: [SELF, script, ...(isStripes ? ['https://*.js.stripe.com'] : [])],
    frameSrc: [script, ...(isStripes ? ['https://*.js.stripe.com', 'https://hooks.stripe.com'] : [])],
    connectSrc: [...(base.connectSrc ?? []), stripe.apiBase],
  };
}

/** Browsers without `'self'` for web sockets need the address spelled out. */
const socketSources = (config: PolicyConfig): string[] => [config.publicUrl.replace(/^http/, 'ws')];

/** WalletConnect reaches a wallet elsewhere through its relay; without a project id the page talks to nobody but us. */
const relaySources = (config: PolicyConfig): string[] =>
  config.walletConnectProjectId === null ? [] : ['wss://relay.walletconnect.com', 'wss://relay.walletconnect.org'];
