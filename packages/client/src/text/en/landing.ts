/** The first page. */
import { translated } from '../translated.ts';

export const landingText = translated('landing', {
  titleLines: ['Ten days.', 'Fifty lands.', 'One winter.'],
  lead: 'Raise a village, join eleven others, and take the map. The best ten tribes share the pool. Every battle can be checked by anyone.',
  leadFree:
    'Raise a village, join eleven others, and take the map. The best tribe of the winter wins. Every battle can be checked by anyone.',
  watch: 'Watch live',
  pool: 'in the pool',
  entry: 'to enter',
  free: 'Free',
  players: 'players',
  tribes: 'tribes',
  left: 'left',
  untilStart: 'until it starts',
  board: 'Tribes, as of now',
  boardColumns: 'VP · last hour',
  boardEmpty: 'No tribe has been founded yet.',
  mapSummary: (held: number, tribes: number) =>
    `The land: ${held} of 50 territories are held by ${tribes} tribes, the others by their wild holders.`,
  mapLoading: 'The land under snow.',
  seasonDay: (name: string, day: number, days: number) => `${name} · day ${day} of ${days}`,
  registration: (name: string) => `${name} · registration is open`,
  ended: (name: string) => `${name} · ended`,
  cancelled: (name: string) => `${name} · cancelled`,
  noSeason: 'Between seasons',
  unreachable: 'The server cannot be reached right now. This page will fill itself when it can.',
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
  feesTitle: 'What it costs',
  feesPaid:
    '25 USDT to enter: 21.25 USDT go to the pool, 3.75 USDT are our fee. With fewer than 24 players at the start everyone gets 25 USDT back.',
  feesFree: 'Nothing. You sign in with a wallet; signing a message is free and sends no transaction.',
  fairTitle: 'Every battle can be checked',
  fair: 'The chance of every battle (−10 % to +10 % of the sender’s power) comes from a secret that was fixed before registration. This is its SHA-256. The secret is published at the end, and anyone can compute every battle again.',
  rulesTitle: 'The rules in short',
  rules: [
    'Fifty territories: 5 centers, 15 rings, 30 edges. They pay 100, 50 and 25 victory points an hour.',
    'Spearmen beat cavalry, cavalry beats archers, archers beat spearmen.',
    'Ground and formation count; chance decides only close battles.',
    'Taken land has a truce of four hours. Losses are real, for both sides.',
    'Ties in the ranking: more territories, then who reached the total first.',
  ],
});
