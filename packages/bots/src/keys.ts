import { createHmac } from 'node:crypto';
import { hexToBytes } from '@cryptotribes/rules/core/random';

/** Order of the secp256k1 group: a private key is a number from 1 to this minus 1. */
const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Whether 32 bytes (as hex without prefix) can be a private key. */
export function isPrivateKey(hex: string): boolean {
  const value = BigInt(`0x${hex}`);
  return value > 0n && value < GROUP_ORDER;
}

/**
 * The wallet key of bot number `index`: HMAC-SHA256(seed, "bot:<index>"), so one seed gives the same players at every start.
 * A value outside the group (never seen, 1 in 2^128) is drawn anew with a counter. `seedHex`: any even number of hex digits.
 */
export function botKey(seedHex: string, index: number): `0x${string}` {
  const seed = hexToBytes(seedHex);
  for (let attempt = 0; ; attempt++) {
    const label = attempt === 0 ? `bot:${index}` : `bot:${index}:${attempt}`;
    const hex = createHmac('sha256', seed).update(label).digest('hex');
    if (isPrivateKey(hex)) return `0x${hex}`;
  }
}

/** Where a bot's own luck starts: the first 32 bits of a hash of its key, which says nothing about the key. */
export function randomSeedOf(key: string): number {
  return createHmac('sha256', 'bot luck').update(key).digest().readUInt32BE(0);
}
