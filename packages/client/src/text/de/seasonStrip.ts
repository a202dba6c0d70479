import type { seasonStripText } from '../en/seasonStrip.ts';

export const seasonStrip: typeof seasonStripText = {
  before: (left) => `Die Saison hat noch nicht begonnen. Befehle gehen in ${left}.`,
  ended: 'Diese Saison ist zu Ende. Sie nimmt keine Befehle mehr an.',
  cancelled: 'Diese Saison wurde abgesagt. Sie nimmt keine Befehle an.',
  more: 'Zur Saison',
};
