/** The rows of the log: messages with the days between them, and the line above what is new. Pure. */
import type { TribeMessage } from '@cryptotribes/protocol/features/council';

export type LogRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: TribeMessage; isContinued: boolean };

const CONTINUED_MS = 5 * 60_000;

export interface LogRowsOptions {
  /** The day of a time in words, e.g. "Today". */
  dayOf: (ms: number) => string;
  /** The number up to which everything was read when the log was opened; null = nothing is marked as new. */
  readUpTo: number | null;
  myId: string | null;
}

/** Messages, oldest first, as rows. */
export function logRows(messages: readonly TribeMessage[], { dayOf, readUpTo, myId }: LogRowsOptions): LogRow[] {
  const rows: LogRow[] = [];
  let day = '';
  let before: TribeMessage | null = null;
  let isMarked = readUpTo === null;
  for (const message of messages) {
    const atMs = Date.parse(message.createdAt);
    const today = dayOf(atMs);
    let isContinued =
      before !== null && before.userId === message.userId && atMs - Date.parse(before.createdAt) < CONTINUED_MS;
    if (today !== day) {
      rows.push({ kind: 'day', key: `day ${message.number}`, day: today });
      day = today;
      isContinued = false;
    }
    if (!isMarked && readUpTo !== null && message.number > readUpTo && message.userId !== myId) {
      rows.push({ kind: 'new', key: 'new' });
      isMarked = true;
      isContinued = false;
    }
    rows.push({ kind: 'message', key: message.messageId, message, isContinued });
    before = message;
  }
  return rows;
}
