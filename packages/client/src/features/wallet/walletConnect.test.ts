import { afterEach, expect, it, vi } from 'vitest';
import { walletConnectSource } from '../../../tools/walletConnectPart.ts';
import { connectElsewhere, pairingPath } from './walletConnect.ts';

const provider = {
  accounts: ['0xAbc'],
  chainId: 1,
  on: vi.fn((_event: 'display_uri', listener: (uri: string) => void) => listener('wc:pairing')),
  connect: vi.fn(async () => undefined),
  disconnect: vi.fn(async () => undefined),
  request: vi.fn(async (_call: { method: string; params: unknown[] }) => '0xsigned'),
};
const init = vi.fn(async (_options: object) => provider);
const packages = {
  EthereumProvider: { init },
  encode: (text: string) => ({
    size: 2,
    data: [
      [text.startsWith('wc:'), false],
      [false, true],
    ],
  }),
};
vi.stubGlobal('location', { origin: 'https://play.example' });

afterEach(() => {
  provider.accounts = ['0xAbc'];
  vi.clearAllMocks();
});

it('is left out of the page unless its packages are installed', () => {
  expect(walletConnectSource(false)).not.toContain('import');
  expect(walletConnectSource(true)).toContain("import('@walletconnect/ethereum-provider')");
});

it('shows the pairing, signs with the wallet on the other device and ends the session at the relay', async () => {
  const pairings: string[] = [];
  const signer = await connectElsewhere(packages, 'f'.repeat(32), (uri) => pairings.push(uri));
  expect(pairings).toEqual(['wc:pairing']);
  expect(signer).toMatchObject({ address: '0xAbc', chainId: 1 });
  expect(init.mock.calls[0]?.[0]).toMatchObject({ projectId: 'f'.repeat(32), telemetryEnabled: false });
  expect(await signer.sign('Hi')).toBe('0xsigned');
  expect(provider.request).toHaveBeenCalledWith({ method: 'personal_sign', params: ['0x4869', '0xAbc'] });
  expect(provider.disconnect).toHaveBeenCalledOnce();
});

it('says so when the other device shares no account', async () => {
  provider.accounts = [];
  await expect(connectElsewhere(packages, 'f'.repeat(32), () => undefined)).rejects.toMatchObject({ code: 4100 });
});

it('draws the dark fields of the code', () => {
  expect(pairingPath(packages, 'wc:x')).toEqual({ size: 2, path: 'M0 0h1v1h-1zM1 1h1v1h-1z' });
});
