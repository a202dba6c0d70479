/**
 * The first steps of a new player (design: "Onboarding"). barracks and warehouse: raised to level 2; train: five units; tribe: a seat, or
 * asked for one; odds: looked at the odds of a land at the edge; camp: raided a bandit camp; guard: chose how the home army defends.
 */
export const FIRST_STEPS = ['barracks', 'warehouse', 'train', 'tribe', 'odds', 'camp', 'guard'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];
