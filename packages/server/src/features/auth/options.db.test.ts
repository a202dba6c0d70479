import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';

const PROJECT_ID = '0123456789abcdef0123456789abcdef';
let plain: TestApp;
let offering: TestApp;
beforeAll(async () => {
  plain = await startTestApp({ season: false });
  offering = await startTestApp({ season: false, env: { WALLETCONNECT_PROJECT_ID: PROJECT_ID } });
});
afterAll(() => Promise.all([plain?.stop(), offering?.stop()]));

const options = async (app: TestApp) => {
  const answer = await fetch(`${app.url}/v1/auth/options`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  return { data: ((await answer.json()) as { data: unknown }).data, policy };
};

describe('the ways to sign in', () => {
  it('are the wallets of the browser alone, and the page may talk to nobody else', async () => {
    const { data, policy } = await options(plain);
    expect(data).toEqual({ walletConnectProjectId: null, playMoney: false });
    expect(policy).not.toContain('walletconnect');
  });

  it('are WalletConnect, too, with a project id: then its relay may be reached, and nothing more of it', async () => {
    const { data, policy } = await options(offering);
    expect(data).toEqual({ walletConnectProjectId: PROJECT_ID, playMoney: false });
    const connect = /connect-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(connect.split(' ')).toContain('wss://relay.walletconnect.com');
    expect(policy.replace(connect, '')).not.toContain('walletconnect');
  });
});
