/** The page of appeals, and the notice on the own page. */
import { translatedLate } from '../late.ts';

const english = {
  title: 'Your standing',
  lead: 'Whether your account is restricted or banned, why, and how to have that looked at again.',
  good: 'Your account is in good standing.',
  goodMore: 'Nothing was decided about it, and nothing stands against a prize.',
  toMap: 'To the map',
  restricted: 'Your account is restricted.',
  banned: 'Your account is banned.',
  since: (at: string) => `Since ${at}`,
  reason: 'The reason that was given',
  means: 'What this means',
  meansRestricted: [
    'You can go on playing.',
    'A prize of yours is not paid while this lasts. Nobody else gets it.',
    'A person decided this, not a program.',
  ],
  meansBanned: [
    'You cannot sign in.',
    'A prize of yours is not paid while this lasts. Nobody else gets it.',
    'A person decided this, not a program.',
  ],
  ask: 'Ask for another look',
  askHow:
    'Write in your own words what we should know. Another person than the one who decided reads it, looks at everything again and answers here. You can do this once, so take your time.',
  label: 'What should we know?',
  left: (n: string) => `At least 20 characters. ${n} left.`,
  send: 'Send',
  sending: 'Sending',
  offline: 'No connection. This can be sent when it is back.',
  yours: 'What you wrote',
  written: (at: string) => `Sent ${at}`,
  status: {
    open: 'Somebody will look at it. The answer appears here. A prize waits until then.',
    kept: 'The decision stays.',
    lifted: 'The decision was taken back. We are sorry for the trouble.',
  },
  answer: 'Our answer',
  showWallet: 'Show your wallet',
  showWalletHow:
    'Sign a message with the wallet of your account to see what was decided. This signs nobody in and costs nothing.',
  failed: 'This could not be loaded.',
  again: 'Try again',
  expired: 'This has taken more than half an hour. Sign with your wallet again; what you wrote stays here.',
  more: 'See why, and ask for another look',
};

export const appealText = await translatedLate(english, async () => (await import('../de/appeal.ts')).appeal);
export type AppealText = typeof english;
