/** Wallets of the browser (EIP-6963, EIP-1193). The only file that loads the wallet library, in its own chunk. */
import type { EIP1193Provider } from 'viem';
import { type Connector, createConfig, http, injected } from 'wagmi';
import { connect, disconnect, getConnectors } from 'wagmi/actions';
import { mainnet } from 'wagmi/chains';
import type { Signer } from './signIn.ts';
import { signText } from './signText.ts';
import { NoAccountError } from './walletErrors.ts';

export interface BrowserWallet {
  id: string;
  name: string;
  /** Data URL; null without one. */
  icon: string | null;
}

// Signing needs no chain: the transport is never asked, and nothing about the connection is remembered here.
const config = createConfig({
  chains: [mainnet],
  connectors: [injected()],
  transports: { [mainnet.id]: http() },
  storage: null,
});

/** Announced wallets; the bare window.ethereum only when none announced itself, or one wallet would be listed twice. */
export async function listWallets(): Promise<BrowserWallet[]> {
  const connectors = getConnectors(config);
  const announced = connectors.filter((connector) => connector.id !== 'injected');
  const bare = connectors.filter((connector) => connector.id === 'injected');
  const list = announced.length > 0 ? announced : await present(bare);
  return list.map((connector) => ({
    id: connector.uid,
    name: connector.name,
    icon: connector.icon?.startsWith('data:') ? connector.icon : null,
  }));
}

async function present(connectors: Connector[]): Promise<Connector[]> {
  const found = await Promise.all(connectors.map((connector) => connector.getProvider().catch(() => undefined)));
  return connectors.filter((_, index) => found[index] !== undefined);
}

interface Provider {
  request(call: { method: string; params: unknown[] }): Promise<unknown>;
  on?(event: 'accountsChanged', listener: (accounts: unknown) => void): unknown;
}

/** Wallets that are listened to already: one provider, one listener. */
const watched = new WeakMap<Provider, { address: string; onSwitch: AccountSwitch }>();

/** Hears that the wallet shows another account than the one that signed in. */
export type AccountSwitch = (now: string, before: string) => void;

function watchAccount(provider: Provider, address: string, onSwitch: AccountSwitch): void {
  const isWatched = watched.has(provider);
  watched.set(provider, { address, onSwitch });
  if (isWatched) return;
  provider.on?.('accountsChanged', (accounts) => {
    const [now] = Array.isArray(accounts) ? accounts : [];
    const known = watched.get(provider);
    if (typeof now !== 'string' || !known || now.toLowerCase() === known.address.toLowerCase()) return;
    known.onSwitch(now, known.address);
  });
}

/** What a wallet is spoken to with (EIP-1193), for more than signing texts. */
export async function walletProvider(id: string): Promise<EIP1193Provider> {
  const connector = getConnectors(config).find((candidate) => candidate.uid === id);
  if (!connector) throw new NoAccountError('This wallet has gone.');
  return (await connector.getProvider()) as EIP1193Provider;
}

/** Asks one wallet for its account. The answer signs texts with it (personal_sign). */
export async function connectWallet(id: string, onSwitch: AccountSwitch): Promise<Signer> {
  const connector = getConnectors(config).find((candidate) => candidate.uid === id);
  if (!connector) throw new NoAccountError('This wallet has gone.');
  await disconnect(config, { connector }).catch(() => undefined);
  const { accounts, chainId } = await connect(config, { connector });
  const address = accounts[0];
  if (!address) throw new NoAccountError('The wallet shares no account.');
  const provider = (await connector.getProvider()) as Provider;
  watchAccount(provider, address, onSwitch);
  return {
    address,
    chainId,
    sign: (message) => signText(provider, address, message),
  };
}
