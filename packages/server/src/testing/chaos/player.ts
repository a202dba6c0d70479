/**
 * A player of a chaos run: goes on giving orders through the typed client, whatever happens, and writes down what was acknowledged. An order that was
 * not answered is sent again under its key until it is.
 */
import { type ApiClient, createApiClient } from '@cryptotribes/protocol/client/apiClient';
import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { createNewsClient, type NewsClient } from '@cryptotribes/protocol/client/newsClient';
import type { News } from '@cryptotribes/protocol/features/events';
import type { Me } from '@cryptotribes/protocol/features/villages';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Dice } from '../play/dice.ts';
import { chooseOrder, type Land, levy, type Order } from './choose.ts';
import type { Action, Journal } from './journal.ts';

export interface ChaosPlayer {
  readonly userId: string;
  readonly news: News[];
  /** How often news were lost for good, so that everything had to be fetched anew. */
  resets(): number;
  position(stream: 'me' | 'season'): number;
  /** The formation that was acknowledged last. */
  formation(): string | null;
  /** Plays until `halt`. */
  play(): void;
  /** Resolves when no order is open any more. */
  halt(): Promise<void>;
  stop(): void;
}

export interface PlayerOptions {
  readonly url: string;
  readonly dice: Dice;
  readonly journal: Journal;
  readonly land: readonly Land[];
  readonly nowMs: () => number;
}

export interface SignedIn {
  readonly userId: string;
  readonly api: ApiClient;
  readonly token: string;
}

const ANSWER_WITHIN_MS = 10_000;
const THINK_MS = 500;
/** Of a thousand actions so many begin with a look at the own village. */
const LOOK_PART = 300;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The typed client; each try that came to nothing is noted under its key. */
function connect(options: Pick<PlayerOptions, 'url' | 'journal'>, getToken: () => string | null): ApiClient {
  return createApiClient({
    baseUrl: options.url,
    getToken,
    fetch: async (address, init) => {
      const key = (init?.headers as Record<string, string> | undefined)?.['idempotency-key'];
      const lost = () => key !== undefined && options.journal.noteLost(key);
      try {
        const response = await fetch(address, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
        if (response.status >= 500) lost();
        if (response.status === 500) options.journal.faults.push(`500 for ${init?.method} ${String(address)}`);
        const body = await response.text();
        return new Response(body, { status: response.status, headers: response.headers });
      } catch (error) {
        lost();
        throw error;
      }
    },
  });
}

/** Signs in with this wallet. Throws when that does not succeed. */
export async function signIn(
  options: Pick<PlayerOptions, 'url' | 'journal'> & { account: PrivateKeyAccount },
): Promise<SignedIn> {
  let token: string | null = null;
  const api = connect(options, () => token);
  const walletAddress = options.account.address;
  const { message } = await api.call('auth.nonce', { body: { walletAddress } });
  const signature = await options.account.signMessage({ message });
  const answer = await api.call('auth.connect', { body: { walletAddress, signature, message, session: 'token' } });
  token = answer.token ?? null;
  if (token === null) throw new Error('no token came with the sign-in');
  return { userId: answer.user.id, api, token };
}

/** Nothing is known: no answer came, or one that says that the server cannot answer now. */
const isUnknown = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || error.code === 'BAD_RESPONSE';

export function createChaosPlayer({ userId, api, token }: SignedIn, options: PlayerOptions): ChaosPlayer {
  const { dice, journal, land, nowMs } = options;
  const news: News[] = [];
  let resets = -1;
  let formation: string | null = null;
  let isPlaying = false;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let count = 0;
  let me: Me | null = null;

  const client: NewsClient = createNewsClient({
    api,
    url: options.url,
    getToken: () => token,
    onNews: (one) => news.push(one),
    onReset: () => {
      resets++;
    },
  });

  async function look(): Promise<void> {
    try {
      me = await api.call('users.me');
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
  }

  /** Sends the order until it is known what became of it. */
  async function carryOut(order: Order): Promise<void> {
    const key = `chaos-${userId}-${count++}`;
    const action = journal.open({ userId, key, route: order.route, wanted: order.wanted, sentMs: nowMs() });
    for (;;) {
      try {
        settle(action, 'acknowledged', await order.send(api, key));
        if (order.route === 'users.update') formation = (order.wanted as { homeFormation: string }).homeFormation;
        return;
      } catch (error) {
        if (!isUnknown(error)) {
          action.code = (error as ApiError).code;
          settle(action, 'refused', null);
          return;
        }
        // The client itself has tried four times.
        await wait(200);
        if (isStopped) return;
      }
    }
  }
  function settle(action: Action, outcome: Action['outcome'], answer: unknown): void {
    action.outcome = outcome;
    action.answer = answer;
    action.knownMs = nowMs();
  }

  async function playOn(): Promise<void> {
    while (isPlaying && !isStopped) {
      if (me === null || dice.chance(LOOK_PART)) await look();
      if (me !== null) {
        await carryOut(count === 0 ? levy() : chooseOrder(dice, me, land, () => `${userId} ${count}`));
      }
      await wait(THINK_MS / 2 + dice.below(THINK_MS));
    }
  }

  return {
    userId,
    news,
    resets: () => Math.max(0, resets),
    position: (stream) => client.position(stream),
    formation: () => formation,
    play: () => {
      isPlaying = true;
      running = running.then(playOn);
    },
    halt: async () => {
      isPlaying = false;
      await running;
    },
    stop: () => {
      isStopped = true;
      isPlaying = false;
      client.stop();
    },
  };
}
