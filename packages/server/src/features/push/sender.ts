/** Sends one message to one device. Replaceable: the rest of the feature does not know how it travels. */
import { Agent, request } from 'node:https';
import type { PushMessage } from '@cryptotribes/protocol/features/push';
import type { Config } from '../../config/config.ts';
import { isPublicEndpoint, publicLookup } from './hosts.ts';
import type { VapidKeys } from './vapid.ts';

export interface Device {
  endpoint: string;
  p256dh: string;
  auth: string;
}
/** gone: the device has ended its subscription; failed: worth trying again with the next message. */
export type Sent = 'sent' | 'gone' | 'failed';
export interface PushSender {
  send(device: Device, message: PushMessage): Promise<Sent>;
  close(): void;
}

/** A message that did not reach its device by then is dropped: it would be no news any more. */
const KEEP_SECONDS = 3_600;
const TIMEOUT_MS = 10_000;

/** Over Web Push. Throws when the package that encrypts is not installed. */
export async function createWebPushSender(config: Pick<Config, 'push'>, keys: VapidKeys): Promise<PushSender> {
  const { default: webPush } = await import('web-push');
  const { allowPrivateHosts, subject } = config.push;
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ...(allowPrivateHosts ? {} : { lookup: publicLookup }) });
  return {
    send: async (device, message) => {
      if (!allowPrivateHosts && !isPublicEndpoint(device.endpoint)) return 'gone';
      const { p256dh, auth } = device;
      const details = webPush.generateRequestDetails(
        { endpoint: device.endpoint, keys: { p256dh, auth } },
        JSON.stringify(message),
        {
          vapidDetails: { subject, ...keys },
          TTL: KEEP_SECONDS,
          urgency: message.type === 'attack_incoming' ? 'high' : 'normal',
          contentEncoding: 'aes128gcm',
        },
      );
      return outcomeOf(await post(device.endpoint, details.headers, details.body ?? Buffer.alloc(0), agent));
    },
    close: () => agent.destroy(),
  };
}

/** The status of the answer; redirects are not followed and the answer's body is not read. */
function post(endpoint: string, headers: Record<string, string | number>, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      endpoint,
      { method: 'POST', headers, agent, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

export function outcomeOf(status: number): Sent {
  if (status >= 200 && status < 300) return 'sent';
  return status === 404 || status === 410 ? 'gone' : 'failed';
}
