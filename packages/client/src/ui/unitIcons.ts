import type { BuildingType, Formation, Terrain, UnitType } from '@cryptotribes/rules/core/units';
import type { IconName } from './iconNames.ts';

/** Small drawings of the units, for up to 28 px. */
export const UNIT_GLYPHS: Record<UnitType, IconName> = {
  militia: 'wood-axe',
  spearman: 'spears',
  archer: 'high-shot',
  cavalry: 'horse-head',
};

/** Figures of the units, from 34 px. */
export const UNIT_FIGURES: Record<UnitType, IconName> = {
  militia: 'viking-head',
  spearman: 'pikeman',
  archer: 'bowman',
  cavalry: 'cavalry',
};

export const FORMATION_ICONS: Record<Formation, IconName> = {
  offensive: 'sword-brandish',
  balanced: 'crossed-swords',
  defensive: 'bordered-shield',
};

export const TERRAIN_ICONS: Record<Terrain, IconName> = {
  castle: 'castle',
  forest: 'pine-tree',
  hills: 'hills',
  river: 'river',
  plains: 'grass',
};

export const BUILDING_ICONS: Record<BuildingType, IconName> = {
  barracks: 'viking-longhouse',
  warehouse: 'wood-cabin',
  workshop: 'anvil',
};
