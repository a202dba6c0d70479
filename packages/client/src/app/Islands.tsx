import { Suspense, useRef } from 'react';
import { connectStore } from '../features/wallet/connectStore.ts';
import { profileStore } from '../features/wallet/profileStore.ts';
import { useMe } from '../net/hooks.ts';
import { useIdle } from '../net/useIdle.ts';
import { useStore } from '../ui/useStore.ts';
import { screen } from './pages.ts';

/** What nobody needs before the page is idle: shortcuts and the service worker for all, notices for players. */
const LATER = ['keys/KeyCentre', 'pwa/PwaCentre'];
const LATER_FOR_PLAYERS = ['notices/NoticeCentre'];
/** The last element of the page: map and drawer come first for every reader. */
const LAST = ['toasts/Toasts'];

const DIALOGS = ['battles/AttackDialog', 'battles/GarrisonDialog'];

/** Panels that any screen can open. The wallet's code is loaded on the first use, the dialogs' for players only. */
export function Islands() {
  const isConnecting = useStore(connectStore);
  const isProfileOpen = useStore(profileStore);
  const isSignedIn = Boolean(useMe().data);
  const isIdle = useIdle();
  // A session that ends must not take an open dialog away with all that was chosen in it.
  const wasSignedIn = useRef(false);
  if (isSignedIn) wasSignedIn.current = true;
  const names = [
    ...(isConnecting ? ['wallet/ConnectPanel'] : []),
    ...(isProfileOpen && isSignedIn ? ['wallet/ProfilePanel'] : []),
    ...(wasSignedIn.current ? DIALOGS : []),
    ...(isIdle ? LATER : []),
    ...(isIdle && isSignedIn ? LATER_FOR_PLAYERS : []),
    ...(isIdle ? LAST : []),
  ];
  // One by one: what is still on its way hides nothing that is there.
  return names.map((name) => {
    const Island = screen(name);
    return (
      Island && (
        <Suspense key={name} fallback={null}>
          <Island />
        </Suspense>
      )
    );
  });
}
