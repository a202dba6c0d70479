import { describe, expect, it } from 'vitest';
import { browserOf, originOf } from './families.ts';

describe('where a player plays from', () => {
  it('is an IPv4 address and its /24', () => {
    expect(originOf('203.0.113.9', '')).toEqual({ address: '203.0.113.9', network: '203.0.113', setup: null });
    expect(originOf('::ffff:203.0.113.9', '').address).toBe('203.0.113.9');
  });

  it('is an IPv6 /64 and its /48, however the address is written', () => {
    const one = originOf('2001:db8:12:34:aaaa:bbbb:cccc:dddd', 'x');
    const other = originOf('2001:0DB8:0012:0034::1', 'x');
    expect(one).toEqual(other);
    expect(one).toEqual({ address: '2001:db8:12:34', network: '2001:db8:12', setup: '2001:db8:12\nx' });
    expect(originOf('::1', '').address).toBe('0:0:0:0');
    expect(originOf('fe80::1%eth0', '').network).toBe('fe80:0:0');
  });

  it('is nothing for what is no address', () => {
    expect(originOf('unknown', 'x')).toEqual({ address: null, network: null, setup: null });
  });
});

describe('what a browser says of itself', () => {
  const firefox = (version: string) => ({
    'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:${version}) Gecko/20100101 Firefox/${version}`,
    'accept-language': 'de,en;q=0.5',
  });

  it('stays the same over an update, which changes numbers behind slashes', () => {
    const text = browserOf({ 'user-agent': 'Browser/140.0.1 Engine/5', 'accept-language': 'de' });
    expect(browserOf({ 'user-agent': 'Browser/141.2 Engine/6', 'accept-language': 'de' })).toBe(text);
    expect(browserOf({ 'user-agent': 'Other/141.2 Engine/6', 'accept-language': 'de' })).not.toBe(text);
  });

  it('differs by language, and is empty without a signature', () => {
    expect(browserOf(firefox('140.0'))).not.toBe(browserOf({ ...firefox('140.0'), 'accept-language': 'fr' }));
    expect(browserOf({ 'accept-language': 'de' })).toBe('');
  });
});
