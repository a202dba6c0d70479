import type { Terrain, Tier } from '../core/units.ts';

/**
 * The terrain of each place within a province's part of a belt (GAME_DESIGN 2). Part of the land, not of a ruleset's numbers: it is
 * here alone so that a page which only draws the land need not load a ruleset.
 */
export const GROUND: Readonly<Record<Tier, readonly Terrain[]>> = {
  center: ['castle'],
  ring: ['hills', 'forest', 'river'],
  edge: ['plains', 'plains', 'forest', 'hills', 'river', 'plains'],
};
