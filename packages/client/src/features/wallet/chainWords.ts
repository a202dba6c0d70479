import { chainText as t } from '../../text/en/chain.ts';
import { walletErrorText } from './walletErrors.ts';

export const networkName = (chainId: number): string =>
  chainId === 1 ? t.networks.ethereum : t.networks.other(chainId);

/** The sentence for a transaction, or a look into the wallet, that failed. */
export async function chainProblem(error: unknown): Promise<string> {
  if (error instanceof SwitchFailed) return error.message;
  const { troubleOf } = await import('./chainClient.ts');
  const trouble = troubleOf(error);
  if (trouble.is === 'other') return walletErrorText(error);
  if (trouble.is !== 'refused') return t[trouble.is];
  const known: Record<string, string> = t.refusals;
  return (trouble.name !== null && known[trouble.name]) || t.refused;
}

class SwitchFailed extends Error {}

/** For a wallet that did not switch: whatever it says about it, what helps is choosing the network there. A no is a no. Throws. */
export async function failedToSwitch(error: unknown, chainId: number): Promise<never> {
  const { troubleOf } = await import('./chainClient.ts');
  throw troubleOf(error).is === 'rejected' ? error : new SwitchFailed(t.switchFailed(networkName(chainId)));
}
