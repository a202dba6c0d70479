/** Fair play in the administration: signs, evidence, appeals. */
import { translatedLate } from '../late.ts';
import { plural } from './plural.ts';

const english = {
  intro:
    'What the program noticed, the highest score first. A score is a reason to look, no verdict: a person decides.',
  season: 'Season',
  none: 'Nothing was noticed about anybody.',
  noneHere: 'Nothing was noticed about this player.',
  score: 'Score',
  scoreOf: (score: string, review: string) => `Score ${score}. From ${review} on a person has to look.`,
  player: 'Player',
  standing: 'Standing',
  signs: 'Signs',
  open: 'waits for a decision',
  computed: 'Reckoned',
  back: 'Back to the list',
  points: (n: string) => `${n} ${plural(Number(n), 'point', 'points')}`,
  others: 'Look at as well:',
  kinds: {
    shared_card: 'One card',
    shared_funding: 'One paying wallet',
    shared_place: 'Shared place',
    feeding_gives: 'Loses on purpose',
    feeding_takes: 'Is fed',
    one_sided: 'One-sided battles',
    sleepless: 'Never rests',
    regular: 'Even steps',
    young_wallet: 'Young wallet',
  },
  sentences: {
    shared_card: (f: Readonly<Record<string, number>>) => `${f.players} players paid with the same card.`,
    shared_funding: (f: Readonly<Record<string, number>>) =>
      `The entries of ${f.players} players were paid by the same wallet.`,
    shared_place: (f: Readonly<Record<string, number>>) =>
      `Others seen at the same address: ${f.addresses}. With the same network and kind of browser: ${f.setups}. In the same browser: ${f.browsers}. Most days together: ${f.days}. Families, schools and offices look like this, too.`,
    feeding_gives: (f: Readonly<Record<string, number>>) =>
      `${f.hopeless} attacks without hope out of ${f.fights} lost battles, none won back. They gave ${f.vp} victory points, up to ${f.share} % of what the other has from battles.`,
    feeding_takes: (f: Readonly<Record<string, number>>) =>
      `${f.hopeless} attacks without hope out of ${f.fights} battles that were won. They brought ${f.vp} victory points, up to ${f.share} % of all from battles.`,
    one_sided: (f: Readonly<Record<string, number>>) =>
      `${f.fights} battles with the same end between two who share a place: ${f.vp} victory points and ${f.gold} gold.`,
    sleepless: (f: Readonly<Record<string, number>>) => `No pause of four hours for ${f.days} days.`,
    regular: (f: Readonly<Record<string, number>>) =>
      `${f.share} % of the steps between ${f.orders} orders last ${f.stepSeconds} seconds, to the second.`,
    young_wallet: (f: Readonly<Record<string, number>>) =>
      `The wallet sent ${f.transactions} transactions, ${f.isAged ? 'the first of them' : 'none of them'} more than ${f.days} days ago. Who pays by card may have a new one.`,
  },
  battles: 'Battles with these players',
  noBattles: 'No battles between them.',
  when: 'When',
  attacker: 'Attacker',
  defender: 'Defender',
  power: 'Power',
  winner: 'Won',
  gained: 'Gained',
  won: { attacker: 'attacker', defender: 'defender' },
  targets: { territory: 'territory', village: 'village' },
  gains: (vp: string, gold: string) => `${vp} VP · ${gold} gold`,
  hours: 'Hours with commands',
  hoursNote: 'One row a day, UTC. A filled field: at least one command in that hour.',
  hoursOf: (day: string, active: string, commands: string) =>
    `${day}: active in ${active} of 24 hours, commands: ${commands}`,
  noHours: 'No commands yet.',
  wallet: 'Wallet on the chain',
  walletState: {
    unknown: 'Not known: the node keeps no old states, or did not answer. That says nothing.',
    contract: 'A contract: its count of transactions means nothing.',
  },
  walletKnown: (n: string, isAged: boolean) =>
    `Transactions: ${n}. ${isAged ? 'In use for more than 90 days.' : 'Not used before the last 90 days.'}`,
  walletUnasked: 'Not asked yet.',
  holds: 'Prize',
  holdsNone: 'Nothing stands against paying.',
  holdsWhy: {
    disputed: 'waits: the payment is disputed',
    refunded: 'not paid: the entry fee went back',
    charged_back: 'not paid: the bank took the entry fee back',
    restricted: 'waits: restricted',
    banned: 'waits: banned',
    appeal: 'waits: an appeal is open',
    flag: 'waits: a flag is open',
  },
  decide: 'Decide',
  decideNote: 'The player reads your reason and may appeal once.',
  restrict: 'Restrict',
  ban: 'Ban',
  lift: 'Lift',
  appeals: 'Appeals',
  appealsWaiting: 'Waiting',
  appealsAnswered: 'Answered',
  appealsFilter: 'Appeals by state',
  noAppeals: 'No appeals here.',
  appealOf: (sanction: string, who: string) => `Against: ${sanction}, by ${who}`,
  decidedFor: (reason: string) => `Reason then: ${reason}`,
  status: { open: 'Open', kept: 'Stays', lifted: 'Lifted' },
  answer: 'Answer',
  answerLabel: 'Answer to the player',
  keep: 'It stays',
  keepFact: 'The restriction or ban stays. The player reads your answer and cannot appeal against it again.',
  liftFact: 'The player is in good standing at once, and reads your answer.',
  notYours: 'You decided this yourself: another administrator has to confirm it. Lifting it is yours to do.',
  answered: (who: string) => `Answered by ${who}`,
};

export const fairPlayText = await translatedLate(english, async () => (await import('../de/fairPlay.ts')).fairPlay);
export type FairPlayText = typeof english;
