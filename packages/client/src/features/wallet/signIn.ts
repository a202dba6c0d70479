/** The way in: ask for the message, let it be signed, hand it back; then enter a free season. */
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { api } from '../../net/api.ts';
import { fetchMe } from '../../net/fetchers.ts';
import { forgetPrivate } from '../../net/forgetPrivate.ts';
import { restartLive } from '../../net/live.ts';
import { queryClient } from '../../net/queryClient.ts';
import { PRIVATE_KEYS, queryKeys } from '../../net/queryKeys.ts';
import { markLeaving, markNewSession, markSignedOut } from '../../net/session.ts';
import { leavePush } from '../me/pushDevice.ts';

/** Somebody who can sign a text: a wallet, or the key of the browser. */
export interface Signer {
  address: string;
  /** Chain that the wallet is on; null for a bare key. */
  chainId: number | null;
  /** 65-byte signature (or a contract wallet's longer one) as 0x hex. */
  sign(message: string): Promise<string>;
}

export interface SignInResult {
  me: Me | null;
  /** True when this sign-in entered the season. */
  joined: boolean;
  joinFailed: boolean;
}

/** One round of nonce, signature and session. `onMessage` hears the exact text before it is signed. */
async function openSession(signer: Signer, onMessage: (message: string) => void): Promise<void> {
  const chain = signer.chainId === null ? {} : { chainId: signer.chainId };
  const { message } = await api.call('auth.nonce', { body: { walletAddress: signer.address, ...chain } });
  onMessage(message);
  const signature = await signer.sign(message);
  await api.call('auth.connect', {
    body: { walletAddress: signer.address, signature, message, session: 'cookie' },
  });
}

/**
 * Signs in with a cookie session and enters the season when it is free. A message that expired while the wallet was open is
 * asked for once more. Rejections and refusals are thrown as they came.
 */
export async function signIn(signer: Signer, onMessage: (message: string) => void): Promise<SignInResult> {
  try {
    await openSession(signer, onMessage);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'INVALID_NONCE') throw error;
    await openSession(signer, onMessage);
  }
  markNewSession();
  restartLive();
  let me = await fetchMe();
  let joined = false;
  let joinFailed = false;
  const season = await currentSeason();
  if (me && season && !me.entered && mayJoin(season)) {
    try {
      await api.call('seasons.join', { params: { seasonId: season.seasonId } });
      joined = true;
      me = await fetchMe();
    } catch {
      joinFailed = true;
    }
  }
  queryClient.setQueryData(queryKeys.me, me);
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
  return { me, joined, joinFailed };
}

const currentSeason = (): Promise<Season | null> =>
  queryClient
    .ensureQueryData({ queryKey: queryKeys.season, queryFn: () => api.call('seasons.current') })
    .catch(() => null);

const mayJoin = (season: Season) => season.free && (season.status === 'active' || season.status === 'registration');

/** Ends the session here and on the server. Always leaves this side signed out. */
export async function signOut(): Promise<void> {
  await leavePush().catch(() => undefined);
  markLeaving();
  await api.call('auth.logout').catch(() => undefined);
  markSignedOut();
  restartLive();
  queryClient.setQueryData(queryKeys.me, null);
  forgetPrivate();
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => !PRIVATE_KEYS.has(queryKey[0]) });
}
