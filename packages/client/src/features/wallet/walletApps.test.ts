import { describe, expect, it } from 'vitest';
import { walletAppLinks } from './walletApps.ts';

describe('walletAppLinks', () => {
  it('carry the page that was open, escaped where it is a part of another address', () => {
    const at = { href: 'https://play.example/territories/5?a=1&b=2', host: 'play.example', pathname: '/territories/5' };
    expect(walletAppLinks(at).map(({ href }) => href)).toEqual([
      'https://metamask.app.link/dapp/play.example/territories/5',
      'https://go.cb-w.com/dapp?cb_url=https%3A%2F%2Fplay.example%2Fterritories%2F5%3Fa%3D1%26b%3D2',
      'https://link.trustwallet.com/open_url?url=https%3A%2F%2Fplay.example%2Fterritories%2F5%3Fa%3D1%26b%3D2',
    ]);
  });
});
