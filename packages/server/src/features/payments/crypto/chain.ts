/**
 * The chain as the program uses it: nothing is asked of players, and nothing believed, before the chain was found to be the configured one.
 * A node that contradicts the configuration ends the start; one that does not answer is asked again, and until then USDT is not taken.
 */

import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Logger } from 'pino';
import type { Address } from 'viem';
import { ConfigError } from '../../../config/configError.ts';
import type { CryptoConfig } from '../../../config/payments.ts';
import { type ChainReader, type ChainSettings, createChainReader } from './chainReader.ts';

export interface Chain {
  readonly reader: ChainReader;
  /** Makes sure that this is the configured chain; asks it only until it was found to be. Throws when it is not, or does not answer. */
  check(): Promise<void>;
}

const lower = (address: string): Address => address.toLowerCase() as Address;

export const chainSettings = (crypto: CryptoConfig): ChainSettings => ({
  rpcUrl: crypto.rpcUrl,
  chainId: crypto.chainId,
  token: lower(crypto.usdtAddress),
  vault: lower(crypto.vaultAddress),
  treasury: lower(crypto.treasuryAddress),
  confirmations: crypto.confirmations,
});

/** null = USDT is off. Throws ConfigError when the chain is another one than configured. */
export async function openChain(crypto: CryptoConfig | null, log: Logger): Promise<Chain | null> {
  if (crypto === null) return null;
  const chain = createChain(createChainReader(chainSettings(crypto)));
  try {
    await chain.check();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    log.warn({ err: error }, 'the chain does not answer: USDT is not taken until it does');
  }
  return chain;
}

/**
 * What the chain says. Codes: PAYMENTS_OFF when USDT is off; PAYMENT_PROVIDER_UNAVAILABLE when the node fails, or is not the configured
 * chain's (try again).
 */
export async function askChain<T>(
  ctx: { readonly chain: Chain | null; readonly log: Logger },
  question: (reader: ChainReader) => Promise<T>,
): Promise<T> {
  if (ctx.chain === null) throw new AppError('PAYMENTS_OFF', { method: 'crypto' });
  try {
    await ctx.chain.check();
    return await question(ctx.chain.reader);
  } catch (error) {
    ctx.log.warn({ err: error }, 'the chain did not answer a player’s question');
    throw new AppError('PAYMENT_PROVIDER_UNAVAILABLE', { retryAfterSeconds: 5 });
  }
}

export function createChain(reader: ChainReader): Chain {
  let checked = false;
  return {
    reader,
    async check() {
      if (checked) return;
      const problems = await reader.problems();
      if (problems.length > 0) throw new ConfigError(problems);
      checked = true;
    },
  };
}
