/** Beside the map: what is under way, and who leads. */
import { translated } from '../translated.ts';

export const sideText = translated('side', {
  underWay: 'Under way',
  underWayEmpty: 'Nothing is running.',
  raising: (name: string, level: number) => `${name} ${level}`,
  training: (n: string, unit: string) => `${n} ${unit}`,
  march: (place: string) => `March on ${place}`,
  marchPosition: (n: number) => (n <= 1 ? 'next' : `${n}th in line`),
  returning: (n: string) => `${n} units come home`,
  tally: 'Hourly tally',
  income: 'Gold',
  counsel: 'Counsel',
  counselEmpty: 'All is well. Look around.',
  tribe: 'Your tribe',
  tribeNone: 'Only tribes take land. Find eleven others.',
  tribeFind: 'Find a tribe',
  tribeLand: (n: number) => `${n} ${n === 1 ? 'territory' : 'lands'}`,
  standings: 'Tribes, as of now',
  pickHint: 'Choose a land on the map to see who holds it.',
  legend: 'Marks',
  legendMine: 'your front',
  legendTruce: 'truce',
  legendFight: 'fight',
  legendWild: 'wild',
  spectator: 'You are watching. Nothing here needs a wallet until you want to play.',
});
