/** A key made in the browser, for free seasons (and the paid demo) only: nothing of value may ever depend on it. */
import type { Signer } from './signIn.ts';

const STORED = 'ct_browser_key';

/** The key of an earlier visit; null when this browser holds none. */
export function storedBrowserKey(): `0x${string}` | null {
  try {
    const stored = localStorage.getItem(STORED);
    return stored !== null && /^0x[0-9a-f]{64}$/.test(stored) ? (stored as `0x${string}`) : null;
  } catch {
    return null;
  }
}

/** Whether this browser holds a key from an earlier visit. */
export const hasBrowserKey = (): boolean => storedBrowserKey() !== null;

/** The browser's key, made at the first call. The code for it is loaded only then. */
export async function browserKey(): Promise<Signer> {
  const { generatePrivateKey, privateKeyToAccount } = await import('viem/accounts');
  const stored = storedBrowserKey();
  const key = stored ?? generatePrivateKey();
  if (key !== stored) localStorage.setItem(STORED, key);
  const account = privateKeyToAccount(key);
  return { address: account.address, chainId: null, sign: (message) => account.signMessage({ message }) };
}
