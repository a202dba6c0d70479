/** A wallet that sends a transaction: to pay a fee, or to fetch a prize. Plain words only. */
import { translatedLate } from '../late.ts';

const english = {
  choose: 'Choose the wallet',
  takeWallet: (name: string) => `Use ${name}`,
  fallbackName: 'Browser wallet',
  browserKey: 'Use this browser’s key',
  noWallet: 'No wallet was found in this browser.',
  lookAgain: 'Look again',
  networkWrong: (name: string) => `Your wallet is on another network. This happens on ${name}.`,
  switchTo: (name: string) => `Switch to ${name}`,
  switchFailed: (name: string) => `Your wallet did not switch. Choose ${name} in the wallet, then look again.`,
  networks: { ethereum: 'Ethereum', other: (id: number) => `network ${id}` },
  inWallet: 'Confirm in your wallet. You can still say no there.',
  inBlock: 'Sent. Waiting for a block.',
  rejected: 'You said no in the wallet. Nothing was sent.',
  reverted: 'The network carried the transaction out without success. Only the network fee was taken.',
  slow: 'The transaction is in no block yet. It still may be. Look into your wallet before you send another.',
  noGas: 'The wallet has too little of the network’s own coin to pay the network fee.',
  refused: 'The contract would refuse this, so it was not sent.',
  /** By the contract's own name of the reason. */
  refusals: {
    AlreadyEntered: 'This account has paid for this season already.',
    EntryClosed: 'The contract takes no entries of this season any more. Nothing was taken.',
    EnforcedPause: 'The contract takes no entries at the moment. Nothing was taken. Try again later.',
    AlreadyClaimed: 'This prize was fetched already.',
    ClaimsClosed: 'The time to fetch this prize is over.',
  },
};

export const chainText = await translatedLate(english, async () => (await import('../de/chain.ts')).chain);
export type ChainText = typeof english;
