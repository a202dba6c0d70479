/** Colours of the land by layer of the map. */
import { mix } from '@cryptotribes/protocol/heraldry/colour';
import { dyeOf } from '@cryptotribes/protocol/heraldry/dyes';
import { heraldry } from '@cryptotribes/protocol/heraldry/heraldry';
import type { BoardTerrain, BoardTier } from './geometry/lattice.ts';
import type { MapMode, TerritoryView } from './view.ts';

export const SNOW: Record<BoardTier, string> = { center: '#B7C5CC', ring: '#A9B8C0', edge: '#9CADB6' };
const SNOW_EDGE = '#5F717B';

const GROUND: Record<BoardTerrain, string> = {
  castle: '#94919C',
  forest: '#6E9480',
  hills: '#A89C84',
  river: '#86B0C4',
  plains: '#B4BFBC',
};
const WORTH: Record<BoardTier, string> = { center: '#AEBF52', ring: '#8FA06A', edge: '#8C9A8E' };
/** Garrisons of up to this many units share a step of the strength layer. */
const STRENGTH_STEPS = [20, 60, 120, 250];
const STRENGTH = ['#C3CED3', '#A2B0B7', '#7F9099', '#5C6F79', '#3D505A'];

export interface LandColours {
  fill: string;
  /** Inner edge, so that neighbours of similar dye still separate. */
  edge: string;
  edgeWidth: number;
  /** The land is dark: its marks are drawn in a lighter key. */
  isDark: boolean;
}

function plain(fill: string, isDark = false): LandColours {
  return { fill, edge: mix(fill, '#05090B', 0.5), edgeWidth: 8, isDark };
}

/** Colours of one land; `view` is null while its owner is not known yet (snow). */
export function landColours(
  land: { tier: BoardTier; terrain: BoardTerrain },
  view: TerritoryView | null,
  mode: MapMode,
): LandColours {
  if (mode === 'ground') return plain(GROUND[land.terrain]);
  if (mode === 'worth') return plain(WORTH[land.tier]);
  if (mode === 'strength' && view) {
    const step = STRENGTH_STEPS.findIndex((most) => view.unitCount <= most);
    const index = step < 0 ? STRENGTH.length - 1 : step;
    return plain(STRENGTH[index]!, index >= 3);
  }
  const snow = SNOW[land.tier];
  if (!view?.owner) return { fill: snow, edge: SNOW_EDGE, edgeWidth: 8, isDark: false };
  const dye = dyeOf(view.owner.ordinal);
  return {
    fill: mix(dye, snow, land.tier === 'center' ? 0.08 : 0.14),
    edge: mix(dye, '#05090B', 0.52),
    edgeWidth: 15,
    isDark: heraldry(view.owner.tribeId, view.owner.ordinal).isDark,
  };
}
