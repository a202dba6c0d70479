import { useQuery } from '@tanstack/react-query';
import type { EIP1193Provider } from 'viem';
import { chainText as t } from '../../text/en/chain.ts';
import { hasBrowserKey } from './browserKey.ts';
import { useSignInOptions } from './signInOptions.ts';

const loadWallets = () => import('./browserWallets.ts');

const browserKey = async () => (await import('./browserKeyProvider.ts')).browserKeyProvider();

export type GetProvider = () => Promise<EIP1193Provider>;

interface WalletChoiceProps {
  isPaused: boolean;
  /** Behind the sentence that no wallet was found. */
  otherwise?: string;
  onTake: (getProvider: GetProvider) => void;
}

/** The wallets of this browser, for a transaction. */
export function WalletChoice({ isPaused, otherwise, onTake }: WalletChoiceProps) {
  const wallets = useQuery({
    queryKey: ['wallets'],
    queryFn: async () => (await loadWallets()).listWallets(),
    staleTime: 0,
    gcTime: 0,
  });
  const hasPlayMoney = useSignInOptions(true).data?.playMoney === true;
  if (hasPlayMoney && hasBrowserKey()) {
    return (
      <button type="button" className="btn prime" disabled={isPaused} onClick={() => onTake(browserKey)}>
        {t.browserKey}
      </button>
    );
  }
  if (wallets.data === undefined) return null;
  if (wallets.data.length === 0) {
    return (
      <>
        <p className="muted">
          {t.noWallet} {otherwise}
        </p>
        <button type="button" className="btn justify-self-start" onClick={() => wallets.refetch()}>
          {t.lookAgain}
        </button>
      </>
    );
  }
  return (
    <>
      {wallets.data.length > 1 && <p className="cap">{t.choose}</p>}
      {wallets.data.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="btn prime"
          disabled={isPaused}
          onClick={() => onTake(async () => (await loadWallets()).walletProvider(id))}
        >
          {t.takeWallet(name === 'Injected' ? t.fallbackName : name)}
        </button>
      ))}
    </>
  );
}
