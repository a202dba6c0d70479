/**
 * Of several open tabs one tells a piece of news: whoever comes first writes its number down. Tabs that nobody sees let a visible one go
 * first; when none is visible, one of them still keeps the card for later.
 */
import type { StreamName } from '@cryptotribes/protocol/features/events';

const keyOf = ({ stream }: Pick<Told, 'stream'>) => `ct_told_${stream}`;
const HIDDEN_WAIT_MS = 400;

interface Told {
  stream: StreamName;
  userId: string;
  seq: number;
}

function read(of: Told): Told | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(of)) ?? 'null') as Told | null;
  } catch {
    return null;
  }
}

function write(told: Told): void {
  try {
    localStorage.setItem(keyOf(told), JSON.stringify(told));
  } catch {
    // Without storage every tab tells.
  }
}

/** True when the news with this number is ours to tell; the number after `before`, the last one told. */
export function isNew(before: Told | null, next: Told): boolean {
  return before === null || before.userId !== next.userId || next.seq > before.seq;
}

/** Done at once in a tab that is seen; later in the others, so that they come second. */
export const visibleTabsFirst = (): Promise<void> =>
  document.hidden ? new Promise((resolve) => setTimeout(resolve, HIDDEN_WAIT_MS)) : Promise.resolve();

/** True for the first tab that asks; numbers have to be asked for in their order. */
export async function claim(next: Told): Promise<boolean> {
  const take = () => {
    if (!isNew(read(next), next)) return false;
    write(next);
    return true;
  };
  return navigator.locks ? navigator.locks.request(keyOf(next), take) : take();
}

/**
 * Asks where the stream of the player ends. A number noted before that lies behind its end is of a stream that was numbered anew; one
 * noted meanwhile is simply newer than the answer.
 */
export async function whileNoting<T extends { lastSeq: number }>(userId: string, ask: () => Promise<T>): Promise<T> {
  const of: Told = { stream: 'me', userId, seq: 0 };
  const before = read(of);
  const answer = await ask();
  if (before?.userId === userId && before.seq > answer.lastSeq) write({ ...of, seq: answer.lastSeq });
  return answer;
}
