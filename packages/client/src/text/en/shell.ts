/** The frame around every page. */
import { translated } from '../translated.ts';

export const shellText = translated('shell', {
  brand: 'CryptoTribes',
  skip: 'Skip to content',
  connect: 'Connect Wallet',
  dismiss: 'Dismiss',
  close: 'Close',
  menu: 'More pages',
  holdings: 'Your holdings',
  profile: (name: string) => `Profile of ${name}`,
  nameless: 'a player without a name',
  perHour: 'an hour',
  home: 'home',
  of: 'of',
  vp: 'VP',
  unread: 'unread',
  day: (day: number, days: number) => `day ${day} of ${days}`,
  now: 'now',
  online: (n: string) => `${n} here now`,
  loading: 'Loading',
  offline: (time: string) => `No connection. Showing ${time}. Orders are paused.`,
  reconnected: 'Connected again.',
  pageFailed: 'This page could not be loaded.',
  reload: 'Load again',
});
