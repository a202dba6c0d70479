/** A key made in the browser, for free seasons only: nothing of value may ever depend on it. */
import type { Signer } from './signIn.ts';

const STORED = 'ct_browser_key';

/** Whether this browser holds a key from an earlier visit. */
export function hasBrowserKey(): boolean {
  try {
    return localStorage.getItem(STORED) !== null;
  } catch {
    return false;
  }
}

/** The browser's key, made at the first call. The code for it is loaded only then. */
export async function browserKey(): Promise<Signer> {
  const { generatePrivateKey, privateKeyToAccount } = await import('viem/accounts');
  const stored = localStorage.getItem(STORED);
  const key = stored !== null && /^0x[0-9a-f]{64}$/.test(stored) ? (stored as `0x${string}`) : generatePrivateKey();
  if (key !== stored) localStorage.setItem(STORED, key);
  const account = privateKeyToAccount(key);
  return { address: account.address, chainId: null, sign: (message) => account.signMessage({ message }) };
}
