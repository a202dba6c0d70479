/** The public random beacon in battles and reports. Plain words only. */
import { translated } from '../translated.ts';

export const beaconText = translated('beacon', {
  waits: (round: string) => `Waiting for round ${round} of the public beacon`,
  waitsWhy: 'Nobody can know this number yet, not even we. It comes within seconds and decides the luck of the battle.',
  late: (round: string, at: string) =>
    `Round ${round} of the public beacon is late. If it is not there by ${at}, the battle is not fought and everything comes back.`,
  missing: (round: string) =>
    `Not fought: round ${round} of the public beacon never came. The units are home, and a raid’s charge is back.`,
  row: 'beacon',
  round: (round: string) => `round ${round}`,
  short: (round: string) => `waits for round ${round} of the beacon`,
  states: { waiting: 'waiting', came: 'came', missing: 'never came' },
  open: 'open',
  openWhy:
    'The chance was fixed before the season and mixed with the sender’s own seed. The season’s secret is published now: anyone can compute this battle again.',
  mixed: 'A round of a public random beacon, unknown when the order was given, was mixed in as well.',
});
