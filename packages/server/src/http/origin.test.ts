import { describe, expect, it } from 'vitest';
import { assertSameSite, isAllowedOrigin } from './origin.ts';

const production = { clientOrigins: ['https://play.example'], isProduction: true };
const development = { clientOrigins: ['http://localhost:3000'], isProduction: false };

const STRANGERS = [
  'https://evil.example',
  'null',
  '',
  'https://play.example.evil.com',
  'https://evilplay.example',
  'https://sub.play.example',
  'http://play.example',
  'https://play.example:444',
  'https://play.example:443',
  'https://play.example/',
  'https://play.example@evil.com',
  'https://PLAY.example',
  'https://play.example, https://evil.example',
  'file://',
];

describe('isAllowedOrigin', () => {
  it('accepts a configured origin', () => {
    expect(isAllowedOrigin('https://play.example', 'api.example', production)).toBe(true);
  });

  it.each(STRANGERS)('refuses "%s", which is not exactly ours', (origin) => {
    expect(isAllowedOrigin(origin, 'play.example', production)).toBe(false);
    expect(isAllowedOrigin(origin, 'localhost:3000', development)).toBe(false);
  });

  it('refuses a missing origin', () => {
    expect(isAllowedOrigin(undefined, 'play.example', production)).toBe(false);
  });

  it('accepts the host that was asked only outside production', () => {
    expect(isAllowedOrigin('http://127.0.0.1:5173', '127.0.0.1:5173', development)).toBe(true);
    expect(isAllowedOrigin('https://game.test', 'game.test', development)).toBe(true);
    expect(isAllowedOrigin('http://127.0.0.1:5174', '127.0.0.1:5173', development)).toBe(false);
    expect(isAllowedOrigin('https://game.test', 'game.test', production)).toBe(false);
  });

  it('refuses an empty host', () => {
    expect(isAllowedOrigin('http://', '', development)).toBe(false);
  });
});

describe('assertSameSite', () => {
  const check = (headers: Record<string, string>) => () => assertSameSite({ headers }, production);
  const refused = expect.objectContaining({ code: 'ORIGIN_NOT_ALLOWED' });

  it('lets our own pages through', () => {
    expect(check({ origin: 'https://play.example' })).not.toThrow();
  });

  it('refuses another website, also when the browser calls it same-origin', () => {
    expect(check({ origin: 'https://evil.example' })).toThrow(refused);
    expect(check({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toThrow(refused);
  });

  it('lets a request without an origin through only when the browser calls it same-origin', () => {
    expect(check({ 'sec-fetch-site': 'same-origin' })).not.toThrow();
    expect(check({ 'sec-fetch-site': 'same-site' })).toThrow(refused);
    expect(check({ 'sec-fetch-site': 'none' })).toThrow(refused);
    expect(check({})).toThrow(refused);
  });
});
