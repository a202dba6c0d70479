/** What the house's players and tribes are called. Names are only a wish: when one is taken, the next attempt gives another. */
const USERNAMES = [
  'Astrid',
  'Bjarke',
  'Dagmar',
  'Eirik',
  'Freydis',
  'Gunnar',
  'Halvard',
  'Ingrid',
  'Jorunn',
  'Ketil',
  'Leif',
  'Magnhild',
  'Njall',
  'Oddvar',
  'Ragna',
  'Sigurd',
  'Thyra',
  'Ulfar',
  'Vigdis',
  'Yngvar',
  'Asgeir',
  'Brynhild',
  'Domnall',
  'Einar',
  'Finnbogi',
  'Gudrun',
  'Hakon',
  'Isolf',
  'Jarnvid',
  'Kolbein',
  'Ljufa',
  'Mundi',
  'Nanna',
  'Orm',
  'Ragnfrid',
  'Snorri',
  'Torgeir',
  'Unn',
  'Valdis',
  'Yrsa',
  'Alfhild',
  'Botvid',
  'Dyri',
  'Egil',
  'Frodi',
  'Geirmund',
  'Hallgerd',
  'Ivar',
  'Jokul',
  'Knut',
  'Lodin',
  'Mjoll',
  'Nidbjorg',
  'Ottar',
  'Rannveig',
  'Starkad',
  'Torhild',
  'Ulfhild',
  'Vemund',
  'Ylva',
  'Arnbjorg',
  'Bersi',
  'Dalla',
  'Eyvind',
  'Floki',
  'Grim',
  'Hervor',
  'Inga',
  'Jostein',
  'Kari',
  'Lagertha',
  'Modi',
  'Nefja',
  'Olaf',
  'Runolf',
  'Skadi',
  'Trygve',
  'Una',
  'Vidar',
  'Yngvild',
  'Asmund',
  'Borghild',
  'Dufnall',
  'Estrid',
  'Fastrad',
  'Gytha',
  'Hrolf',
  'Ingolf',
  'Jarl Toke',
  'Kalf',
  'Liv',
  'Mar',
  'Norna',
  'Osk',
  'Refna',
  'Svein',
] as const;

/** How many different names there are before numbers are added. */
export const USERNAME_COUNT = USERNAMES.length;

/** The name that bot `index` asks for at its n-th attempt (0 = first): 3 to 20 characters. */
export function usernameFor(index: number, attempt: number): string {
  const base = USERNAMES[index % USERNAMES.length] ?? 'Astrid';
  const round = Math.floor(index / USERNAMES.length) + attempt;
  return round === 0 ? base : `${base} ${round + 1}`;
}

export interface TribeIdentity {
  readonly name: string;
  /** Three letters A-Z. */
  readonly tag: string;
}

const FIRST_TRIBES: readonly TribeIdentity[] = [
  { name: 'Raven Host', tag: 'RVN' },
  { name: 'Iron Oath', tag: 'IRN' },
  { name: "Fenrir's Get", tag: 'FNG' },
  { name: 'Kraken Tide', tag: 'KRK' },
  { name: 'Nordlys', tag: 'NRD' },
  { name: 'Ashen Crown', tag: 'ASH' },
  { name: 'Drakkar Sons', tag: 'DRK' },
  { name: "Bjorn's Kin", tag: 'BJK' },
];
const KINDS = [
  'Amber',
  'Bitter',
  'Copper',
  'Distant',
  'Elder',
  'Frozen',
  'Grey',
  'Hollow',
  'Jagged',
  'Lonely',
  'Misty',
  'Silent',
];
const GROUPS = [
  'Axes',
  'Bears',
  'Cliffs',
  'Embers',
  'Falcons',
  'Harbour',
  'Lanterns',
  'Oars',
  'Pines',
  'Shields',
  'Spears',
  'Wolves',
];
const LETTERS = 26;

/** The name and tag for the house's n-th tribe (0 = first) at its founder's n-th attempt. */
export function tribeIdentityFor(tribeNumber: number, attempt: number): TribeIdentity {
  const first = FIRST_TRIBES[tribeNumber];
  if (first !== undefined && attempt === 0) return first;
  // Steps of 53 through all 144 pairs, and of 389 through the 676 tags with X in front: both without common factor.
  const step = tribeNumber + attempt * 53;
  const name = `${KINDS[step % KINDS.length]} ${GROUPS[Math.floor(step / KINDS.length) % GROUPS.length]}`;
  const tagNumber = (tribeNumber * 5 + attempt * 389) % (LETTERS * LETTERS);
  const letter = (value: number) => String.fromCharCode(65 + value);
  return { name, tag: `X${letter(Math.floor(tagNumber / LETTERS))}${letter(tagNumber % LETTERS)}` };
}

/** How many of the house's players share a tribe: eight of its twelve seats, less when there would be no second tribe to fight. */
export function tribeSize(botCount: number): number {
  return botCount >= 16 ? 8 : Math.max(1, Math.ceil(botCount / 2));
}
