/** From the first visit to the own village. Plain words. */
import { translated } from '../translated.ts';

export const welcomeText = translated('welcome', {
  title: 'Welcome',
  stepsLabel: 'Steps to your village',
  stepOf: (n: number, all: number) => `Step ${n} of ${all}`,
  done: 'done',
  steps: { connect: 'Connect', sign: 'Sign', name: 'Name', entry: 'Entry', ready: 'Village' },
  readyBefore: 'Waiting room',
  connect: {
    title: 'Connect a wallet',
    lead: 'Your wallet is your player. Connecting shows us its address and nothing else.',
  },
  sign: {
    title: 'Sign the message',
    lead: 'Your wallet shows the same text as here. Signing is free, sends no transaction and gives us no right to anything.',
  },
  name: {
    title: 'What shall we call you?',
    lead: 'Others see this name in tribes and reports. You can change it later.',
    label: 'Name, 3 to 20 characters',
    save: 'Take this name',
    skip: 'Later',
  },
  entry: {
    title: 'Enter the season',
    free: 'This season is free. Entering gives you a village with 1,000 gold.',
    enter: 'Enter the season',
    entering: 'Entering',
    paidTitle: (fee: string) => `The entry is ${fee}`,
    pool: 'to the prize pool',
    fee: 'our fee',
    refund: 'With fewer than 24 players at the start the season is cancelled, and everyone gets the whole entry back.',
    nothing: 'Nothing is taken before you confirm.',
    toPay: 'Choose how to pay',
    closed: 'The season takes no new players any more.',
    none: 'There is no season at the moment.',
    watch: 'Watch instead',
  },
  ready: {
    title: 'Your village stands',
    lead: 'A thousand gold lies in the warehouse. A list of first steps waits beside the map.',
    village: 'To your village',
    map: 'To the map',
  },
  waiting: {
    title: 'You are in',
    lead: (season: string) => `${season} begins in`,
    starting: 'a moment',
    tribeTitle: 'Your tribe',
    tribeNone: 'Only tribes take land. Find yours now: whoever is twelve at the start is ahead.',
    tribeFind: 'Find or found a tribe',
    tribeOpen: 'To your tribe',
    rulesTitle: 'The rules in two minutes',
    rules: ({ truceHours, shieldHours, days }: { truceHours: number; shieldHours: number; days: number }) => [
      [
        'Village',
        'Barracks hold more units, the warehouse more gold, the workshop makes blows harder and training quicker.',
      ],
      [
        'Units',
        'Spearmen beat cavalry, cavalry beats archers, archers beat spearmen. Militia is cheap and dies first.',
      ],
      [
        'Land',
        'Fifty territories. Whoever has units in a garrison of the own tribe gets victory points and gold every hour.',
      ],
      [
        'Battles',
        'You see the exact odds before you send anybody. Luck moves your power by 10 % at most. Lost units are lost.',
      ],
      ['Truce', `Land that was taken is safe for ${truceHours} hours of game time.`],
      [
        'Raids',
        `Bandit camps and villages give gold. A new village is shielded for ${shieldHours} hours of game time, or until it raids a village itself.`,
      ],
      ['The end', `After ${days} days of game time the tribes with the most victory points have won.`],
    ],
    noticesTitle: 'Do not miss the start',
    notices: 'Choose what you are told, and whether your device is told while no page is open.',
    noticesLink: 'Choose notices',
    meanwhile: 'Until then: look at the land. Everything is wild, and you can try out any march.',
  },
});
