/** The panel of one's own profile. */
import { translated } from '../translated.ts';

export const profileText = translated('profile', {
  title: 'Profile',
  settings: 'Profile and settings',
  shortcuts: 'Shortcuts',
  name: 'Name',
  nameHint: '3 to 20 characters. Others see it in tribes and reports.',
  save: 'Save',
  saved: 'Saved.',
  wallet: 'Wallet',
  id: 'Player id',
  idHint: 'Tribe leaders invite you by this id.',
  copy: 'Copy',
  copied: 'Copied.',
  copyFailed: 'Copying did not work. Select the text instead.',
  signOut: 'Sign out',
  signedOut: 'You are signed out.',
  close: 'Close',
});
