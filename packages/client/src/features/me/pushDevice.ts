/**
 * This device as a receiver of messages: the browser's subscription and the server's list are kept the same. The wish is remembered per
 * browser, so that a subscription that the browser renewed or lost is made anew at the next start.
 */
import { api } from '../../net/api.ts';

export type PushState = 'unsupported' | 'notOffered' | 'denied' | 'off' | 'on';
const WISH = 'ct_push';

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

function rememberWish(isOn: boolean): void {
  try {
    if (isOn) localStorage.setItem(WISH, '1');
    else localStorage.removeItem(WISH);
  } catch {
    // Without storage it must be switched on anew after each start.
  }
}
function hasWish(): boolean {
  try {
    return localStorage.getItem(WISH) === '1';
  } catch {
    return false;
  }
}

/** The key of the server as bytes; `subscribe` takes the text as well, but then no browser gives the same bytes back to compare. */
export function keyBytes(publicKey: string): Uint8Array<ArrayBuffer> {
  const binary = atob(publicKey.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const isSameKey = (a: ArrayBuffer | null | undefined, b: Uint8Array): boolean => {
  if (!a) return false;
  const bytes = new Uint8Array(a);
  return bytes.length === b.length && bytes.every((byte, i) => byte === b[i]);
};

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await api.call('push.subscribe', {
    body: { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } },
  });
}

/** The browser's subscription to this server's key, made if there is none or one to another key. */
async function subscribe(publicKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = keyBytes(publicKey);
  const present = await pushManager.getSubscription();
  if (present && isSameKey(present.options.applicationServerKey, key)) return present;
  await present?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** How it stands on this device. */
export async function pushState(): Promise<PushState> {
  const { publicKey } = await api.call('push.get');
  if (publicKey === null) return 'notOffered';
  if (!isSupported()) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return hasWish() && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks for permission (the only place that does) and subscribes. Gives how it stands then. */
export async function switchPushOn(): Promise<PushState> {
  const { publicKey } = await api.call('push.get');
  if (publicKey === null) return 'notOffered';
  if (!isSupported()) return 'unsupported';
  const answer = await Notification.requestPermission();
  if (answer !== 'granted') return answer === 'denied' ? 'denied' : 'off';
  await tellServer(await subscribe(publicKey));
  rememberWish(true);
  return 'on';
}

export async function switchPushOff(): Promise<PushState> {
  rememberWish(false);
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (subscription) {
    await api.call('push.unsubscribe', { body: { endpoint: subscription.endpoint } });
    await subscription.unsubscribe();
  }
  return 'off';
}

/** At the start of a visit of somebody who wants messages here: renews what the browser or the server has lost. */
export async function keepPushInStep(): Promise<void> {
  if (!isSupported() || !hasWish() || Notification.permission !== 'granted') return;
  const { publicKey } = await api.call('push.get');
  if (publicKey !== null) await tellServer(await subscribe(publicKey));
}

/** Before signing out: whoever comes next on this device must not get the messages. Never keeps anybody from signing out. */
export async function leavePush(): Promise<void> {
  if (!isSupported() || !hasWish()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) await api.call('push.unsubscribe', { body: { endpoint: subscription.endpoint } });
}
