import type { unitText } from '../en/unit.ts';

export const unit: typeof unitText = {
  militia: 'einfaches Volk, fällt zuerst',
  counter: (percent, enemy) => `+${percent} % gegen ${enemy}`,
  health: (factor) => `Leben ${factor}`,
  damage: (factor) => `Schaden ${factor}`,
  strength: (factor) => `Kraft ${factor}`,
  short: { militia: 'Miliz', spearman: 'Speere', archer: 'Bögen', cavalry: 'Reiter' },
};
