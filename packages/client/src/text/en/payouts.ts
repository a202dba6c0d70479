/** A prize on its way to its winner. Plain words only. */
import { translatedLate } from '../late.ts';

const english = {
  title: (season: string) => `Your prize, ${season}`,
  why: (rank: string, role: string) => `Your tribe came ${rank}; you were its ${role}.`,
  roles: { chieftain: 'chieftain', captain: 'captain', warrior: 'warrior' },
  status: {
    review: 'In review',
    held: 'Held back',
    planned: 'Being approved',
    claimable: 'Ready to fetch',
    due: 'Being sent',
    sent: 'Being sent',
    failed: 'Being looked at',
    paid: 'Paid',
    swept: 'Not fetched in time',
    forfeited: 'Lost',
  },
  say: {
    review: (at: string) =>
      `The results can be objected to until ${at}. Then two people approve the prizes. You need to do nothing.`,
    held: 'Somebody has to look at this prize before it is paid. Write to support if you do not know why.',
    planned: 'Two people approve the prizes, then you can fetch yours here. You need to do nothing yet.',
    claimable: (at: string) => `It waits for you in the contract. Fetch it before ${at}; afterwards it is gone.`,
    due: 'It is being transferred to your wallet. You need to do nothing.',
    sent: 'It is being transferred to your wallet. You need to do nothing.',
    failed: 'The transfer did not go through. People look at it; your prize is not lost.',
    paid: (at: string) => `It is in your wallet since ${at}.`,
    swept: 'The time to fetch it is over. The contract has given it to the treasury.',
  },
  forfeited: {
    fee_returned:
      'The entry fee of this season went back, so there is no prize. It went into the prize pool of the next paid season.',
    banned: 'Your account is excluded, so there is no prize. It went into the prize pool of the next paid season.',
    unpayable: 'Your wallet could not be paid. The prize went into the prize pool of the next paid season.',
  },
  to: 'Paid to',
  onlyTo: 'Any account can send the transaction and pays its network fee. The prize goes to your wallet alone.',
  claim: 'Claim',
  claimAgain: 'Claim again',
  onItsWay: 'On its way. It counts as paid when its block is final.',
  failedBefore: 'If your wallet shows the transaction as failed or dropped, claim again.',
  transaction: 'Transaction',
  details: 'Proof',
  contract: 'Contract',
  season: 'Season in the contract',
  proof: 'Proof of your place in the list',
  proofAlone: 'Empty: the list has you alone.',
  earlier: (n: string) => `Earlier prizes: ${n}`,
  receipt: 'Receipt (JSON)',
  offline: 'No connection. Fetching is paused until it is back.',
};

export const payoutsText = await translatedLate(english, async () => (await import('../de/payouts.ts')).payouts);
export type PayoutsText = typeof english;
