import { createECDH } from 'node:crypto';

/** The public key (65 bytes, base64url) of a private VAPID key (32 bytes, base64url); null when it is none. */
export function vapidPublicKey(privateKey: string): string | null {
  const bytes = Buffer.from(privateKey, 'base64url');
  if (bytes.length !== 32 || bytes.toString('base64url') !== privateKey) return null;
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(bytes);
  } catch {
    return null;
  }
  return pair.getPublicKey('base64url');
}
