/**
 * Share cards: the picture that other sites show for a link to a tribe or a battle, 1200 x 630. Pure: facts in, one SVG document out.
 * Names are escaped; those that our two fonts cannot write give way to the tag or to a plain word.
 */

import { mix } from '@cryptotribes/protocol/heraldry/colour';
import { type ChargePaths, emblemSvg } from '@cryptotribes/protocol/heraldry/emblemSvg';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';

export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 630;

const NIGHT = '#0D1418';
const WILD_DYE = '#55656d';
const DISPLAY = 'Grenze Gotisch';
const PLAIN = 'Archivo SemiBold';
/** What both fonts have: Latin letters of Western Europe and common signs. */
const WRITABLE = /^[\u0020-\u007e\u00a1-\u00ff\u2018\u2019\u201c\u201d\u2013\u2026]*$/;
/** Mean width of a letter in ems. */
const LETTER = { [DISPLAY]: 0.47, [PLAIN]: 0.56 };

const grouped = new Intl.NumberFormat('en-US');
export const number = (n: number): string => grouped.format(n);

export interface CardTribe {
  id: string;
  name: string;
  tag: string;
  ordinal: number;
}

/** For markup: text and attributes alike. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The name as it can be written with our fonts. */
const written = (name: string, otherwise: string): string => (WRITABLE.test(name) ? name : otherwise);

interface TextStyle {
  x: number;
  y: number;
  size: number;
  /** The text is made smaller until it fits; px. */
  width: number;
  fill?: string;
  family?: typeof DISPLAY | typeof PLAIN;
  anchor?: 'start' | 'middle';
}

function text(
  words: string,
  { x, y, size, width, fill = '#fff', family = DISPLAY, anchor = 'start' }: TextStyle,
): string {
  const fitted = Math.min(size, Math.floor(width / Math.max(1, [...words].length * LETTER[family])));
  return `<text x="${x}" y="${y}" font-family="${family}" font-size="${fitted}" fill="${fill}" text-anchor="${anchor}">${escapeMarkup(words)}</text>`;
}

function shield(
  tribe: Pick<CardTribe, 'id' | 'ordinal'>,
  charges: ChargePaths,
  x: number,
  y: number,
  width: number,
): string {
  const picture = emblemSvg(heraldry(tribe.id, tribe.ordinal), charges);
  return picture
    .replace('<svg ', `<svg x="${x}" y="${y}" `)
    .replace('width="200" height="244"', `width="${width}" height="${Math.round(width * 1.22)}"`);
}

const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH}" height="${CARD_HEIGHT}" viewBox="0 0 ${CARD_WIDTH} ${CARD_HEIGHT}">`;
const frame = '<path fill="none" stroke="#bfe4f0" stroke-opacity=".35" stroke-width="3" d="M30 30H1170V600H30Z"/>';
const brand = text('CryptoTribes', { x: 600, y: 572, size: 44, width: 500, fill: '#E9DFC8', anchor: 'middle' });
const ground = (left: string, right: string): string =>
  `<defs><linearGradient id="g"><stop offset="0" stop-color="${left}"/><stop offset=".5" stop-color="${NIGHT}"/><stop offset="1" stop-color="${right}"/></linearGradient></defs><rect width="${CARD_WIDTH}" height="${CARD_HEIGHT}" fill="url(#g)"/>`;

const dye = (tribe: CardTribe | null): string =>
  mix(tribe ? heraldry(tribe.id, tribe.ordinal).field : WILD_DYE, '#0b1216', 0.25);

export interface TribeFacts extends CardTribe {
  /** Null = not ranked. */
  rank: number | null;
  victoryPoints: number;
  lands: number;
  members: number;
}

const COLUMNS = [
  { x: 450, width: 120 },
  { x: 580, width: 235 },
  { x: 830, width: 120 },
  { x: 960, width: 160 },
];

export function tribeCardSvg(tribe: TribeFacts, charges: ChargePaths): string {
  const figures: [figure: string, word: string][] = [
    [tribe.rank === null ? '–' : `#${number(tribe.rank)}`, 'rank'],
    [number(tribe.victoryPoints), 'victory points'],
    [number(tribe.lands), tribe.lands === 1 ? 'land' : 'lands'],
    [`${tribe.members} / 12`, 'members'],
  ];
  const columns = figures.map(([figure, word], index) => {
    const { x, width } = COLUMNS[index]!;
    const style = { x, width, family: PLAIN } as const;
    return (
      text(figure, { ...style, y: 420, size: 50, fill: index === 1 ? '#C6D56E' : '#EEF4F5' }) +
      text(word, { ...style, y: 456, size: 23, fill: '#B7C5CB' })
    );
  });
  return [
    open,
    ground(dye(tribe), NIGHT),
    frame,
    shield(tribe, charges, 90, 130, 290),
    text(written(tribe.name, tribe.tag), { x: 448, y: 250, size: 100, width: 680 }),
    text(`[${tribe.tag}]`, { x: 450, y: 312, size: 38, width: 300, fill: '#B7C5CB', family: PLAIN }),
    ...columns,
    brand,
    '</svg>\n',
  ].join('');
}

export interface BattleFacts {
  place: string;
  attacker: CardTribe | null;
  /** Null = wild holders, bandits, or a player without a tribe. */
  defender: CardTribe | null;
  attackerName: string;
  defenderName: string;
  /** Null = not decided yet. */
  winner: 'attacker' | 'defender' | null;
  /** The land changed hands. */
  isTaken: boolean;
  losses: { attacker: number; defender: number };
}

/** One line that says how it went, e.g. "Raven Host took it from Ash Wardens". */
export function verdictOf({ winner, isTaken, attackerName, defenderName }: BattleFacts): string {
  if (winner === null) return `${attackerName} marches on ${defenderName}`;
  if (winner === 'defender') return `${defenderName} held against ${attackerName}`;
  return isTaken ? `${attackerName} took it from ${defenderName}` : `${attackerName} beat ${defenderName}`;
}

export function battleCardSvg(battle: BattleFacts, charges: ChargePaths): string {
  const { attacker, defender, winner, losses } = battle;
  const facts = {
    ...battle,
    attackerName: written(battle.attackerName, attacker?.tag ?? 'The attacker'),
    defenderName: written(battle.defenderName, defender?.tag ?? 'The defender'),
  };
  const side = (tribe: CardTribe | null, x: number) =>
    tribe
      ? shield(tribe, charges, x, 150, 220)
      : `<circle cx="${x + 110}" cy="284" r="96" fill="#10191e" stroke="#dce9ee" stroke-opacity=".6" stroke-width="4"/>`;
  const fell =
    winner === null ? 'Not decided yet' : `${number(losses.attacker)} and ${number(losses.defender)} units fell`;
  const middle = { x: 600, anchor: 'middle', width: 520 } as const;
  return [
    open,
    ground(dye(attacker), dye(defender)),
    frame,
    side(attacker, 80),
    side(defender, 900),
    text(winner === null ? 'BATTLE UNDER WAY' : 'BATTLE COMPLETE', {
      ...middle,
      y: 190,
      size: 26,
      fill: '#B7C5CB',
      family: PLAIN,
    }),
    text(written(facts.place, 'A village'), { ...middle, y: 300, size: 104, fill: '#FFC373' }),
    text(verdictOf(facts), { ...middle, y: 370, size: 34, family: PLAIN }),
    text(fell, { ...middle, y: 420, size: 28, fill: '#B7C5CB', family: PLAIN }),
    brand,
    '</svg>\n',
  ].join('');
}
