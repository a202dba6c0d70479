/** The server's own key pair for messages to devices (RFC 8292): from the settings, or made once per database and kept. */
import { createECDH } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import { vapidPublicKey } from '../../config/vapidKey.ts';
import { type Db, one, statement } from '../../platform/db.ts';

export interface VapidKeys {
  /** 65 bytes in base64url: what browsers subscribe with. */
  publicKey: string;
  /** 32 bytes in base64url. */
  privateKey: string;
}

// Devices subscribe to one key: another one would end all subscriptions, so of several processes at the first start one decides.
const keep = statement(
  'push.keepKey',
  `insert into installation (name, value) values ('vapid-private-key', $1)
   on conflict (name) do update set value = installation.value returning value`,
);

export async function loadVapidKeys(db: Db, config: Pick<Config, 'push'>): Promise<VapidKeys> {
  if (config.push.vapid !== null) return config.push.vapid;
  const pair = createECDH('prime256v1');
  // Shorter ones exist: leading zeros are left out.
  do pair.generateKeys();
  while (pair.getPrivateKey().length !== 32);
  const { value: privateKey } = await one<{ value: string }>(db, keep, [pair.getPrivateKey('base64url')]);
  const publicKey = vapidPublicKey(privateKey);
  if (publicKey === null) throw new Error('the stored key for messages to devices is damaged');
  return { publicKey, privateKey };
}
