/** The rankings. */
import { translated } from '../translated.ts';

export const ranksText = translated('ranks', {
  title: 'Ranks',
  tribes: 'Tribes',
  players: 'Players',
  rank: 'Rank',
  tribe: 'Tribe',
  player: 'Player',
  vp: 'VP',
  lastHour: 'Last hour',
  lands: 'Lands',
  members: 'Members',
  prize: 'Prize, as of now',
  empty: 'No victory points yet. The first tally comes at the full game hour.',
  ties: 'Equal points: more territories first, then who reached the total earlier.',
  yours: 'Your rank',
  failed: 'The ranks could not be loaded.',
});
