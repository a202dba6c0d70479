import { nameSkeleton, normaliseName } from '@cryptotribes/rules/tribes/names';
import { describe, expect, it } from 'vitest';
import { tribeIdentityFor, tribeSize, USERNAME_COUNT, usernameFor } from './names.ts';

describe('names', () => {
  it('has at least 80 usernames that nobody can confuse', () => {
    expect(USERNAME_COUNT).toBeGreaterThanOrEqual(80);
    const names = Array.from({ length: 1_000 }, (_, index) => usernameFor(index, 0));
    expect(new Set(names.map(nameSkeleton)).size).toBe(1_000);
    expect(names.every((name) => name.length >= 3 && name.length <= 20)).toBe(true);
  });
  it('gives another name at every attempt', () => {
    expect([0, 1, 2].map((attempt) => usernameFor(0, attempt))).toEqual(['Astrid', 'Astrid 2', 'Astrid 3']);
  });
  it('has tribes with names and tags that differ, also at a second attempt', () => {
    const identities = Array.from({ length: 125 }, (_, index) => tribeIdentityFor(index, 0));
    identities.push(...Array.from({ length: 8 }, (_, index) => tribeIdentityFor(index, 1)));
    expect(new Set(identities.map(({ tag }) => tag)).size).toBe(identities.length);
    for (const { name, tag } of identities) {
      expect(normaliseName(name)).toEqual({ ok: true, value: name });
      expect(tag).toMatch(/^[A-Z]{3}$/);
    }
  });
  it.each([
    [64, 8],
    [16, 8],
    [10, 5],
    [3, 2],
    [1, 1],
  ])('puts %i bots into tribes of %i', (count, size) => {
    expect(tribeSize(count)).toBe(size);
  });
});
