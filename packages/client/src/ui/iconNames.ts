/** Icons of the interface in the sprite (game-icons.net, CC BY 3.0). Add a name here, then run tools/generate.ts. */
export const ICON_NAMES = [
  // units: glyph, then figure
  ...['wood-axe', 'spears', 'high-shot', 'horse-head', 'viking-head', 'pikeman', 'bowman', 'cavalry'],
  // buildings
  ...['viking-longhouse', 'wood-cabin', 'anvil', 'hammer-nails'],
  // holdings and time
  ...['two-coins', 'laurels', 'crossed-axes', 'hourglass', 'ringing-bell'],
  // places of the interface
  ...['treasure-map', 'village', 'forest-camp', 'knight-banner', 'crossed-swords', 'laurel-crown', 'cog'],
  ...['scroll-unfurled', 'rolling-dices', 'mountains', 'trophy-cup'],
  // formations
  ...['sword-brandish', 'bordered-shield'],
  // ground
  ...['castle', 'pine-tree', 'hills', 'river', 'grass'],
  // states
  ...['campfire', 'tower-flag', 'broken-shield', 'padlock', 'flag-objective', 'snowflake-2'],
] as const;

export type IconName = (typeof ICON_NAMES)[number];
