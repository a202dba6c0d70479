/**
 * The text that a wallet signs. It is made and kept by the server and must come back byte for byte; nothing in it is
 * believed because a client wrote it (RELIABILITY D1, D3, T8).
 */
export interface SignInMessage {
  /** Origin of our own pages, e.g. "https://play.example": wallets warn when it is not the page that asks. */
  readonly origin: string;
  /** EIP-55. */
  readonly walletAddress: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

const STATEMENT = 'Sign in to CryptoTribes. This costs nothing and moves no funds.';
const LEGACY_START = 'Sign this message to authenticate with CryptoTribes: ';
const NONCE_LINE = /\nNonce: ([0-9a-f]{32})\n/;
const NONCE = /^[0-9a-f]{32}$/;

/** The EIP-4361 text. */
export function signInMessage(message: SignInMessage): string {
  return [
    `${new URL(message.origin).host} wants you to sign in with your Ethereum account:`,
    message.walletAddress,
    '',
    STATEMENT,
    '',
    `URI: ${message.origin}`,
    'Version: 1',
    `Chain ID: ${message.chainId}`,
    `Nonce: ${message.nonce}`,
    `Issued At: ${new Date(message.issuedAtMs).toISOString()}`,
    `Expiration Time: ${new Date(message.expiresAtMs).toISOString()}`,
  ].join('\n');
}

/** SPEC 5.1's plain text. It names no website, so it is accepted only when the operator asks for it. */
export const legacyMessage = (nonce: string): string => LEGACY_START + nonce;

/** The nonce that a signed text claims to answer; null when it has none in the place where ours have it. */
export function readNonce(message: string): string | null {
  if (message.startsWith(LEGACY_START)) {
    const nonce = message.slice(LEGACY_START.length);
    return NONCE.test(nonce) ? nonce : null;
  }
  return NONCE_LINE.exec(message)?.[1] ?? null;
}
