/** The way in, step by step: choose a wallet, agree there, sign the message. The same in the side panel and on the welcome page. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { useSeason } from '../../net/hooks.ts';
import { mayBeSignedIn } from '../../net/session.ts';
import { walletText as words } from '../../text/en/wallet.ts';
import { Icon } from '../../ui/Icon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { browserKey, hasBrowserKey } from './browserKey.ts';
import { connectStore } from './connectStore.ts';
import { NoWallet } from './NoWallet.tsx';
import { Pairing } from './Pairing.tsx';
import { type Signer, type SignInResult, signIn } from './signIn.ts';
import { useSignInOptions } from './signInOptions.ts';
import { WalletConnectButton } from './WalletConnectButton.tsx';
import { walletErrorText } from './walletErrors.ts';
import './wallet.css';

export type ConnectStep =
  | { at: 'choose' }
  /** `pairing` is the text that another device reads from the picture. */
  | { at: 'connect'; name: string; pairing?: string }
  | { at: 'sign'; message: string; chainId: number | null }
  | { at: 'enter' };

/** Signing in names this network; any other works as well, and is said to. */
const USUAL_CHAIN = 1;

const loadWallets = () => import('./browserWallets.ts');
const shortAddress = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

interface WalletFlowProps<T> {
  /** `account` is the address in short. */
  onDone: (result: T, account: string) => void;
  /** Hears where the reader is. */
  onStep?: ((step: ConnectStep['at']) => void) | undefined;
  /** What is done with whoever signs. `onMessage` hears the exact text before it is signed. */
  act: (signer: Signer, onMessage: (message: string) => void) => Promise<T>;
  /** Of keys of the browser only one that is there already is offered. */
  knownKeyOnly?: boolean;
}

/** Signing in. */
export function ConnectFlow({ onDone, onStep }: Pick<WalletFlowProps<SignInResult>, 'onDone' | 'onStep'>) {
  return (
    <WalletFlow
      act={signIn}
      onStep={onStep}
      onDone={(result, account) => {
        if (result.joinFailed) showToast(words.joinFailed, 'bad');
        onDone(result, account);
      }}
    />
  );
}

/** Choosing a wallet and signing with it, whatever for. */
export function WalletFlow<T>({ onDone, onStep, act, knownKeyOnly = false }: WalletFlowProps<T>) {
  const [step, setStepState] = useState<ConnectStep>({ at: 'choose' });
  const [problem, setProblem] = useState<string | null>(null);
  const [isBanned, setIsBanned] = useState(false);
  const season = useSeason().data;
  // The key of the browser is for what is worth nothing: free seasons, and the demo with play money.
  const isPaid = season !== undefined && !season.free;
  const hasPlayMoney = useSignInOptions(isPaid).data?.playMoney === true;
  const wallets = useQuery({
    queryKey: ['wallets'],
    queryFn: async () => (await loadWallets()).listWallets(),
    staleTime: 0,
    gcTime: 0,
  });
  // An answer that comes after the reader gave up must not sign anybody in.
  const attempt = useRef(0);

  function setStep(next: ConnectStep): void {
    setStepState(next);
    onStep?.(next.at);
  }

  async function enter(getSigner: () => Promise<Signer>, name: string | null): Promise<void> {
    const mine = ++attempt.current;
    setProblem(null);
    setStep(name === null ? { at: 'enter' } : { at: 'connect', name });
    try {
      const signer = await getSigner();
      if (attempt.current !== mine) return;
      const result = await act(signer, (message) => {
        if (attempt.current === mine && name !== null) setStep({ at: 'sign', message, chainId: signer.chainId });
      });
      if (attempt.current !== mine) return;
      onDone(result, shortAddress(signer.address));
    } catch (error) {
      if (attempt.current !== mine) return;
      setProblem(walletErrorText(error));
      setIsBanned(error instanceof ApiError && error.code === 'ACCOUNT_BANNED');
      setStep({ at: 'choose' });
    }
  }

  function cancel(): void {
    attempt.current++;
    setStep({ at: 'choose' });
  }

  /** Somebody picked another account in the wallet after signing in: the game goes on as before, and says so. */
  function onSwitch(now: string, before: string): void {
    if (mayBeSignedIn()) showToast(words.switched(shortAddress(now), shortAddress(before)), 'bad');
  }

  return (
    <>
      {problem !== null && (
        <p role="alert" className="connect-problem">
          {problem}{' '}
          {isBanned && (
            <Link href="/appeal" className="underline" onClick={connectStore.close}>
              {words.appeal}
            </Link>
          )}
        </p>
      )}
      {step.at === 'choose' ? (
        <>
          {wallets.isPending && <p className="faint">{words.looking}</p>}
          {wallets.data?.length === 0 && <NoWallet onAgain={() => wallets.refetch()} />}
          {wallets.isError && <p className="faint">{words.failed}</p>}
          <ul className="grid gap-2" aria-label={words.listLabel}>
            {wallets.data?.map(({ id, name, icon }) => (
              <li key={id}>
                <button
                  type="button"
                  className="btn connect-wallet"
                  onClick={() => enter(async () => (await loadWallets()).connectWallet(id, onSwitch), name)}
                >
                  {icon ? <img src={icon} alt="" width={26} height={26} /> : <Icon name="two-coins" />}
                  {name === 'Injected' ? words.fallbackName : name}
                </button>
              </li>
            ))}
          </ul>
          <WalletConnectButton
            onStart={(connectElsewhere) =>
              enter(
                () => connectElsewhere((pairing) => setStep({ at: 'connect', name: words.walletConnect, pairing })),
                words.walletConnect,
              )
            }
          />
          {(season?.free || hasPlayMoney) && (!knownKeyOnly || hasBrowserKey()) && (
            <div className="connect-guest">
              <button type="button" className="btn prime w-full" onClick={() => enter(browserKey, null)}>
                {hasBrowserKey() ? words.guestAgain : words.guest}
              </button>
              <p className="faint text-[12px]">{season?.free ? words.guestWhat : words.guestDemo}</p>
            </div>
          )}
        </>
      ) : (
        <Progress step={step} onCancel={cancel} />
      )}
    </>
  );
}

function Progress({ step, onCancel }: { step: Exclude<ConnectStep, { at: 'choose' }>; onCancel: () => void }) {
  const line = step.at === 'connect' ? words.connecting(step.name) : step.at === 'sign' ? words.sign : words.entering;
  return (
    <div className="grid gap-3">
      <p role="status" className="row">
        <span className="turning">
          <Icon name="hourglass" />
        </span>
        {line}
      </p>
      {step.at === 'connect' && step.pairing !== undefined && <Pairing uri={step.pairing} />}
      {step.at === 'sign' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
        <pre className="connect-message" tabIndex={0}>
          {step.message}
        </pre>
      )}
      {step.at === 'sign' && step.chainId !== null && step.chainId !== USUAL_CHAIN && (
        <p className="faint text-[12px]">{words.otherChain}</p>
      )}
      {step.at !== 'enter' && (
        <button type="button" className="btn s ghost justify-self-start" onClick={onCancel}>
          {words.cancel}
        </button>
      )}
    </div>
  );
}
