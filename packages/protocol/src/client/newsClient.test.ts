import { describe, expect, it } from 'vitest';
import type { News } from '../features/events.ts';
import { StreamOrder } from './newsClient.ts';

const event = (seq: number): News => ({
  stream: 'me',
  seq,
  type: 'vp_updated',
  at: '2026-03-01T12:00:00.000Z',
  data: { victoryPoints: seq, gained: 1, reason: 'hourly' },
});

interface Page {
  events: News[];
  reset: boolean;
  lastSeq: number;
}
/** A stream whose missing parts come from `answer`. */
function stream(answer: (after: number) => Page | Promise<Page>) {
  const handed: number[] = [];
  const asked: number[] = [];
  let lost = 0;
  const order = new StreamOrder(
    'me',
    (news) => handed.push(news.seq),
    async (_stream, after) => {
      asked.push(after);
      return answer(after);
    },
    () => {
      lost++;
    },
  );
  return { order, handed, asked, lost: () => lost };
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
/** A server that has everything up to `last`, in pages of `size`. */
const server =
  (last: number, size = 100) =>
  (after: number) => ({
    events: range(after + 1, Math.min(last, after + size)).map(event),
    reset: false,
    lastSeq: last,
  });
const never = (): Page => {
  throw new Error('nothing was missing');
};

describe('StreamOrder', () => {
  it('hands on what comes in order, without asking', async () => {
    const { order, handed } = stream(never);
    order.startAt(0);
    for (const seq of [1, 2, 3]) await order.take(event(seq));
    expect([handed, order.last]).toEqual([[1, 2, 3], 3]);
  });

  it('drops what came before, and what comes twice', async () => {
    const { order, handed } = stream(never);
    order.startAt(5);
    for (const seq of [4, 5, 6, 6, 3, 7, 7]) await order.take(event(seq));
    expect(handed).toEqual([6, 7]);
  });

  it('keeps what comes before it is known where the stream starts', async () => {
    const { order, handed } = stream(never);
    for (const seq of [9, 10, 11]) await order.take(event(seq));
    expect(handed).toEqual([]);
    order.startAt(9);
    expect(handed).toEqual([10, 11]);
  });

  it('fetches what is missing before it hands on anything later', async () => {
    const { order, handed, asked } = stream(server(6));
    order.startAt(1);
    await order.take(event(5));
    expect(asked).toEqual([1]);
    expect(handed).toEqual([2, 3, 4, 5, 6]);
  });

  it('asks page by page', async () => {
    const { order, handed, asked } = stream(server(10, 3));
    order.startAt(0);
    await order.catchUp(10);
    expect(asked).toEqual([0, 3, 6, 9]);
    expect(handed).toEqual(range(1, 10));
  });

  it('asks once when many come out of order at the same time', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { order, handed, asked } = stream(async (after) => {
      await gate;
      return server(9)(after);
    });
    order.startAt(0);
    const taking = [4, 9, 7, 5, 4].map((seq) => order.take(event(seq)));
    release();
    await Promise.all(taking);
    expect(asked).toEqual([0]);
    expect(handed).toEqual(range(1, 9));
  });

  it('hands on what arrives while it is fetching, in its place', async () => {
    const { order, handed } = stream(async (after) => {
      await Promise.resolve();
      // Not awaited: it waits for this very answer.
      void order.take(event(4));
      return { events: [2, 3].filter((seq) => seq > after).map(event), reset: false, lastSeq: 3 };
    });
    order.startAt(1);
    await order.take(event(3));
    expect(handed).toEqual([2, 3, 4]);
  });

  it('starts anew when too much was missed, and says so', async () => {
    const { order, handed, lost } = stream(() => ({ events: [], reset: true, lastSeq: 50 }));
    order.startAt(1);
    await order.take(event(51));
    expect([handed, lost(), order.last]).toEqual([[51], 1, 51]);
  });

  it('does not go back when the server’s number is older than the news', async () => {
    const { order, handed, lost } = stream(server(5));
    order.startAt(3);
    await order.take(event(4));
    await order.take(event(5));
    await order.catchUp(4);
    await order.take(event(5));
    expect([handed, lost()]).toEqual([[4, 5], 0]);
  });

  it('starts anew when the stream was numbered anew', async () => {
    const { order, handed, lost } = stream(() => ({ events: [], reset: true, lastSeq: 2 }));
    order.startAt(40);
    await order.catchUp(2);
    await order.take(event(3));
    expect([handed, lost()]).toEqual([[3], 1]);
  });

  it('does not ask for ever when a number is missing at the server too', async () => {
    const { order, handed, asked } = stream(() => ({ events: [event(3)], reset: false, lastSeq: 3 }));
    order.startAt(1);
    await order.take(event(3));
    expect([handed, asked.length]).toEqual([[], 1]);
  });

  it('asks again when what it was just fetching is older than what the server says', async () => {
    const answers = [server(3), server(5)];
    const { order, handed } = stream((after) => (answers.shift() ?? never)(after));
    order.startAt(2);
    // A piece of news came early; before its gap is filled the line was down, and came back.
    const filling = order.askAgain();
    await Promise.all([filling, order.catchUp(5)]);
    expect(handed).toEqual([3, 4, 5]);
  });

  it('goes on after a failed fetch', async () => {
    let fails = true;
    const { order, handed } = stream((after) => {
      if (fails) throw new Error('offline');
      return server(4)(after);
    });
    order.startAt(0);
    await expect(order.take(event(3))).rejects.toThrow('offline');
    expect(handed).toEqual([]);
    fails = false;
    await order.take(event(4));
    expect(handed).toEqual([1, 2, 3, 4]);
  });

  it('hands on each number once, in order, whatever order and doubles it comes in', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      let state = seed;
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      let published = 0;
      const { order, handed } = stream((after) => server(published, 7)(after));
      order.startAt(0);
      while (published < 40) {
        published = Math.min(40, published + 1 + random(4));
        await order.take(event(1 + random(published)));
      }
      await order.catchUp(40);
      expect(handed).toEqual(range(1, 40));
    }
  });
});
