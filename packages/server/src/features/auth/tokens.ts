import { createSigner, createVerifier } from 'fast-jwt';
import type { Clock } from '../../platform/clock.ts';

/** What a bearer token says: which session it belongs to, and which of the session's successive tokens it is. */
export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly generation: number;
}

export interface TokenService {
  /** A signed token that is valid until the second in which `expiresAtMs` lies. */
  sign(claims: TokenClaims & { readonly expiresAtMs: number }): string;
  /** The claims of a genuine token that has not expired; null for anything else. The session itself is not looked at. */
  verify(token: string): TokenClaims | null;
}

const ISSUER = 'cryptotribes';
const AUDIENCE = 'cryptotribes-api';
const OBJECT_ID = /^[0-9a-f]{24}$/;
/** Ours have about 330 characters; longer ones are not worth a hash. */
const MAX_TOKEN_LENGTH = 1_000;

/** Bearer tokens (SPEC 5.2): HS256 and nothing else, whatever a token's header asks for (RELIABILITY AU8). */
export function createTokenService(secret: string, clock: Clock): TokenService {
  const signer = createSigner({ key: secret, algorithm: 'HS256', iss: ISSUER, aud: AUDIENCE, noTimestamp: true });
  const verifier = createVerifier({
    key: secret,
    algorithms: ['HS256'],
    allowedIss: ISSUER,
    allowedAud: AUDIENCE,
    requiredClaims: ['iss', 'aud', 'sub', 'sid', 'gen', 'exp'],
    // Judged below by our own clock: the library would take the machine's.
    ignoreExpiration: true,
  });

  return {
    sign: ({ userId, sessionId, generation, expiresAtMs }) =>
      signer({
        sub: userId,
        sid: sessionId,
        gen: generation,
        iat: Math.floor(clock.nowMs() / 1000),
        exp: Math.floor(expiresAtMs / 1000),
      }),
    verify: (token) => {
      if (token.length > MAX_TOKEN_LENGTH) return null;
      let payload: Record<string, unknown>;
      try {
        payload = verifier(token) as Record<string, unknown>;
      } catch {
        return null;
      }
      return readClaims(payload, clock.nowMs());
    },
  };
}

function readClaims({ sub, sid, gen, exp }: Record<string, unknown>, nowMs: number): TokenClaims | null {
  if (typeof sub !== 'string' || !OBJECT_ID.test(sub)) return null;
  if (typeof sid !== 'string' || !OBJECT_ID.test(sid)) return null;
  if (typeof gen !== 'number' || !Number.isSafeInteger(gen) || gen < 1) return null;
  if (typeof exp !== 'number' || !Number.isSafeInteger(exp) || nowMs >= exp * 1000) return null;
  return { userId: sub, sessionId: sid, generation: gen };
}
