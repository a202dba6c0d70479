/** Checking a season and a battle. Plain words only. */
import { translatedLate } from '../late.ts';
import { plural } from './plural.ts';

const english = {
  title: 'Check the luck yourself',
  lead: 'Your browser fetches everything that was recorded of a season and computes it again: every battle, every hour, the ranking, the prizes. Nothing is taken on trust but the arithmetic on this device.',
  choose: 'Season',
  check: 'Check this season',
  again: 'Check again',
  stop: 'Stop',
  file: 'Or check a file that you kept',
  running: (n: number, done: string, of: string) => `${done} of ${of} ${plural(n, 'battle', 'battles')} computed again`,
  starting: 'Fetching the season’s file …',
  ok: (n: number, battles: string, hours: string) =>
    `Everything is as the rules and the published secret give it: ${battles} ${plural(n, 'battle', 'battles')} and ${hours} hours of points, the same to the unit.`,
  bad: (n: number, differences: string) =>
    `${differences} ${plural(n, 'difference', 'differences')}: this is not the season that the rules and the secret give.`,
  badHelp: 'Keep the file and show it to others. Each difference is named with its line.',
  more: (n: string) => `And ${n} more.`,
  line: (n: string) => `Line ${n}`,
  whole: 'Whole file',
  failed: 'The file could not be checked.',
  fingerprint: 'Fingerprint of the file: whoever has the same checked the same.',
  download: 'Download the file',
  twin: 'The same from a terminal',
  none: 'No season is over yet. When one ends, its secret and its file are published here.',
  commitment: 'Fixed before the start of the running season (SHA-256 of its secret)',
  toSeason: 'To the season',
  loading: 'Loading seasons …',
  howTitle: 'How luck is made',
  how: [
    'Before registration the server draws a secret and publishes its SHA-256. It cannot be changed afterwards.',
    'Your order carries a number without gaps and 16 bytes from your own device.',
    'Secret, armies, formations, ground, number and your bytes together give the battle’s seed (HMAC-SHA256).',
    'The seed gives one of 2,001 equally likely values from −10 % to +10 %. That is all the luck there is.',
    'At the end the secret is published, and everybody can compute everything again.',
  ],
  /** In place of the third step, and as one more, in seasons with a beacon. */
  howBeacon: [
    'Your order names the next round of a public random beacon (drand): a number that comes seconds later and that nobody can know before, not even we.',
    'The battle waits for that round. If it is not there ten minutes after its time, the battle is not fought and everything comes back.',
  ],
  beaconKey: 'Key of its public beacon',
  beacon: (n: number, rounds: string) =>
    `${rounds} ${plural(n, 'round', 'rounds')} of drand’s public beacon, each with a sound signature.`,
  foreignBeacon: (n: number, rounds: string) =>
    `${rounds} ${plural(n, 'round', 'rounds')} of a beacon that is not drand’s, each with a sound signature: whoever has its key could know them beforehand.`,
  beaconVoid: (n: number, orders: string) =>
    `${orders} ${plural(n, 'order was', 'orders were')} not fought because a round never came.`,
  trustTitle: 'What still has to be trusted',
  trust: [
    'Whoever runs this game knows the secret while the season runs and could work out the luck of an order before it is given. A public random beacon would rule that out; this season uses none.',
    'Whoever runs this game could let a battle wait until other defenders stand there. The file shows how long each one waited.',
    'Gold and units at home are not in the file. Nobody is ranked by them.',
    'Someone who owns the database could compute a whole other season. Reports are public as soon as a battle is decided: a kept one shows it.',
  ],
  /** In place of the first sentence above, in seasons with a beacon. */
  trustBeacon: [
    'Whoever runs this game says when your order was accepted. The answer to it names its round at once: if that round is out already, something is wrong.',
    'Whoever runs this game could pretend that a round never came. Then all orders of that round are void, in public, and drand still shows the round.',
  ],
  battle: {
    title: 'Check this battle',
    start: 'Check',
    why: 'Computes the battle again on this device, step by step.',
    busy: 'Computing …',
    sealed: 'The season’s secret is still sealed. Come back when the season is over.',
    failed: 'The secret could not be fetched.',
    ok: 'The same to the unit.',
    bad: 'It differs. Please tell us, and keep this page.',
    inputs: 'From',
    output: 'Computed',
    recorded: 'Recorded',
    matches: 'matches',
    differs: 'differs',
    steps: {
      commitment: 'SHA-256 of the secret is what was published before the season',
      order: 'SHA-256 of the order is what was frozen when it was given',
      round:
        'Round of the public beacon: the first one after the order, signed by the beacon (SHA-256 of the signature)',
      seed: 'Seed: HMAC-SHA256 of the battle’s text with the secret',
      luck: 'Luck: first number below 2,001 from the seed, less 1,000, in hundredths of a percent',
      attacker: 'Attacker’s power',
      defender: 'Defender’s power',
      winner: 'Winner after luck and siege fatigue',
      attackerLosses: 'Attacker’s losses (militia/spearmen/archers/cavalry)',
      defenderLosses: 'Defender’s losses (militia/spearmen/archers/cavalry)',
      vp: 'Victory points (attacker, defenders)',
    },
  },
};

export const fairText = await translatedLate(english, async () => (await import('../de/fair.ts')).fair);
export type FairText = typeof english;
