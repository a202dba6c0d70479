/** Brings the service worker: the start without a connection, messages to devices, and word of a new version. Loaded once the page is idle. */
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { scriptAddress } from '../../app/scriptAddress.ts';
import { pwaText as t } from '../../text/en/pwa.ts';
import { showCard } from '../../ui/toastStore.ts';

const CHECK_MS = 60 * 60_000;

/** The new version takes over, and this page starts anew with it. */
function takeOver(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take over');
}

let offered: ServiceWorker | null = null;

function offer(waiting: ServiceWorker): void {
  if (offered === waiting) return;
  offered = waiting;
  showCard({
    kind: 'update',
    text: t.ready,
    tone: 'info',
    isSticky: true,
    link: null,
    action: { label: t.load, run: () => takeOver(waiting) },
    many: () => t.ready,
  });
}

/** Says so when a new version has been fetched; the first one of all needs no word. */
function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}

async function start(): Promise<() => void> {
  const registration = await navigator.serviceWorker.register(scriptAddress('/sw.js'));
  watch(registration);
  const check = () => {
    // Without a connection there is nothing to learn.
    if (!document.hidden) registration.update().catch(() => undefined);
  };
  document.addEventListener('visibilitychange', check);
  const timer = setInterval(check, CHECK_MS);
  return () => {
    document.removeEventListener('visibilitychange', check);
    clearInterval(timer);
  };
}

export default function PwaCentre() {
  const [, navigate] = useLocation();
  useEffect(() => {
    // While developing, what is kept would hide what was changed.
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    let stop = () => {};
    let isGone = false;
    start().then(
      (found) => {
        stop = found;
        if (isGone) stop();
      },
      // Private windows may have none: then the game is an ordinary page.
      () => undefined,
    );
    return () => {
      isGone = true;
      stop();
    };
  }, []);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const onMessage = (event: MessageEvent<{ open?: unknown }>) => {
      if (typeof event.data?.open === 'string') navigate(event.data.open);
    };
    navigator.serviceWorker.addEventListener('message', onMessage);
    return () => navigator.serviceWorker.removeEventListener('message', onMessage);
  }, [navigate]);
  return null;
}
