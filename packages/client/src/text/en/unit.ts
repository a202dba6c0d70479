/** What a unit is good at. */
import { translated } from '../translated.ts';

export const unitText = translated('unit', {
  militia: 'plain folk, die first',
  counter: (percent: string, enemy: string) => `+${percent} % against ${enemy}`,
  health: (factor: string) => `health ${factor}`,
  damage: (factor: string) => `damage ${factor}`,
  strength: (factor: string) => `strength ${factor}`,
  short: { militia: 'militia', spearman: 'spears', archer: 'bows', cavalry: 'horse' },
});
