/** What the game is, costs and promises: below the first page, and on the season's own page. Money and fairness in plain words. */
import { translated } from '../translated.ts';

/** Numbers of a ruleset: victory points an hour, and hours of game time. */
interface RuleNumbers {
  center: number;
  ring: number;
  edge: number;
  truceHours: number;
}

export const aboutText = translated('about', {
  stepsTitle: 'Three steps',
  steps: [
    [
      'Raise',
      'Your village starts with 1,000 gold. Barracks make a bigger host, a warehouse holds more, a workshop hits harder.',
    ],
    ['Join', 'Only tribes take land. Found one or ask for one of its twelve seats; captains and chieftain answer.'],
    ['Take', 'Send units to a territory. Your survivors garrison it, and it pays gold and victory points every hour.'],
  ],
  prizesTitle: 'Prizes',
  prizesFree: 'This is a free season: entering costs nothing, and there are no prizes.',
  prizeRank: 'Rank',
  prizeShare: 'Share of the pool',
  prizeAmount: 'Now',
  prizeInside: 'Inside a tribe: chieftain 20 %, captains 15 % each, warriors share 50 %.',
  prizeFewer: 'With fewer than ten tribes the shares of the missing ranks are divided among the present ones.',
  feesTitle: 'What it costs',
  feesPaid:
    '25 USDT to enter: 21.25 USDT go to the pool, 3.75 USDT are our fee. With fewer than 24 players at the start everyone gets 25 USDT back.',
  feesFree: 'Nothing. You sign in with a wallet; signing a message is free and sends no transaction.',
  fairTitle: 'Every battle can be checked',
  fair: 'The chance of every battle (−10 % to +10 % of the sender’s power) comes from a secret that was fixed before registration. This is its SHA-256. The secret is published at the end, and anyone can compute every battle again.',
  rulesTitle: 'The rules in short',
  rules: ({ center, ring, edge, truceHours }: RuleNumbers) => [
    `Fifty territories: 5 centers, 15 rings, 30 edges. They pay ${center}, ${ring} and ${edge} victory points an hour.`,
    'Spearmen beat cavalry, cavalry beats archers, archers beat spearmen.',
    'Ground and formation count; chance decides only close battles.',
    `Taken land has a truce of ${truceHours} hours of game time. Losses are real, for both sides.`,
    'Ties in the ranking: more territories, then who reached the total first.',
  ],
  podium: 'The winners',
  podiumVp: (vp: string) => `${vp} victory points`,
});
