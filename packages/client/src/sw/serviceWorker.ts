/**
 * The service worker: the game starts without a connection (its own code, styles and fonts, never an answer of the server), and messages
 * arrive while no page is open. The build puts the list of the shell and its version in (tools/serviceWorker.ts).
 */
import { pageOf, wayOf } from './ways.ts';

declare const self: ServiceWorkerGlobalScope;
/** Changes with every build. */
declare const __BUILD__: string;
/** What the first page needs. */
declare const __SHELL__: readonly string[];

const PAGE = '/index.html';
const PREFIX = 'shell-';
const CACHE = PREFIX + __BUILD__;
/** On a line that is there but answers nothing the kept page is better than none. */
const PAGE_MS = 6000;

self.addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(__SHELL__.map((path) => new Request(path, { cache: 'reload' })));
  };
  event.waitUntil(fill());
});

self.addEventListener('activate', (event) => {
  const clean = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
    );
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

// Only when the player says so: a page must not lose its parts under the reader's hands.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

const kept = async (path: string): Promise<Response | undefined> => (await caches.open(CACHE)).match(path);

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_MS) });
  } catch (error) {
    const shell = await kept(PAGE);
    if (shell) return shell;
    throw error;
  }
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') await cache.put(request.url, answer.clone());
  return answer;
}

async function file(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(new URL(request.url).pathname);
    if (found) return found;
    throw error;
  }
}

const WAYS = { page, asset, file };

self.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, self.location.origin);
  if (way !== null) event.respondWith(WAYS[way](event.request));
});

interface PushMessage {
  type?: string;
  title?: string;
  body?: string;
  url?: string;
}

self.addEventListener('push', (event) => {
  const show = async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    // Somebody is looking at the game: the page tells it.
    if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
    let message: PushMessage = {};
    try {
      message = (event.data?.json() ?? {}) as PushMessage;
    } catch {
      // Not one of ours, or damaged: still something arrived.
    }
    await self.registration.showNotification(message.title ?? 'CryptoTribes', {
      body: message.body ?? '',
      icon: '/icons/icon-192.png',
      badge: '/icons/icon-192.png',
      // The same thing again takes the place of the first.
      tag: `${message.type ?? ''} ${message.url ?? ''}`,
      data: { url: pageOf(message.url) },
    });
  };
  event.waitUntil(show());
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = pageOf((event.notification.data as { url?: unknown } | null)?.url);
  const open = async () => {
    const windows = await self.clients.matchAll({ type: 'window' });
    const present = windows[0];
    if (!present) return self.clients.openWindow(url);
    // The page changes its screen by itself: nothing on it is lost.
    present.postMessage({ open: url });
    return present.focus();
  };
  event.waitUntil(open());
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as ExtendableEvent & { oldSubscription?: PushSubscription | null };
  const renew = async () => {
    const key = change.oldSubscription?.options.applicationServerKey;
    if (!key) return;
    const subscription = await self.registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    const { endpoint, keys } = subscription.toJSON();
    await fetch('/v1/me/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ endpoint, keys }),
    });
  };
  change.waitUntil(renew());
});
