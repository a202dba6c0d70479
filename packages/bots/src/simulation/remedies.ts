/**
 * Bounds that are known not to hold for the shipped ruleset, in the order of the bounds, and what a next ruleset could do about
 * each: season 1 itself is published and never changes. A test fails when another bound breaks, and when one of these holds again.
 */
export const REMEDIES: ReadonlyMap<string, string> = new Map([
  [
    'compositions',
    'Spearmen win: at barracks 2 they come before the archers that beat them (barracks 3), and no other unit of one place has more power. The remedy is to unlock archers at 2 and spearmen at 3; stats and costs stay.',
  ],
  [
    'warehouse',
    'Loot may exceed capacity, so a bigger warehouse pays in income and camp loot alone and comes too late; the remedy is +4 instead of +2 gold an hour per level, or 4 % camp loot per level.',
  ],
  [
    'day-7',
    'Points add up and castles seldom change hands, so a lead of a week lasts; the remedy is to make castles fall (below), or land that pays more in the last three days.',
  ],
  [
    'exploit-campBot',
    'Two things pay for never sleeping: charges that are never lost and batches of training that follow each other without a gap. The remedy is a longer queue (10 batches) and more charges kept (12), as in the blitz ruleset, so that a person who looks twice a day keeps up; against programs stand the checks of fair play.',
  ],
  [
    'strategies',
    'A hoarder leaves players alone for six days, grows behind full garrisons and takes the castles while others wear each other down; the remedy is points for units destroyed that grow with the season, or upkeep for units above half of the army cap.',
  ],
  [
    'castles-fall',
    'A full castle has 500 places and defends with 1.5 x 1.3 x 1.1 of its units’ power, more than a tribe brings together in the two hours that siege fatigue lasts; the remedy is 350 places, or fatigue that lasts four hours.',
  ],
]);
