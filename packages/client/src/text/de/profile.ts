import type { profileText } from '../en/profile.ts';

export const profile: typeof profileText = {
  title: 'Profil',
  settings: 'Profil und Einstellungen',
  shortcuts: 'Tastenkürzel',
  name: 'Name',
  nameHint: '3 bis 20 Zeichen. Andere sehen ihn in Stämmen und Berichten.',
  save: 'Speichern',
  saved: 'Gespeichert.',
  wallet: 'Wallet',
  id: 'Spieler-ID',
  idHint: 'Mit dieser ID laden dich Anführer in ihren Stamm ein.',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  copyFailed: 'Das Kopieren hat nicht geklappt. Markiere den Text stattdessen.',
  signOut: 'Abmelden',
  signedOut: 'Du bist abgemeldet.',
  close: 'Schließen',
};
