import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const NAME = 'virtual:walletconnect';
const PACKAGES = ['@walletconnect/ethereum-provider', 'uqr'];

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

const THERE = `export const loadPackages = async () => {
  const [{ EthereumProvider }, { encode }] = await Promise.all([import('@walletconnect/ethereum-provider'), import('uqr')]);
  return { EthereumProvider, encode };
};`;

/** What the page knows of WalletConnect: how to load its packages where they are installed, else that they are not there. */
export const walletConnectSource = (isThere: boolean): string =>
  isThere ? THERE : 'export const loadPackages = null;';

/** WalletConnect is a part of its own, built only where somebody installed its three hundred packages. */
export function walletConnectPart(): Plugin {
  return {
    name: 'walletconnect-part',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? walletConnectSource(PACKAGES.every(isInstalled)) : null),
  };
}
