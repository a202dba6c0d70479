import { describe, expect, it } from 'vitest';
import { clearedCookie, findSessionCookie, sessionCookie } from './cookie.ts';

const https = { publicUrl: 'https://play.example' };
const http = { publicUrl: 'http://localhost:3000' };
const VALUE = 'aB3-_'.padEnd(43, 'x');

describe('the session cookie', () => {
  it('is bound to the host and out of reach of scripts on https', () => {
    expect(sessionCookie(https, VALUE, 61_500, 1_000)).toBe(
      `__Host-ct_session=${VALUE}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure`,
    );
  });

  it('works without encryption during development', () => {
    expect(sessionCookie(http, VALUE, 61_000, 1_000)).toBe(
      `ct_session=${VALUE}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict`,
    );
  });

  it('never has a negative age', () => {
    expect(sessionCookie(http, VALUE, 0, 1_000)).toContain('Max-Age=0;');
  });

  it('is removed by an empty one that has expired', () => {
    expect(clearedCookie(https)).toBe('__Host-ct_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure');
  });

  it('is found among others', () => {
    expect(findSessionCookie(`a=1; __Host-ct_session=${VALUE};b=2`, https)).toBe(VALUE);
    expect(findSessionCookie(`ct_session=${VALUE}`, http)).toBe(VALUE);
  });

  it.each([
    undefined,
    '',
    'ct_session',
    `x__Host-ct_session=${VALUE}`,
    `ct_session=${VALUE}`,
    `__host-ct_session=${VALUE}`,
    `__Host-ct_session=${VALUE}y`,
    '__Host-ct_session=',
    `__Host-ct_session=${VALUE.slice(0, 42)}%`,
  ])('is not found in %j', (header) => {
    expect(findSessionCookie(header, https)).toBeUndefined();
  });
});
