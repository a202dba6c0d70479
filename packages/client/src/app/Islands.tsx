import { Suspense, useRef } from 'react';
import { connectStore } from '../features/wallet/connectStore.ts';
import { profileStore } from '../features/wallet/profileStore.ts';
import { useMe } from '../net/hooks.ts';
import { useStore } from '../ui/useStore.ts';
import { screen } from './pages.ts';

const DIALOGS = ['battles/AttackDialog', 'battles/GarrisonDialog'];

/** Panels that any screen can open. The wallet's code is loaded on the first use, the dialogs' for players only. */
export function Islands() {
  const isConnecting = useStore(connectStore);
  const isProfileOpen = useStore(profileStore);
  const isSignedIn = Boolean(useMe().data);
  // A session that ends must not take an open dialog away with all that was chosen in it.
  const wasSignedIn = useRef(false);
  if (isSignedIn) wasSignedIn.current = true;
  const names = [
    ...(isConnecting ? ['wallet/ConnectPanel'] : []),
    ...(isProfileOpen && isSignedIn ? ['wallet/ProfilePanel'] : []),
    ...(wasSignedIn.current ? DIALOGS : []),
  ];
  return (
    <Suspense fallback={null}>
      {names.map((name) => {
        const Island = screen(name);
        return Island && <Island key={name} />;
      })}
    </Suspense>
  );
}
