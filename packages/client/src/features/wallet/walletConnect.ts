/** A wallet on another device, through WalletConnect's relay. */
import type { Packages } from 'virtual:walletconnect';
import { shellText } from '../../text/en/shell.ts';
import type { Signer } from './signIn.ts';
import { signText } from './signText.ts';
import { NoAccountError } from './walletErrors.ts';

/** Resolves when the other device has agreed. `onPairing` hears the text that it reads from the picture. */
export async function connectElsewhere(
  { EthereumProvider }: Pick<Packages, 'EthereumProvider'>,
  projectId: string,
  onPairing: (uri: string) => void,
): Promise<Signer> {
  const provider = await EthereumProvider.init({
    projectId,
    optionalChains: [1],
    showQrModal: false,
    telemetryEnabled: false,
    metadata: { name: shellText.brand, description: shellText.brand, url: location.origin, icons: [] },
  });
  provider.on('display_uri', onPairing);
  await provider.connect();
  const [address] = provider.accounts;
  if (!address) throw new NoAccountError('The wallet shares no account.');
  return {
    address,
    chainId: provider.chainId,
    async sign(message) {
      const signature = await signText(provider, address, message);
      // One signature is all we wanted: the session at the relay ends with it.
      await provider.disconnect().catch(() => undefined);
      return signature;
    },
  };
}

/** The dark squares of a text's QR code as one path on a board of `size` fields. */
export function pairingPath({ encode }: Pick<Packages, 'encode'>, uri: string): { size: number; path: string } {
  const { size, data } = encode(uri);
  const fields = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: fields.join('') };
}
