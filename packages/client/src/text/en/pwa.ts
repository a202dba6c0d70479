/** A new version of the game. */
import { translated } from '../translated.ts';

export const pwaText = translated('pwa', {
  ready: 'A new version of the game is ready.',
  load: 'Load it now',
});
