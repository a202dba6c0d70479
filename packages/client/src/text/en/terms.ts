/** The terms of paid seasons. Plain words; a change of meaning needs a new TERMS_VERSION (protocol: core/terms.ts). */
import { translatedLate } from '../late.ts';

const english = {
  title: 'Terms of paid seasons',
  version: (date: string) => `Version of ${date}`,
  lead: 'What you agree to when you pay an entry fee, in plain words. Free seasons cost nothing and have no prizes.',
  notPromisedTitle: 'What is not promised',
  notPromised: [
    'That you win anything. Only members of the ten best tribes get a prize, and with few players a prize can be smaller than the fee.',
    'That an entry is an investment. It buys a place in a game and nothing else; there is no interest, no share, no token.',
    'That a USDT is worth a dollar, or that the company behind it pays it out. We have no hand in either.',
    'That the game never stands still. Seasons go by their times even when the server, your provider or the network fails. Orders that did not arrive are not made up for.',
    'That your tribe treats you well. The lead of a tribe can send members home in the first half of the season.',
  ],
  sections: [
    [
      'Who may enter',
      [
        'You are at least 18 years old, and paid games of skill and chance are allowed where you are. Where we know they are not, no fee is taken.',
        'One person has one place in a season. The place belongs to the wallet that signed in; whoever holds its key plays, and gets the prize.',
      ],
    ],
    [
      'What the fee is',
      [
        'The fee is 25 USDT, or 25 US dollars by card. 21.25 of it go to the prize pool of the season, 3.75 are our fee. Network fees of your wallet come on top and go to the network.',
        'Money that makes no entry, such as a second payment or one that came too late, goes back whole, the way it came.',
      ],
    ],
    [
      'Giving it back',
      [
        'With fewer than 24 players at the start, when no tribe is left at the end, or when we have to cancel a season, everyone gets the whole fee back the way it was paid. Nothing needs to be done for it.',
        'Otherwise the fee is not given back: not when you lose, leave your tribe or stop playing.',
        'If your bank takes a card payment back, your place is suspended until that is decided, and lost if the bank keeps the money.',
      ],
    ],
    [
      'The prizes',
      [
        'The whole pool is paid out. How it is divided stands on the page of the season before you pay, and does not change afterwards.',
        'After the end there is a review of 48 hours. A prize can be held back while a breach of the rules is looked into.',
        'Prizes are paid in USDT to the wallet that played, also to those who paid by card. You claim yours on the page of the season; the time for it is shown there and is at least 30 days. What nobody claims in that time stays with us.',
        'A prize is lost when its entry fee went back for good, when its winner is excluded and nobody objected within 14 days or the objection was answered, or when the wallet cannot be paid. It does not go to us: it goes into the prize pool of the paid season that ends next.',
        'Taxes on prizes are yours to pay.',
      ],
    ],
    [
      'Chance and fairness',
      [
        'Skill decides most of it; luck moves each battle by 10 % at most. The luck of a season is fixed before registration opens and published at the end, so that anyone can check every battle.',
        'Playing more than one account, letting programs play, and agreeing on results are against the rules. People decide about such cases; who is excluded can ask for another look before prizes are paid.',
      ],
    ],
    [
      'What is known about you',
      [
        'Your wallet’s address, your name in the game, what you do in it, what you paid, and that you confirmed this text. Card numbers stay with Stripe. What is on the network is public for ever.',
      ],
    ],
  ],
  back: 'To the entry fee',
};

export const termsText = await translatedLate(english, async () => (await import('../de/terms.ts')).terms);
export type TermsText = typeof english;
