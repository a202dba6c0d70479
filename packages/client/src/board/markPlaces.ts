/** Where the marks of a land stand, from its label point, in board pixels. A flag gives way to the truce plates around it. */
import type { MapTerritory } from './mapData.ts';
import type { TerritoryView } from './view.ts';

export type Offset = readonly [dx: number, dy: number];

/** Half of a plate with its frame. */
const PLATE = { x: 25, y: 13 };
/** A flag from its pole: as wide as this, and half as high. */
const FLAG = { x: 39, y: 13 };

export const plateOffset = ({ tier, hasFight }: Pick<TerritoryView, 'tier' | 'hasFight'>): Offset => [
  tier === 'edge' ? 26 : 34,
  hasFight ? 0 : -26,
];

/** The usual place first, then those it gives way to. */
const FLAG_PLACES: Readonly<Record<TerritoryView['tier'], readonly Offset[]>> = {
  center: [
    [44, -44],
    [-82, -44],
    [-82, 24],
  ],
  ring: [
    [-46, -30],
    [-46, -56],
    [-46, 8],
    [-46, 34],
  ],
  edge: [
    [-46, -30],
    [-46, -56],
    [-46, 8],
    [-46, 34],
  ],
};

/** Where the flag of the reader's own units stands: the first place where it covers none of the plates (their middles). */
export function flagOffset(land: MapTerritory, tier: TerritoryView['tier'], plates: readonly Offset[]): Offset {
  const [x, y] = land.label;
  const isFree = ([dx, dy]: Offset) =>
    plates.every(
      ([plateX, plateY]) =>
        plateX + PLATE.x <= x + dx ||
        plateX - PLATE.x >= x + dx + FLAG.x ||
        Math.abs(plateY - y - dy) >= PLATE.y + FLAG.y,
    );
  const places = FLAG_PLACES[tier];
  return places.find(isFree) ?? (places[0] as Offset);
}
