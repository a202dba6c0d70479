import { loadPackages } from 'virtual:walletconnect';
import { useQuery } from '@tanstack/react-query';
import { walletText as words } from '../../text/en/wallet.ts';
import { pairingPath } from './walletConnect.ts';

/** The picture that a wallet on another device scans, and a link for one on this device. */
export function Pairing({ uri }: { uri: string }) {
  const code = useQuery({
    queryKey: ['pairing', uri],
    queryFn: async () => (loadPackages === null ? null : pairingPath(await loadPackages(), uri)),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  return (
    <div className="grid justify-items-start gap-2">
      {code && (
        <svg
          className="pairing"
          role="img"
          aria-label={words.pairingLabel}
          viewBox={`-3 -3 ${code.size + 6} ${code.size + 6}`}
          shapeRendering="crispEdges"
        >
          <path d={code.path} />
        </svg>
      )}
      <p className="faint">{words.pairing}</p>
      <a className="btn s" href={uri} rel="noopener noreferrer">
        {words.pairingOpen}
      </a>
    </div>
  );
}
