/** One round from whoever has it: drand's HTTP interface, at several addresses. Nothing is believed that is not signed. */
import { type BeaconChain, isQuicknet, QUICKNET_HASH } from '@cryptotribes/rules/beacon/rounds';
import { isRoundSigned } from '@cryptotribes/rules/beacon/signatures';

const TIMEOUT_MS = 5_000;
/** A round is about 300 bytes. */
const MOST_BYTES = 4_096;

/** How an address answered: `early` = it does not have the round yet. */
export type Answer = 'ok' | 'early' | 'failed' | 'wrong';

export interface FetchRound {
  urls: readonly string[];
  chain: BeaconChain;
  round: number;
  /** Told of every answer. */
  onAnswer: (answer: Answer, url: string) => void;
  timeoutMs?: number;
}

/** The signature, checked, from the first address that has it; null when none has. */
export async function fetchRound(wanted: FetchRound): Promise<Buffer | null> {
  for (const url of wanted.urls) {
    const { answer, signature } = await ask(url, wanted);
    wanted.onAnswer(answer, url);
    if (signature !== null) return signature;
  }
  return null;
}

async function ask(
  url: string,
  { chain, round, timeoutMs = TIMEOUT_MS }: FetchRound,
): Promise<{ answer: Answer; signature: Buffer | null }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(addressOf(url, chain, round), { signal, redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      // Not published yet: drand's servers say one or the other.
      return { answer: response.status === 404 || response.status === 425 ? 'early' : 'failed', signature: null };
    }
    const body: unknown = JSON.parse(await shortText(response));
    const { round: no, signature } = (body ?? {}) as { round?: unknown; signature?: unknown };
    if (no !== round || typeof signature !== 'string' || !isRoundSigned(chain.publicKey, { round, signature }))
      return { answer: 'wrong', signature: null };
    return { answer: 'ok', signature: Buffer.from(signature, 'hex') };
  } catch {
    return { answer: 'failed', signature: null };
  }
}

/** An address without a path is one of drand's servers, which name their chains by hash. */
function addressOf(base: string, chain: BeaconChain, round: number): string {
  const url = new URL(base);
  const path = url.pathname === '/' ? (isQuicknet(chain) ? `/${QUICKNET_HASH}` : '') : url.pathname.replace(/\/$/, '');
  url.pathname = `${path}/public/${round}`;
  return url.href;
}

async function shortText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body === null) return '';
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error('too long for a round');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
