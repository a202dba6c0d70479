/** The frame around every page. */
import { translated } from '../translated.ts';

export const shellText = translated('shell', {
  brand: 'CryptoTribes',
  skip: 'Skip to content',
  connect: 'Connect Wallet',
  dismiss: 'Dismiss',
  close: 'Close',
  menu: 'More pages',
  nameless: 'a player without a name',
  unread: 'unread',
  online: (n: string) => `${n} here now`,
  loading: 'Loading',
  offline: (time: string) => `No connection. Showing ${time}. Orders are paused.`,
  reconnected: 'Connected again.',
  sessionEnded: 'Your session ended. Sign in again.',
  pageFailed: 'This page could not be loaded.',
  reload: 'Load again',
  requestId: (id: string) => `Request ${id}`,
  copy: 'Copy',
  copied: 'Copied.',
});
