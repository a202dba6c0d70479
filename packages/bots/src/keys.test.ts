import { createHmac } from 'node:crypto';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { botKey, isPrivateKey, randomSeedOf } from './keys.ts';

describe('keys of the bots', () => {
  it('is the HMAC of the bot number under the seed', () => {
    const expected = createHmac('sha256', Buffer.from('a1b2', 'hex')).update('bot:3').digest('hex');
    expect(botKey('a1b2', 3)).toBe(`0x${expected}`);
  });
  it('gives every bot and every seed another wallet', () => {
    const keys = [botKey('00', 0), botKey('00', 1), botKey('01', 0)];
    expect(new Set(keys.map((key) => privateKeyToAccount(key).address)).size).toBe(3);
  });
  it.each([
    ['zero', '0'.repeat(64), false],
    ['one', '1'.padStart(64, '0'), true],
    ['the order minus one', 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140', true],
    ['the order', 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', false],
    ['all ones', 'f'.repeat(64), false],
  ])('knows whether %s is a private key', (_, hex, valid) => {
    expect(isPrivateKey(hex)).toBe(valid);
  });
  it('starts the luck of each bot elsewhere, the same at every start', () => {
    expect(randomSeedOf(botKey('00', 0))).toBe(randomSeedOf(botKey('00', 0)));
    expect(randomSeedOf(botKey('00', 0))).not.toBe(randomSeedOf(botKey('00', 1)));
  });
});
