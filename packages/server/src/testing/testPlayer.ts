/** Players of the tests: they sign in as real ones do, with a wallet of their own. */
import { adminPaths } from '@cryptotribes/protocol/client/adminPaths';
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { appealPaths } from '@cryptotribes/protocol/client/appealPaths';
import { ERRORS, type ErrorCode } from '@cryptotribes/protocol/core/errors';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { expect } from 'vitest';

export interface TestPlayer {
  readonly id: string;
  readonly wallet: string;
  readonly account: PrivateKeyAccount;
  readonly token: string;
  readonly client: ApiClient;
  readonly call: ApiClient['call'];
}

/** A client that shows a server's fault instead of trying again. */
export const plainClient = (url: string, token: string | null): ApiClient =>
  createApiClient({ baseUrl: url, getToken: () => token, retries: 0, morePaths: { ...adminPaths, ...appealPaths } });

/** A new player, or one more session of an `account`. */
export async function signInPlayer(
  url: string,
  name?: string,
  account = privateKeyToAccount(generatePrivateKey()),
): Promise<TestPlayer> {
  const visitor = plainClient(url, null);
  const { message } = await visitor.call('auth.nonce', { body: { walletAddress: account.address } });
  const signature = await account.signMessage({ message });
  const answer = await visitor.call('auth.connect', { body: { walletAddress: account.address, signature, message } });
  const token = answer.token as string;
  const client = plainClient(url, token);
  if (name !== undefined) await client.call('users.update', { body: { username: name } });
  return { id: answer.user.id, wallet: account.address, account, token, client, call: client.call };
}

/** The call is refused with this code, and with the status that the table of errors gives it. Gives the error. */
export async function refused(call: Promise<unknown>, code: ErrorCode): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) {
    throw new Error(error === null ? `was accepted instead of ${code}` : `was not answered: ${String(error)}`);
  }
  expect({ code: error.code, status: error.status }).toEqual({ code, status: ERRORS[code].status });
  return error;
}

/** How several calls at once ended: 'ok' or the code → how many. Anything but an answer is thrown. */
export async function outcomes(calls: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'rejected' && !(result.reason instanceof ApiError)) throw result.reason;
    const code = result.status === 'fulfilled' ? 'ok' : (result.reason as ApiError).code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
