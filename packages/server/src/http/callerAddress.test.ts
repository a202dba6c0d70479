import { describe, expect, it } from 'vitest';
import { callerAddress, trustFunction } from './callerAddress.ts';

const of = (trust: false | number | string[], forwardedFor?: string, remote = '10.0.0.1') =>
  callerAddress(remote, forwardedFor, trustFunction(trust));

describe('the address of a caller', () => {
  it('is that of the connection where no proxy is trusted, whatever the header says', () => {
    expect(of(false)).toBe('10.0.0.1');
    expect(of(false, '203.0.113.9')).toBe('10.0.0.1');
  });

  it('is as many hops away as there are proxies, so that what a caller wrote in front is not believed', () => {
    expect(of(1, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(of(2, '198.51.100.1, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
  });

  it('is the last one known when there are fewer hops than proxies', () => {
    expect(of(3, '203.0.113.9')).toBe('203.0.113.9');
    expect(of(1)).toBe('10.0.0.1');
    expect(of(1, ' , ')).toBe('10.0.0.1');
  });

  it('is the first that is none of the listed proxies', () => {
    const proxies = ['10.0.0.0/8', '::1', '2001:db8::/32'];
    expect(of(proxies, '198.51.100.1, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
    expect(of(proxies, '203.0.113.9, 2001:db8::7', '::1')).toBe('203.0.113.9');
    expect(of(proxies, '203.0.113.9', '::ffff:10.0.0.1')).toBe('203.0.113.9');
    expect(of(proxies, '203.0.113.9', '192.0.2.1')).toBe('192.0.2.1');
    expect(of(proxies, 'nonsense, 10.0.0.2')).toBe('nonsense');
  });
});
