import type { pwaText } from '../en/pwa.ts';

export const pwa: typeof pwaText = {
  ready: 'Eine neue Version des Spiels ist da.',
  load: 'Jetzt laden',
};
