import { hexToBytes } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkKeySignature, isSignedBy } from './signature.ts';
import { walletBytes, walletText } from './wallet.ts';

const account = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const MESSAGE = 'play.example wants you to sign in: ✓ 汉字';
const wallet = walletBytes(account.address);
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

let signature: Uint8Array;
beforeAll(async () => {
  signature = hexToBytes(await account.signMessage({ message: MESSAGE }));
});
const changed = (change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(signature);
  change(copy);
  return copy;
};
/** The other number pair that satisfies the same equation. */
const secondForm = (): Buffer =>
  changed((copy) => {
    const s = BigInt(`0x${copy.subarray(32, 64).toString('hex')}`);
    Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex').copy(copy, 32);
    copy[64] = copy[64] === 27 ? 28 : 27;
  });

describe('a key wallet', () => {
  it('is recognised by its signature', () => {
    expect(checkKeySignature(wallet, MESSAGE, signature)).toBe('matches');
  });

  it('is recognised whatever the spelling of its address', () => {
    const spelled = `0x${account.address.slice(2).toUpperCase()}`;
    expect(walletText(walletBytes(spelled))).toBe(account.address);
    expect(checkKeySignature(walletBytes(spelled), MESSAGE, signature)).toBe('matches');
  });

  it('is recognised for a hundred keys and messages', async () => {
    for (let i = 0; i < 100; i++) {
      const someone = privateKeyToAccount(generatePrivateKey());
      const signed = hexToBytes(await someone.signMessage({ message: `message ${i}` }));
      expect(checkKeySignature(walletBytes(someone.address), `message ${i}`, signed)).toBe('matches');
    }
  }, 30_000);

  it('is recognised when v is written as 0 or 1', () => {
    const short = changed((copy) => {
      copy[64] = (copy[64] as number) - 27;
    });
    expect(checkKeySignature(wallet, MESSAGE, short)).toBe('matches');
  });

  it('is not recognised by another key', async () => {
    const theirs = hexToBytes(await stranger.signMessage({ message: MESSAGE }));
    expect(checkKeySignature(wallet, MESSAGE, theirs)).toBe('other');
    expect(checkKeySignature(walletBytes(stranger.address), MESSAGE, signature)).toBe('other');
  });

  it('is not recognised for another message', () => {
    expect(checkKeySignature(wallet, `${MESSAGE} `, signature)).toBe('other');
  });

  it('is refused with the second form of its signature (high s)', async () => {
    expect(checkKeySignature(wallet, MESSAGE, secondForm())).toBe('malleable');
    expect(await isSignedBy(wallet, MESSAGE, `0x${secondForm().toString('hex')}`, null)).toBe(false);
  });

  it('does not ask the chain about the second form', async () => {
    // Nothing listens there: asking would throw SERVICE_UNAVAILABLE.
    expect(await isSignedBy(wallet, MESSAGE, `0x${secondForm().toString('hex')}`, 'http://127.0.0.1:9')).toBe(false);
  });

  it.each([2, 3, 26, 29, 30, 31, 35, 255])('refuses v = %i', (v) => {
    const odd = changed((copy) => {
      copy[64] = v;
    });
    expect(checkKeySignature(wallet, MESSAGE, odd)).toBe('other');
  });

  it.each([0, 1, 64, 66, 130])('refuses %i bytes', (length) => {
    const bytes = Buffer.alloc(length);
    Buffer.from(signature).copy(bytes);
    expect(checkKeySignature(wallet, MESSAGE, bytes)).toBe('other');
  });

  it('refuses numbers that are no signature', () => {
    expect(checkKeySignature(wallet, MESSAGE, Buffer.alloc(65))).toBe('other');
    expect(checkKeySignature(wallet, MESSAGE, Buffer.alloc(65, 0xff))).toBe('other');
    const zeros = Buffer.alloc(65);
    zeros[64] = 27;
    expect(checkKeySignature(wallet, MESSAGE, zeros)).toBe('other');
    const large = Buffer.alloc(65, 0xff);
    large[64] = 28;
    expect(checkKeySignature(wallet, MESSAGE, large)).toBe('other');
  });

  it('refuses a signature with any one byte changed', () => {
    for (let i = 0; i < 65; i++) {
      const altered = changed((copy) => {
        copy[i] = (copy[i] as number) ^ 0x04;
      });
      expect(checkKeySignature(wallet, MESSAGE, altered), `byte ${i}`).not.toBe('matches');
    }
  });
});
