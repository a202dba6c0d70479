import type { Config } from '../../config/config.ts';
import type { PaymentMethod } from './queries.ts';

/** The ways to pay that are offered here. */
export const paymentMethods = ({ payments }: Pick<Config, 'payments'>): PaymentMethod[] =>
  (['stripe', 'crypto'] as const).filter((method) => payments[method] !== null);
