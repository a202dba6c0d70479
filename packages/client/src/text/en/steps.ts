/** The first ten minutes: a list beside the map. */
import { translated } from '../translated.ts';

export const stepsText = translated('steps', {
  title: 'First steps',
  progress: (done: number, all: number) => `${done} of ${all}`,
  hide: 'Put the first steps away',
  done: 'done',
  price: (gold: string, span: string) => `${gold} gold, ${span}`,
  names: {
    barracks: 'Raise the barracks to 2',
    warehouse: 'Raise the warehouse to 2',
    train: 'Train 5 militia',
    tribe: 'Find a tribe',
    odds: 'Look at the odds of an edge land',
    camp: 'Raid bandit camp 1',
    guard: 'Choose your home guard',
  },
  notes: {
    tribe: 'Ask for a seat, or found your own.',
    odds: 'Only a look: nothing is sent.',
    camp: 'Gold. Your shield stays: only raiding a village ends it.',
    guard: 'How your village holds while you sleep.',
  },
});
