/** Names of units, formations and buildings. */
import { translated } from '../translated.ts';

export const namesText = translated('names', {
  units: { militia: 'Militia', spearman: 'Spearmen', archer: 'Archers', cavalry: 'Cavalry' },
  formations: { offensive: 'Offensive', balanced: 'Balanced', defensive: 'Defensive' },
  buildings: { barracks: 'Barracks', warehouse: 'Warehouse', workshop: 'Workshop' },
  /** A noun as it stands within a sentence. */
  noun: (name: string) => name.toLowerCase(),
});
