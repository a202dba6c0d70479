import { parseSiweMessage, validateSiweMessage } from 'viem/siwe';
import { describe, expect, it } from 'vitest';
import { legacyMessage, readNonce, signInMessage } from './message.ts';

const NONCE = '0123456789abcdef0123456789abcdef';
const issuedAtMs = Date.parse('2026-01-02T03:04:05.678Z');
const message = {
  origin: 'https://play.example',
  walletAddress: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
  chainId: 1,
  nonce: NONCE,
  issuedAtMs,
  expiresAtMs: issuedAtMs + 300_000,
};

describe('the message to sign', () => {
  it('is this text', () => {
    expect(signInMessage(message)).toBe(
      [
        'play.example wants you to sign in with your Ethereum account:',
        '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
        '',
        'Sign in to CryptoTribes. This costs nothing and moves no funds.',
        '',
        'URI: https://play.example',
        'Version: 1',
        'Chain ID: 1',
        `Nonce: ${NONCE}`,
        'Issued At: 2026-01-02T03:04:05.678Z',
        'Expiration Time: 2026-01-02T03:09:05.678Z',
      ].join('\n'),
    );
  });

  it('is read by wallets as EIP-4361, with the port as part of the domain', () => {
    const parsed = parseSiweMessage(signInMessage({ ...message, origin: 'http://localhost:3000', chainId: 8453 }));
    expect(parsed).toMatchObject({
      domain: 'localhost:3000',
      address: message.walletAddress,
      statement: 'Sign in to CryptoTribes. This costs nothing and moves no funds.',
      uri: 'http://localhost:3000',
      version: '1',
      chainId: 8453,
      nonce: NONCE,
    });
    const time = new Date(issuedAtMs);
    expect(validateSiweMessage({ message: parsed, domain: 'localhost:3000', nonce: NONCE, time })).toBe(true);
  });

  it('gives its nonce back', () => {
    expect(readNonce(signInMessage(message))).toBe(NONCE);
    expect(readNonce(legacyMessage(NONCE))).toBe(NONCE);
  });

  it.each([
    'null',
    '{"order":null}',
    `Nonce: ${NONCE}`,
    `\nNonce: ${NONCE.toUpperCase()}\n`,
    `\nNonce: ${NONCE}0\n`,
    `${legacyMessage(NONCE)} `,
    `x ${legacyMessage(NONCE)}`,
    legacyMessage('undefined'),
  ])('finds no nonce in %j', (text) => {
    expect(readNonce(text)).toBeNull();
  });
});
