/** Signing in with a wallet (SPEC 5.1): ask for a message, sign it, show the signature; and signing out again. */
import { randomBytes } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { SignedInUser } from '@cryptotribes/protocol/features/auth';
import type { Context } from '../../context.ts';
import { transaction } from '../../platform/db.ts';
import { assertNotBanned } from '../fairplay/sanctions.ts';
import { getSignedInUser, signInWallet } from '../users/service.ts';
import { legacyMessage, readNonce, signInMessage } from './message.ts';
import {
  consumeNonce,
  dropOldestNonces,
  getCookieSession,
  insertNonce,
  listOpenSessions,
  pruneNonces,
  releaseNonce,
} from './queries.ts';
import { type Auth, type Credentials, createSession, endSession, hashCookie, type SessionContext } from './sessions.ts';
import { isSignedBy } from './signature.ts';
import { walletBytes, walletText } from './wallet.ts';

const NONCE_LIFE_MS = 5 * 60_000;
/**
 * Anyone may ask for nonces for any address, so the oldest make room. High enough that a flood of a thousand does not
 * push out the message that the wallet's owner is just reading; one wallet's rows then take about 1 MB.
 */
const MAX_NONCES_PER_WALLET = 2_000;

export interface NonceRequest {
  readonly walletAddress: string;
  readonly chainId?: number | undefined;
  /** Which of our origins the message shall name. */
  readonly origin: string;
}
export interface IssuedNonce {
  readonly nonce: string;
  readonly message: string;
  readonly expiresAtMs: number;
}

/** A message to sign, good for five minutes and one sign-in. */
export async function issueNonce(ctx: SessionContext, request: NonceRequest): Promise<IssuedNonce> {
  const wallet = walletBytes(request.walletAddress);
  const nonce = randomBytes(16).toString('hex');
  const issuedAtMs = ctx.clock.nowMs();
  const expiresAtMs = issuedAtMs + NONCE_LIFE_MS;
  const message = signInMessage({
    origin: request.origin,
    walletAddress: walletText(wallet),
    chainId: request.chainId ?? 1,
    nonce,
    issuedAtMs,
    expiresAtMs,
  });
  await pruneNonces(ctx.pool, issuedAtMs);
  await insertNonce(ctx.pool, { nonce, wallet, message, expiresAtMs });
  await dropOldestNonces(ctx.pool, wallet, MAX_NONCES_PER_WALLET);
  return { nonce, message, expiresAtMs };
}

export interface ConnectRequest {
  readonly walletAddress: string;
  readonly signature: string;
  readonly message: string;
  readonly kind: Auth['kind'];
  /** As `deviceOf` names it; null = unknown. */
  readonly device?: string | null;
}
export interface SignedIn {
  readonly auth: Auth;
  /** The bearer token, or the cookie's value. */
  readonly secret: string;
  readonly user: SignedInUser;
}

/**
 * The wallet that signed. INVALID_NONCE when the message is not one that waits for this wallet, INVALID_SIGNATURE when it is not signed by it: the nonce is
 * used up in any case.
 */
export async function proveWallet(
  ctx: SessionContext,
  request: Pick<ConnectRequest, 'walletAddress' | 'signature' | 'message'>,
): Promise<Buffer> {
  const wallet = walletBytes(request.walletAddress);
  const nonce = await consumeMessage(ctx, wallet, request.message);
  try {
    if (!(await isSignedBy(wallet, request.message, request.signature, ctx.config.ethRpcUrl))) {
      throw new AppError('INVALID_SIGNATURE');
    }
  } catch (error) {
    // Nobody has judged the signature: the same request may be sent again.
    if (error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE') await releaseNonce(ctx.pool, nonce);
    throw error;
  }
  return wallet;
}

/**
 * Opens a session for the wallet that signed; its first sign-in makes the player. INVALID_NONCE when the message is not
 * one that waits for this wallet, INVALID_SIGNATURE when it is not signed by it, ACCOUNT_BANNED: the nonce is used up in any case.
 */
export async function connect(ctx: SessionContext, request: ConnectRequest): Promise<SignedIn> {
  const wallet = await proveWallet(ctx, request);
  return transaction(ctx.pool, async (tx) => {
    const userId = await signInWallet(ctx, tx, wallet);
    await assertNotBanned(tx, userId);
    const session = await createSession(ctx, tx, { userId, kind: request.kind, device: request.device ?? null });
    return { ...session, user: await getSignedInUser(tx, userId) };
  });
}

/** Uses up the nonce in `message` and checks that the whole text is the one we made with it. Gives the nonce. */
async function consumeMessage(ctx: SessionContext, wallet: Buffer, message: string): Promise<string> {
  const nonce = readNonce(message);
  const kept = nonce === null ? null : await consumeNonce(ctx.pool, nonce, wallet, ctx.clock.nowMs());
  if (nonce === null || kept === null) throw new AppError('INVALID_NONCE');
  const isOurs = message === kept || (ctx.config.authLegacyMessage && message === legacyMessage(nonce));
  if (!isOurs) throw new AppError('INVALID_NONCE', {}, 'Sign exactly the message that was given for this wallet.');
  return nonce;
}

/** Ends the sessions behind these credentials, whatever state they are in. Safe to repeat. */
export async function signOut(ctx: SessionContext, credentials: Credentials): Promise<void> {
  const claims = credentials.bearer === undefined ? null : ctx.tokens.verify(credentials.bearer);
  if (claims !== null) await endSession(ctx, claims.sessionId, 'signed_out');
  if (credentials.cookie !== undefined) await endCookieSession(ctx, credentials.cookie, 'signed_out');
}

/** Ends one session of the player, or all but one; gives how many were open. Somebody else's session is never meant. */
export async function endOwnSessions(
  ctx: SessionContext,
  userId: string,
  which: { readonly sessionId: string } | { readonly keepId: string },
): Promise<number> {
  const open = await listOpenSessions(ctx.pool, userId, ctx.clock.nowMs());
  const meant = open.filter(({ id }) => ('sessionId' in which ? id === which.sessionId : id !== which.keepId));
  for (const { id } of meant) await endSession(ctx, id, 'ended_by_owner');
  return meant.length;
}

/** Ends the session that a browser had before `userId` signed in there, and notes when it was another player's. */
export async function replaceSession(
  ctx: SessionContext & Pick<Context, 'sightings'>,
  cookie: string,
  userId: string,
): Promise<void> {
  const session = await getCookieSession(ctx.pool, hashCookie(cookie));
  if (session === null) return;
  ctx.sightings.noteSwitch(session.user_id, userId, session.id, ctx.clock.nowMs());
  await endSession(ctx, session.id, 'replaced');
}

/** Ends the session that a cookie shows, if there is one. */
export async function endCookieSession(ctx: SessionContext, cookie: string, reason: string): Promise<void> {
  const session = await getCookieSession(ctx.pool, hashCookie(cookie));
  if (session !== null) await endSession(ctx, session.id, reason);
}
