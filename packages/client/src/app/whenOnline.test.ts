import { expect, it } from 'vitest';
import { whenOnline } from './whenOnline.ts';

function browserThatReturns(isOnline: boolean) {
  const state = { isOnline, waits: 0 };
  const browser = {
    isOnline: () => state.isOnline,
    nextOnline: async () => {
      state.waits++;
      state.isOnline = true;
    },
  };
  return { state, browser };
}

it('loads at once while the browser is online', async () => {
  const { state, browser } = browserThatReturns(true);
  expect(await whenOnline(async () => 'part', browser)).toBe('part');
  expect(state.waits).toBe(0);
});

it('waits for the connection first when there is none', async () => {
  const { state, browser } = browserThatReturns(false);
  expect(await whenOnline(async () => 'part', browser)).toBe('part');
  expect(state.waits).toBe(1);
});

it('loads again what was cut off half-way', async () => {
  const { state, browser } = browserThatReturns(true);
  let tries = 0;
  const load = async () => {
    if (++tries > 1) return 'part';
    state.isOnline = false;
    throw new Error('cut off');
  };
  expect(await whenOnline(load, browser)).toBe('part');
  expect([tries, state.waits]).toEqual([2, 1]);
});

it('fails when the part is missing and the connection is not', async () => {
  const { browser } = browserThatReturns(true);
  await expect(whenOnline(() => Promise.reject(new Error('no such part')), browser)).rejects.toThrow('no such part');
});
