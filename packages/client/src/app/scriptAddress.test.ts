import { describe, expect, it } from 'vitest';
import { scriptAddress } from './scriptAddress.ts';

describe('scriptAddress', () => {
  it('lets the page’s own scripts through', () => {
    expect(scriptAddress('/sw.js')).toBe('/sw.js');
    expect(scriptAddress('/assets/check-Bx12.js')).toBe('/assets/check-Bx12.js');
  });

  it.each([
    '//evil.example/sw.js',
    'https://evil.example/a.js',
    '/assets/../v1/x.js',
    'data:text/javascript,1',
    '/sw.js?x=1',
  ])('refuses %s', (address) => {
    expect(() => scriptAddress(address)).toThrow(TypeError);
  });
});
