import { QUICKNET } from '@cryptotribes/rules/beacon/rounds';
import { describe, expect, it } from 'vitest';
import { configProblems as problems } from '../testing/configProblems.ts';
import { readConfig } from './config.ts';

describe('BEACON_URL', () => {
  it('is off unless set, and means quicknet at every address given', () => {
    expect(readConfig({}).beacon).toBeNull();
    const { beacon } = readConfig({ BEACON_URL: 'https://api.drand.sh, https://drand.cloudflare.com/some/path' });
    expect(beacon).toEqual({
      urls: ['https://api.drand.sh', 'https://drand.cloudflare.com/some/path'],
      chain: QUICKNET,
    });
  });

  it('takes another chain with its key and times', () => {
    const env = {
      BEACON_URL: 'http://127.0.0.1:1',
      BEACON_PUBLIC_KEY: QUICKNET.publicKey,
      BEACON_GENESIS_SECONDS: '1700000000',
      BEACON_PERIOD_SECONDS: '30',
    };
    expect(readConfig(env).beacon?.chain).toEqual({
      publicKey: QUICKNET.publicKey,
      genesisMs: 1_700_000_000_000,
      periodMs: 30_000,
    });
  });

  it.each([
    [{ BEACON_URL: 'drand' }, 'BEACON_URL'],
    [{ BEACON_URL: 'https://a.example,' }, 'BEACON_URL'],
    [{ BEACON_URL: 'ftp://a.example' }, 'BEACON_URL'],
    [{ BEACON_URL: 'https://me:pass@a.example' }, 'BEACON_URL'],
    [{ BEACON_PUBLIC_KEY: QUICKNET.publicKey }, 'BEACON_URL'],
    [{ BEACON_PERIOD_SECONDS: '3' }, 'BEACON_PUBLIC_KEY'],
    [{ BEACON_URL: 'https://a.example', BEACON_PUBLIC_KEY: 'ab'.repeat(96) }, 'BEACON_PUBLIC_KEY'],
    [
      { BEACON_URL: 'https://a.example', BEACON_PUBLIC_KEY: QUICKNET.publicKey, BEACON_PERIOD_SECONDS: '0' },
      'BEACON_PERIOD_SECONDS',
    ],
  ])('refuses %j', (env: Record<string, string>, name) => {
    expect(problems(env).join('\n')).toContain(name);
  });
});
