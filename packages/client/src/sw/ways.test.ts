import { describe, expect, it } from 'vitest';
import { pageOf, wayOf } from './ways.ts';

const ORIGIN = 'https://play.example';
const way = (path: string, mode = 'cors', method = 'GET') => wayOf({ method, url: ORIGIN + path, mode }, ORIGIN);

describe('the service worker', () => {
  it('keeps pages and assets of the game', () => {
    expect(way('/territories/12', 'navigate')).toBe('page');
    expect(way('/', 'navigate')).toBe('page');
    expect(way('/assets/app-Bkcm49r8.js')).toBe('asset');
    expect(way('/favicon.svg')).toBe('file');
  });

  it.each([
    '/v1/users/me',
    '/v1',
    '/socket.io/?EIO=4',
    '/webhooks/stripe',
    '/internal/cron/x',
    '/health/live',
    '/metrics',
  ])('never touches %s, not even as a page', (path) => {
    expect(way(path)).toBeNull();
    expect(way(path, 'navigate')).toBeNull();
  });

  it('leaves orders, files of others and other origins alone', () => {
    expect(way('/village', 'navigate', 'POST')).toBeNull();
    expect(way('/sw.js')).toBeNull();
    expect(way('/maintenance.html', 'navigate')).toBeNull();
    expect(wayOf({ method: 'GET', url: 'https://other.example/assets/a.js', mode: 'cors' }, ORIGIN)).toBeNull();
  });
});

describe('a message', () => {
  it('opens pages of the game and nothing else', () => {
    expect(pageOf('/battles/1234')).toBe('/battles/1234');
    for (const bad of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/v1/users/me',
      null,
    ])
      expect(pageOf(bad), String(bad)).toBe('/territories');
  });
});
