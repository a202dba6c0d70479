import { loadPackages } from 'virtual:walletconnect';
import { walletText as words } from '../../text/en/wallet.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Signer } from './signIn.ts';
import { useSignInOptions } from './signInOptions.ts';
import { connectElsewhere } from './walletConnect.ts';

type ConnectElsewhere = (onPairing: (uri: string) => void) => Promise<Signer>;

/** One more line in the list of wallets, where the page was built with WalletConnect and the server has a project id. */
export function WalletConnectButton({ onStart }: { onStart: (connect: ConnectElsewhere) => void }) {
  const projectId = useSignInOptions(loadPackages !== null).data?.walletConnectProjectId;
  if (loadPackages === null || !projectId) return null;
  const load = loadPackages;
  return (
    <button
      type="button"
      className="btn connect-wallet"
      onClick={() => onStart(async (onPairing) => connectElsewhere(await load(), projectId, onPairing))}
    >
      <Icon name="two-coins" />
      {words.walletConnect}
    </button>
  );
}
