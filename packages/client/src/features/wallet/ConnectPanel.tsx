/** Signing in, as a panel beside the page: the navigation stays free. Loaded when it is first opened. */

import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useMe, useSeason } from '../../net/hooks.ts';
import { walletText as words } from '../../text/en/wallet.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useStore } from '../../ui/useStore.ts';
import { ConnectFlow } from './ConnectFlow.tsx';
import { connectStore } from './connectStore.ts';
import type { SignInResult } from './signIn.ts';
import { useSidePanel } from './useSidePanel.ts';
import './wallet.css';

function Panel() {
  const panel = useSidePanel<HTMLDivElement>(connectStore.close);
  const [, navigate] = useLocation();
  const isBefore = useSeason().data?.status === 'registration';

  function onDone({ me, joined, joinFailed }: SignInResult, account: string): void {
    connectStore.close();
    if (joined && !isBefore) showToast(words.welcome, 'good');
    else if (!joined && !joinFailed) showToast(words.back(me?.username ?? account), 'good');
    if (joined || location.pathname === '/') navigate(isBefore ? '/welcome' : '/territories');
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
      <ConnectFlow onDone={onDone} />
    </div>
  );
}

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
