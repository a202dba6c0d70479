import type { namesText } from '../en/names.ts';

export const names: typeof namesText = {
  units: { militia: 'Miliz', spearman: 'Speerträger', archer: 'Bogenschützen', cavalry: 'Reiter' },
  formations: { offensive: 'Offensiv', balanced: 'Ausgewogen', defensive: 'Defensiv' },
  buildings: { barracks: 'Kaserne', warehouse: 'Lagerhaus', workshop: 'Werkstatt' },
  noun: (name) => name,
};
