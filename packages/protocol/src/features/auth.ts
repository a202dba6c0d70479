import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import { Amount, Instant, NullableText, ObjectId, object, oneOf, WalletAddress } from '../core/schema.ts';

export const SignedInUser = object({
  id: ObjectId,
  walletAddress: Type.String(),
  username: NullableText,
  tribeId: NullableText,
  gold: Amount,
  victoryPoints: Amount,
});
export type SignedInUser = Static<typeof SignedInUser>;

export const authRoutes = {
  'auth.options': route({
    method: 'GET',
    path: '/v1/auth/options',
    access: 'public',
    summary: 'Ways to sign in beyond the wallets of the browser.',
    data: object({
      /** Project id for WalletConnect; null = it is not offered. */
      walletConnectProjectId: NullableText,
      /** The paid demo: fees and prizes are worth nothing, and a key made in the browser can pay. */
      playMoney: Type.Boolean(),
    }),
  }),
  'auth.nonce': route({
    method: 'POST',
    path: '/v1/auth/nonce',
    access: 'public',
    limit: 'auth',
    summary: 'Ask for the message to sign (EIP-4361). Valid for five minutes, for one sign-in.',
    body: object({
      walletAddress: WalletAddress,
      chainId: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    }),
    data: object({ nonce: Type.String(), message: Type.String(), expiresAt: Instant }),
  }),
  'auth.connect': route({
    method: 'POST',
    path: '/v1/auth/connect',
    access: 'public',
    limit: 'auth',
    summary:
      'Sign in with the signed message. Gives a bearer token, or sets an HttpOnly cookie when session is "cookie".',
    body: object({
      walletAddress: WalletAddress,
      signature: Type.String({ pattern: '^0x([0-9a-fA-F]{2}){1,4096}$', maxLength: 8194 }),
      message: Type.String({ minLength: 1, maxLength: 2000 }),
      session: Type.Optional(oneOf(['token', 'cookie'])),
    }),
    data: object({ token: Type.Optional(Type.String()), expiresAt: Instant, user: SignedInUser }),
  }),
  'auth.refresh': route({
    method: 'POST',
    path: '/v1/auth/refresh',
    // Reads its own credentials: a token that was exchanged before must reach it, to be recognised.
    access: 'public',
    refuses: { anonymous: 'INVALID_TOKEN' },
    limit: 'auth',
    summary: 'Exchange the token for a new one. The old one ends; using it here again ends the whole session.',
    data: object({ token: Type.Optional(Type.String()), expiresAt: Instant }),
  }),
  'auth.logout': route({
    method: 'POST',
    path: '/v1/auth/logout',
    // Signing out twice is no error.
    access: 'public',
    summary: 'End this session at once, on every process.',
    data: object({ signedOut: Type.Literal(true) }),
  }),
  'auth.sessions': route({
    method: 'GET',
    path: '/v1/auth/sessions',
    access: 'user',
    summary: 'Where you are signed in, newest first.',
    data: object({
      sessions: Type.Array(
        object({
          id: ObjectId,
          /** Program and system, e.g. "Firefox · Windows"; null = unknown. */
          device: NullableText,
          /** False for programs that hold a bearer token. */
          isBrowser: Type.Boolean(),
          /** The session of this very request. */
          isThis: Type.Boolean(),
          startedAt: Instant,
          expiresAt: Instant,
        }),
      ),
    }),
  }),
  'auth.endSession': route({
    method: 'DELETE',
    path: '/v1/auth/sessions/:sessionId',
    access: 'user',
    summary: 'End one of your sessions, on every process within a second. Safe to call again.',
    params: object({ sessionId: ObjectId }),
    data: object({ ended: Amount }),
  }),
  'auth.endOtherSessions': route({
    method: 'DELETE',
    path: '/v1/auth/sessions',
    access: 'user',
    summary: 'End all your sessions but this one.',
    data: object({ ended: Amount }),
  }),
};
