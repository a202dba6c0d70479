import type { TribeMessage } from '@cryptotribes/protocol/features/council';
import { describe, expect, it } from 'vitest';
import { logRows } from './logRows.ts';

const START = Date.parse('2026-05-05T12:00:00Z');
const message = (number: number, userId: string, atMs = START): TribeMessage => ({
  messageId: `m${number}`,
  number,
  userId,
  username: userId,
  text: `message ${number}`,
  createdAt: new Date(atMs).toISOString(),
  reports: null,
  reportedByMe: false,
});
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const shape = (messages: TribeMessage[], readUpTo: number | null = null) =>
  logRows(messages, { dayOf, readUpTo, myId: 'me' }).map((row) =>
    row.kind === 'message' ? `${row.message.number}${row.isContinued ? '+' : ''}` : row.kind,
  );

describe('the rows of the log', () => {
  it('name an author once for what follows within five minutes', () => {
    const late = START + 5 * 60_000;
    expect(shape([message(1, 'a'), message(2, 'a'), message(3, 'b'), message(4, 'a'), message(5, 'a', late)])).toEqual([
      'day',
      '1',
      '2+',
      '3',
      '4',
      '5',
    ]);
  });

  it('begin each day with its name', () => {
    const next = Date.parse('2026-05-06T00:00:30Z');
    expect(shape([message(1, 'a', next - 60_000), message(2, 'a', next)])).toEqual(['day', '1', 'day', '2']);
  });

  it('mark the first message of others that was not read, once', () => {
    const messages = [message(1, 'a'), message(2, 'me'), message(3, 'a'), message(4, 'a')];
    expect(shape(messages, 1)).toEqual(['day', '1', '2', 'new', '3', '4+']);
    expect(shape(messages, 4)).toEqual(['day', '1', '2', '3', '4+']);
  });
});
