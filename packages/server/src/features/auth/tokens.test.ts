import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../platform/clock.ts';
import { createTokenService } from './tokens.ts';

const NOW_MS = 1_800_000_000_000;
const SECRET = 'a secret of the test that is long enough';
const claims = { userId: 'a'.repeat(24), sessionId: 'b'.repeat(24), generation: 3 };

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock(NOW_MS);
});
const service = () => createTokenService(SECRET, clock);
const signed = () => service().sign({ ...claims, expiresAtMs: NOW_MS + 60_000 });

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (hash: string, key: string) => (text: string) => createHmac(hash, key).update(text).digest('base64url');

interface Forgery {
  header?: Record<string, unknown>;
  payload?: Record<string, unknown>;
  sign?: (text: string) => string;
}
/** A token as somebody else might make it: ours, except for what is given. */
function forged({ header = {}, payload = {}, sign = hmac('sha256', SECRET) }: Forgery): string {
  const ours = { sub: claims.userId, sid: claims.sessionId, gen: 3, exp: NOW_MS / 1000 + 60 };
  const claimed = { iss: 'cryptotribes', aud: 'cryptotribes-api', ...ours, ...payload };
  const text = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part(claimed)}`;
  return `${text}.${sign(text)}`;
}

describe('tokens', () => {
  it('gives back the claims it has signed', () => {
    expect(service().verify(signed())).toEqual(claims);
  });

  it('accepts what the forging helper makes when nothing is changed, so the refusals below mean something', () => {
    expect(service().verify(forged({}))).toEqual(claims);
  });

  it('ends a token at the moment it expires, by the injected clock', () => {
    const token = signed();
    clock.advance(59_999);
    expect(service().verify(token)).toEqual(claims);
    clock.advance(1);
    expect(service().verify(token)).toBeNull();
  });

  it('refuses a token without a signature', () => {
    const [, payload] = signed().split('.');
    expect(service().verify(`${part({ alg: 'none', typ: 'JWT' })}.${payload}.`)).toBeNull();
    expect(service().verify(`${signed().split('.').slice(0, 2).join('.')}.`)).toBeNull();
  });

  it('refuses other algorithms with our secret', () => {
    for (const bits of [384, 512]) {
      const sign = hmac(`sha${bits}`, SECRET);
      expect(service().verify(forged({ header: { alg: `HS${bits}` }, sign }))).toBeNull();
    }
  });

  it('refuses a token signed with an asymmetric key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sign = (text: string) => signWith('sha256', Buffer.from(text), privateKey).toString('base64url');
    expect(service().verify(forged({ header: { alg: 'RS256' }, sign }))).toBeNull();
    expect(service().verify(forged({ sign }))).toBeNull();
  });

  it('refuses another secret, issuer or audience', () => {
    expect(service().verify(forged({ sign: hmac('sha256', `${SECRET}!`) }))).toBeNull();
    expect(service().verify(forged({ payload: { iss: 'somebody' } }))).toBeNull();
    expect(service().verify(forged({ payload: { aud: 'another-api' } }))).toBeNull();
    expect(service().verify(forged({ payload: { aud: undefined } }))).toBeNull();
  });

  it('does not look where a header says the key is', () => {
    const sign = hmac('sha256', '');
    expect(service().verify(forged({ header: { kid: '../../dev/null' }, sign }))).toBeNull();
  });

  it.each([
    ['user', { sub: 'admin' }],
    ['session', { sid: "' or 1=1" }],
    ['generation', { gen: 1.5 }],
    ['generation as text', { gen: '3' }],
    ['generation zero', { gen: 0 }],
    ['expiry as text', { exp: '9999999999' }],
    ['missing expiry', { exp: undefined }],
    ['missing session', { sid: undefined }],
    ['past expiry', { exp: NOW_MS / 1000 - 1 }],
  ])('refuses a signed token with a bad %s', (_, payload) => {
    expect(service().verify(forged({ payload }))).toBeNull();
  });

  it('refuses a token with any of its bits flipped', () => {
    const token = signed();
    const bytes = Buffer.from(token, 'latin1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(service().verify(copy.toString('latin1')), `bit ${bit}`).toBeNull();
    }
  });

  it.each(['', '.', '..', 'a.b.c', 'Bearer', '\u0000', 'x'.repeat(100_000)])('refuses garbage %#', (token) => {
    expect(service().verify(token)).toBeNull();
  });
});
