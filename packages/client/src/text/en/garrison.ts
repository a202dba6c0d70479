/** Moving units into a garrison and out of it. */
import { translated } from '../translated.ts';

export const garrisonText = translated('garrison', {
  title: (place: string) => `Garrison of ${place}`,
  reinforce: 'Reinforce',
  recall: 'Recall',
  modes: 'What to do',
  inside: (n: string) => `of ${n} inside`,
  placesNow: 'Places taken now',
  placesAfter: 'After this',
  placesOf: (n: string, of: string) => `${n} of ${of}`,
  lords: 'Lords inside',
  vpShare: 'Your share of the hourly points',
  vpPerHour: (n: string) => `about ${n} VP an hour`,
  income: 'Gold it brings you',
  goldPerHour: (n: string) => `${n} gold an hour`,
  formationWhy: 'The whole garrison fights in this formation.',
  arrives: (span: string) => `They arrive home after ${span}.`,
  confirmIn: 'Move in',
  confirmOut: 'Send home',
  movedIn: (n: string, place: string) => `${n} units moved into ${place}.`,
  sentHome: (n: string, place: string) => `${n} units left ${place} for home.`,
  full: (n: string) => `Room for ${n} more places only`,
  notYours: 'Your tribe does not hold this land',
  power: (factor: string) => `power ${factor}`,
  leaveNone: 'If the last unit leaves, the land stands empty.',
});
