/** Signing in. Plain words only. */
import { translated } from '../translated.ts';

export const walletText = translated('wallet', {
  title: 'Connect a wallet',
  lead: 'Signing in is a signed message. It is free and sends no transaction.',
  walletConnect: 'WalletConnect',
  pairing: 'Scan this with your wallet app.',
  pairingLabel: 'Code for your wallet app',
  pairingOpen: 'Open a wallet app here',
  looking: 'Looking for wallets…',
  appeal: 'See why',
  listLabel: 'Wallets in this browser',
  none: 'No wallet was found in this browser. Install one, or look again if you just did.',
  again: 'Look again',
  nonePhone: 'No wallet was found in this browser. If you have a wallet app, open this page inside it:',
  appsLabel: 'Wallet apps',
  openIn: (app: string) => `Open in ${app}`,
  copyLink: 'Copy the address of this page',
  copied: 'Copied.',
  copyFailed: 'Copying did not work. Copy the address from the top of your browser.',
  otherChain:
    'Your wallet is on another network. That does not matter: signing in works on every network and moves nothing.',
  switched: (now: string, before: string) =>
    `Your wallet shows ${now} now. You still play as ${before}. To change, sign out and sign in again.`,
  fallbackName: 'Browser wallet',
  connecting: (name: string) => `Confirm in ${name}.`,
  sign: 'Sign this message in your wallet:',
  entering: 'Signing you in',
  cancel: 'Cancel',
  close: 'Close',
  rejected: 'Nothing happened. Try again.',
  pending: 'Your wallet already shows a request. Open it and answer there.',
  disconnected: 'Your wallet is not connected to any network. Open it, check its connection, and try again.',
  locked: 'Your wallet is locked or shares no account with this site. Unlock it and try again.',
  wrongAccount: 'The signature came from another account than the one chosen. Pick one account and try again.',
  failed: 'Your wallet did not answer as expected. Nothing happened. Try again.',
  guest: 'Play at once',
  guestAgain: 'Continue with this browser’s key',
  guestWhat:
    'No wallet needed in this free season: a key is made here and signs you in. This key lives in this browser only; if you clear its data, the village is lost. Never send money to it.',
  guestDemo:
    'No wallet needed in this demo: a key is made here, signs you in and pays with play money. None of it is worth anything.',
  welcome: 'Welcome. Raise your barracks, train 30 militia, take your first land.',
  back: (name: string) => `Signed in as ${name}.`,
  joinFailed: 'You are signed in, but entering the season did not work. Open the season page to try again.',
});
