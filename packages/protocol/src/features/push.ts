/** Web Push: messages to a player's devices while no page of the game is open (VAPID, RFC 8292). */
import Type from 'typebox';
import { route } from '../core/route.ts';
import { Amount, NullableText, object } from '../core/schema.ts';

const Endpoint = Type.String({ pattern: '^https://', minLength: 12, maxLength: 1000 });
/** As PushSubscription.toJSON() of the browser gives them, in base64url. */
const Keys = object({
  p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$', maxLength: 88 }),
  auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}(==)?$', maxLength: 24 }),
});
const State = object({
  /** applicationServerKey for pushManager.subscribe(); null when this server sends no messages. */
  publicKey: NullableText,
  /** Devices that get your messages. */
  devices: Amount,
});

/** What arrives in the service worker: JSON. */
export interface PushMessage {
  type: string;
  title: string;
  body: string;
  /** The page to open. */
  url: string;
}

export const pushRoutes = {
  'push.get': route({
    method: 'GET',
    path: '/v1/me/push',
    access: 'user',
    summary: 'The key to subscribe with, and how many of your devices do.',
    data: State,
  }),
  'push.subscribe': route({
    method: 'POST',
    path: '/v1/me/push',
    access: 'user',
    summary: 'Send messages to this device; at most 10 devices, the oldest gives way. Which events: see the settings.',
    body: object({ endpoint: Endpoint, keys: Keys }),
    data: State,
  }),
  'push.unsubscribe': route({
    method: 'DELETE',
    path: '/v1/me/push',
    access: 'user',
    summary: 'No more messages to this device. Safe to call again.',
    body: object({ endpoint: Endpoint }),
    data: State,
  }),
};
