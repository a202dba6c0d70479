import type { navText } from '../en/nav.ts';

export const nav: typeof navText = {
  label: 'Hauptmenü',
  territories: 'Gebiete',
  map: 'Karte',
  mapName: 'Karte, Gebiete',
  village: 'Dorf',
  raids: 'Raubzüge',
  tribe: 'Stamm',
  battles: 'Schlachten',
  ranks: 'Ränge',
  season: 'Saison',
  more: 'Mehr',
  profile: 'Profil',
  admin: 'Verwaltung',
  home: 'CryptoTribes, Startseite',
};
