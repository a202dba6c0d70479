/**
 * Tribe heraldry: (tribe id, ordinal in the season) to a shield. Pure, the same in every place that draws one.
 * The colour comes from the ordinal, so that the first n tribes of a season are as far apart as can be; division and
 * charge come from the id, so that a tribe keeps them whatever its ordinal.
 */
import { contrast, mix } from './colour.ts';
import { dyeOf } from './dyes.ts';
import { noise } from './noise.ts';

/** Names in the sprite of charges. Their order is part of the look of every tribe: only append. */
export const CHARGES = [
  ...['wolf-head', 'wolf-howl', 'bear-head', 'polar-bear', 'stag-head', 'deer-head', 'raven', 'crow-dive', 'owl'],
  ...['barn-owl', 'eagle-head', 'hawk-emblem', 'fox-head', 'lynx-head', 'mammoth', 'walrus-head', 'boar'],
  ...['boar-tusks', 'horse-head', 'dragon-head', 'drakkar-dragon', 'sea-serpent', 'whale-tail', 'snake', 'pine-tree'],
  ...['iceberg', 'snowflake-2', 'frostfire', 'polar-star', 'moon', 'sun', 'horned-helm', 'viking-helmet'],
  ...['dwarf-helmet', 'crossed-axes', 'battle-axe', 'war-axe', 'thor-hammer', 'warhammer', 'spears'],
  ...['crossed-swords', 'hunting-horn', 'beer-horn', 'rune-stone', 'white-tower', 'crown', 'anvil', 'campfire'],
  ...['light-thorny-triskelion', 'bowen-knot', 'falcon-moon', 'winged-sword', 'skull-sabertooth', 'horned-skull'],
  ...['drakkar', 'horn-internal'],
] as const;

/** Ways to divide the field; each is the path of the second tincture on a 100 x 120 shield, even-odd ('' = undivided). */
export const DIVISIONS = {
  plain: '',
  pale: 'M50 0H100V120H50Z',
  fess: 'M0 60H100V120H0Z',
  bend: 'M0 0L100 110V120H0Z',
  sinister: 'M100 0L0 110V120H100Z',
  chevron: 'M0 104L50 52L100 104V120H0Z',
  quarterly: 'M50 0H100V58H50ZM0 58H50V120H0Z',
  saltire: 'M0 0L50 58L0 118ZM100 0L50 58L100 118Z',
  paly: 'M0 0H22V120H0ZM39 0H61V120H39ZM78 0H100V120H78Z',
  barry: 'M0 20H100V40H0ZM0 62H100V82H0ZM0 102H100V120H0Z',
  chief: 'M0 0H100V30H0Z',
  bordure:
    'M0 0H100V120H0ZM17 16C40 13 60 13 83 16C84 48 82 72 70 88C64 96 57 101 50 105C43 101 36 96 30 88C18 72 16 48 17 16Z',
  pile: 'M6 0H94L50 108Z',
} as const;

export type Division = keyof typeof DIVISIONS;
const DIVISION_NAMES = Object.keys(DIVISIONS) as Division[];

/** Outline of a shield on a 100 x 120 field. */
export const SHIELD_OUTLINE =
  'M50 4C66 4 82 2 94 8C95 40 96 74 78 96C69 107 58 113 50 118C42 113 31 107 22 96C4 74 5 40 6 8C18 2 34 4 50 4Z';

const BONE = '#F3ECDC';
const INK = '#0E161A';

export interface Heraldry {
  field: string;
  /** Second tincture: darker than the field under a bone charge, lighter under an ink one. */
  second: string;
  division: Division;
  charge: string;
  chargeColour: string;
  /** Whether the field is dark, so that marks on the land are drawn in a lighter key. */
  isDark: boolean;
}

/** FNV-1a hash of a text to a 32-bit integer. */
function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (const char of text) h = Math.imul(h ^ char.charCodeAt(0), 0x01000193);
  return h >>> 0;
}

function pick<T>(list: readonly T[], ...seed: number[]): T {
  return list[Math.floor(noise(...seed) * list.length)]!;
}

/** Shield of a tribe. The ordinal counts from 1, by founding in the season. */
export function heraldry(tribeId: string, ordinal: number): Heraldry {
  const seed = hashText(tribeId);
  const field = dyeOf(ordinal);
  const isDark = contrast(field, BONE) >= contrast(field, INK);
  return {
    field,
    second: isDark ? mix(field, '#05090B', 0.42) : mix(field, '#FFFFFF', 0.38),
    division: pick(DIVISION_NAMES, seed, 2),
    charge: pick(CHARGES, seed, 1),
    chargeColour: isDark ? BONE : INK,
    isDark,
  };
}
