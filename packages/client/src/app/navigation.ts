import { navText } from '../text/en/nav.ts';
import type { IconName } from '../ui/iconNames.ts';
import { screen } from './pages.ts';

export interface Destination {
  path: string;
  label: string;
  icon: IconName;
  screen: string;
  /** Shown to visitors too. */
  isPublic: boolean;
}

/** Territories stands first among everything in the page that carries the word. */
const ALL: readonly Destination[] = [
  {
    path: '/territories',
    label: navText.territories,
    icon: 'treasure-map',
    screen: 'territories/TerritoriesPage',
    isPublic: true,
  },
  { path: '/village', label: navText.village, icon: 'village', screen: 'villages/VillagePage', isPublic: false },
  { path: '/raids', label: navText.raids, icon: 'forest-camp', screen: 'raids/RaidsPage', isPublic: false },
  { path: '/tribe', label: navText.tribe, icon: 'knight-banner', screen: 'tribes/TribePage', isPublic: true },
  { path: '/battles', label: navText.battles, icon: 'crossed-swords', screen: 'battles/BattlesPage', isPublic: false },
  { path: '/ranks', label: navText.ranks, icon: 'laurel-crown', screen: 'ranks/RanksPage', isPublic: true },
  { path: '/season', label: navText.season, icon: 'hourglass', screen: 'season/SeasonPage', isPublic: true },
];

const existing = ALL.filter((destination) => screen(destination.screen) !== null);
/** Shown in the bottom bar of phones; the others are behind "More". */
const ON_PHONE = 4;

/** The links of the top bar. Members reach the season through its clock instead. */
export function topLinks(isSignedIn: boolean): readonly Destination[] {
  return existing.filter(({ isPublic, path }) => (isSignedIn ? path !== '/season' : isPublic));
}

/** The links of the bottom bar on phones, and those behind "More". */
export function phoneLinks(isSignedIn: boolean): { bar: readonly Destination[]; more: readonly Destination[] } {
  const all = existing.filter(({ isPublic }) => isSignedIn || isPublic);
  return { bar: all.slice(0, ON_PHONE), more: all.slice(ON_PHONE) };
}
