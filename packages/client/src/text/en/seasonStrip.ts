/** Under the top bar, while the season takes no orders. */
import { translated } from '../translated.ts';

export const seasonStripText = translated('seasonStrip', {
  before: (left: string) => `The season has not begun. Orders open in ${left}.`,
  ended: 'This season has ended. It takes no more orders.',
  cancelled: 'This season was cancelled. It takes no orders.',
  more: 'To the season',
});
