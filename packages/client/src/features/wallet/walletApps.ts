/** Addresses that open this page inside the browser of a wallet app on a phone. Followed only when somebody presses one. */
export interface WalletApp {
  name: string;
  href: string;
}

export function walletAppLinks({ href, host, pathname }: Pick<Location, 'href' | 'host' | 'pathname'>): WalletApp[] {
  const page = encodeURIComponent(href);
  return [
    { name: 'MetaMask', href: `https://metamask.app.link/dapp/${host}${pathname}` },
    { name: 'Coinbase Wallet', href: `https://go.cb-w.com/dapp?cb_url=${page}` },
    { name: 'Trust Wallet', href: `https://link.trustwallet.com/open_url?url=${page}` },
  ];
}
