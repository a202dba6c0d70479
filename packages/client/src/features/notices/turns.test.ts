import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

it('lets nothing overtake what came before, and goes on after something failed', async () => {
  const inTurn = createTurns();
  const done: string[] = [];
  let finish = () => {};
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work = (name: string, until?: Promise<void>) => async () => {
    await until;
    done.push(name);
  };
  const all = [
    inTurn(work('slow', slow)),
    inTurn(async () => {
      throw new Error('no storage');
    }),
    inTurn(work('quick')),
  ];
  expect(done).toEqual([]);
  finish();
  await Promise.all(all);
  expect(done).toEqual(['slow', 'quick']);
});
