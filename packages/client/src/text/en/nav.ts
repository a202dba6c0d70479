/** Links to the pages. */
import { translated } from '../translated.ts';

export const navText = translated('nav', {
  label: 'Main',
  territories: 'Territories',
  map: 'Map',
  /** Holds the visible word and the one of the top bar. */
  mapName: 'Map, Territories',
  village: 'Village',
  raids: 'Raids',
  tribe: 'Tribe',
  battles: 'Battles',
  ranks: 'Ranks',
  season: 'Season',
  more: 'More',
  profile: 'Profile',
  admin: 'Administration',
  home: 'CryptoTribes, home',
});
