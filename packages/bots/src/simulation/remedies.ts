/**
 * Bounds that are known not to hold, by ruleset, in the order of the bounds, and what helps: a published ruleset never changes, the next
 * one does. A test fails when another bound breaks, and when one of these holds again.
 */
const REMEDIES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'season1',
    new Map([
      [
        'compositions',
        'Spearmen win and cavalry comes second. In season2 cavalry comes at barracks 3 and archers at 4, and both winners lose more units in victory. Archers before spearmen make it worse: an army of one type lives on cheap militia until its type is unlocked, and grows the faster for it.',
      ],
      [
        'day-7',
        'Points add up, so a lead of a week lasts. Only land that pays more near the end would change it, and what land yields is the specification’s.',
      ],
      [
        'exploit-campBot',
        'Whoever never sleeps loses no raid charge. In season2 there are three a day, kept for a day, each worth more. A longer queue and more charges make it worse: a program uses both better than a person.',
      ],
      [
        'strategies',
        'A hoarder leaves players alone for six days, grows behind full garrisons and takes the castles while others wear each other down. In season2 longer truces make taking land pay, and castles hold fewer units.',
      ],
      [
        'castles-fall',
        'A full castle has 500 places and defends with 1.5 x 1.3 x 1.1 of its units’ power. In season2 it has 320; longer siege fatigue changes nothing, as a siege is an affair of one hour.',
      ],
    ]),
  ],
  [
    'season2',
    new Map([
      [
        'compositions',
        'Cavalry wins; in a trial of 50 seasons with another seed, and castles of 350 places, cavalry and spearmen won 22 % each. A next ruleset could let cavalry take three places in a garrison.',
      ],
      [
        'day-7',
        'Points add up, so a lead of a week lasts. Only land that pays more near the end would change it, and what land yields is the specification’s.',
      ],
    ]),
  ],
]);

/** The known breaks of one ruleset; none of a ruleset without a kept report. */
export const remediesOf = (ruleset: string): ReadonlyMap<string, string> => REMEDIES.get(ruleset) ?? new Map();
