/** The season's own page. */
import { translated } from '../translated.ts';

export const seasonText = translated('season', {
  title: 'Season',
  status: {
    registration: 'Registration is open',
    active: 'Running',
    ended: 'Ended',
    paid_out: 'Paid out',
    cancelled: 'Cancelled',
  },
  timeline: 'Timeline',
  registrationStart: 'Registration opens',
  registrationEnd: 'Registration closes',
  seasonStart: 'The season starts',
  seasonEnd: 'The season ends',
  speed: (n: number) =>
    n === 1 ? 'Game time runs at the speed of the clock.' : `Game time runs ${n} times as fast as the clock.`,
  nextTally: 'Next hourly tally in',
  commitment: 'SHA-256 of the season’s secret',
  enter: 'Enter the season, free',
  entered: 'You are in. Your village stands.',
  failed: 'The season could not be loaded.',
  none: 'There is no season at the moment.',
});
