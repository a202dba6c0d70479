import { expect, it } from 'vitest';
import { Turnstile, TurnstileFull } from './turnstile.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

it('lets so many in at a time, in the order in which they came, also when some fail', async () => {
  const turnstile = new Turnstile({ atOnce: 2, maxWaiting: 10 });
  const finish: (() => void)[] = [];
  const begun: number[] = [];
  const passes = Array.from({ length: 6 }, (_, index) =>
    turnstile.pass(async () => {
      begun.push(index);
      await new Promise<void>((resolve) => finish.push(resolve));
      if (index === 1) throw new Error('broken');
      return index;
    }),
  );
  const ends = Promise.allSettled(passes);
  for (let done = 0; done < 6; done++) {
    await tick();
    expect(begun.length).toBe(Math.min(6, done + 2));
    finish[done]?.();
  }
  expect((await ends).map((end) => end.status)).toEqual(['fulfilled', 'rejected', ...Array(4).fill('fulfilled')]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await turnstile.pass(async () => 'free again')).toBe('free again');
});

it('refuses at once what its line cannot hold', async () => {
  const turnstile = new Turnstile({ atOnce: 1, maxWaiting: 1 });
  let finish = (): void => {};
  const first = turnstile.pass(() => new Promise<void>((resolve) => (finish = resolve)));
  const second = turnstile.pass(async () => 'second');
  await expect(turnstile.pass(async () => 'third')).rejects.toThrow(TurnstileFull);
  expect(turnstile.waiting()).toBe(1);
  finish();
  await first;
  expect(await second).toBe('second');
});
