/** Signing in, as a panel beside the page: the navigation stays free. Loaded when it is first opened. */

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useMe, useSeason } from '../../net/hooks.ts';
import { walletText as words } from '../../text/en/wallet.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useStore } from '../../ui/useStore.ts';
import { browserKey, hasBrowserKey } from './browserKey.ts';
import { connectStore } from './connectStore.ts';
import { type Signer, signIn } from './signIn.ts';
import { useSidePanel } from './useSidePanel.ts';
import { walletErrorText } from './walletErrors.ts';
import './wallet.css';

type Step = { at: 'choose' } | { at: 'connect'; name: string } | { at: 'sign'; message: string } | { at: 'enter' };

const loadWallets = () => import('./browserWallets.ts');

function Panel() {
  const panel = useSidePanel<HTMLDivElement>(connectStore.close);
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [problem, setProblem] = useState<string | null>(null);
  const [, navigate] = useLocation();
  const season = useSeason().data;
  const wallets = useQuery({
    queryKey: ['wallets'],
    queryFn: async () => (await loadWallets()).listWallets(),
    staleTime: 0,
    gcTime: 0,
  });
  // An answer that comes after the reader gave up must not sign anybody in.
  const attempt = useRef(0);

  async function enter(getSigner: () => Promise<Signer>, name: string | null): Promise<void> {
    const mine = ++attempt.current;
    setProblem(null);
    setStep(name === null ? { at: 'enter' } : { at: 'connect', name });
    try {
      const signer = await getSigner();
      if (attempt.current !== mine) return;
      const { me, joined, joinFailed } = await signIn(signer, (message) => {
        if (attempt.current === mine && name !== null) setStep({ at: 'sign', message });
      });
      if (attempt.current !== mine) return;
      connectStore.close();
      if (joinFailed) showToast(words.joinFailed, 'bad');
      else if (joined) showToast(words.welcome, 'good');
      else showToast(words.back(me?.username ?? shortAddress(signer.address)), 'good');
      if (joined || location.pathname === '/') navigate('/territories');
    } catch (error) {
      if (attempt.current !== mine) return;
      setProblem(walletErrorText(error));
      setStep({ at: 'choose' });
    }
  }

  function cancel(): void {
    attempt.current++;
    setStep({ at: 'choose' });
  }

  return (
    <div
      ref={panel}
      className="panel connect"
      role="dialog"
      aria-modal="false"
      aria-labelledby="connect-title"
      tabIndex={-1}
      data-testid="connect-panel"
    >
      <div className="row sp">
        <h2 id="connect-title" className="disp text-[24px]">
          {words.title}
        </h2>
        <button type="button" className="ib" aria-label={words.close} onClick={connectStore.close}>
          <LineIcon name="close" />
        </button>
      </div>
      <p className="muted">{words.lead}</p>
      {problem !== null && (
        <p role="alert" className="connect-problem">
          {problem}
        </p>
      )}
      {step.at === 'choose' ? (
        <>
          {wallets.isPending && <p className="faint">{words.looking}</p>}
          {wallets.data?.length === 0 && <p className="faint">{words.none}</p>}
          {wallets.isError && <p className="faint">{words.failed}</p>}
          <ul className="grid gap-2" aria-label={words.listLabel}>
            {wallets.data?.map(({ id, name, icon }) => (
              <li key={id}>
                <button
                  type="button"
                  className="btn connect-wallet"
                  onClick={() => enter(async () => (await loadWallets()).connectWallet(id), name)}
                >
                  {icon ? <img src={icon} alt="" width={26} height={26} /> : <Icon name="two-coins" />}
                  {name === 'Injected' ? words.fallbackName : name}
                </button>
              </li>
            ))}
          </ul>
          {season?.free && (
            <div className="connect-guest">
              <button type="button" className="btn prime w-full" onClick={() => enter(browserKey, null)}>
                {hasBrowserKey() ? words.guestAgain : words.guest}
              </button>
              <p className="faint text-[12px]">{words.guestWhat}</p>
            </div>
          )}
        </>
      ) : (
        <Progress step={step} onCancel={cancel} />
      )}
    </div>
  );
}

function Progress({ step, onCancel }: { step: Exclude<Step, { at: 'choose' }>; onCancel: () => void }) {
  const line = step.at === 'connect' ? words.connecting(step.name) : step.at === 'sign' ? words.sign : words.entering;
  return (
    <div className="grid gap-3">
      <p role="status" className="row">
        <span className="turning">
          <Icon name="hourglass" />
        </span>
        {line}
      </p>
      {step.at === 'sign' && <pre className="connect-message">{step.message}</pre>}
      {step.at !== 'enter' && (
        <button type="button" className="btn s ghost justify-self-start" onClick={onCancel}>
          {words.cancel}
        </button>
      )}
    </div>
  );
}

const shortAddress = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** The sign-in panel while it is wanted; nothing for somebody who is signed in. */
export default function ConnectPanel() {
  const isOpen = useStore(connectStore);
  const isSignedIn = Boolean(useMe().data);
  useEffect(() => {
    // Somebody may come in by another way while the panel is open; it must not be waiting when they sign out.
    if (isOpen && isSignedIn) connectStore.close();
  }, [isOpen, isSignedIn]);
  return isOpen && !isSignedIn ? <Panel /> : null;
}
