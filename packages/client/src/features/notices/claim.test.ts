import { expect, it } from 'vitest';
import { isNew } from './claim.ts';

const at = (seq: number, userId = 'a') => ({ stream: 'me' as const, userId, seq });

it('lets each number be told once, in order, and those of another player from the start', () => {
  expect(isNew(null, at(1))).toBe(true);
  expect(isNew(at(1), at(2))).toBe(true);
  expect(isNew(at(2), at(2))).toBe(false);
  expect(isNew(at(2), at(1))).toBe(false);
  expect(isNew(at(9), at(1, 'b'))).toBe(true);
});
