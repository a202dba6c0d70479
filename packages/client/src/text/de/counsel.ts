import type { counselText } from '../en/counsel.ts';

export const counsel: typeof counselText = {
  target: (odds) => ` steht offen: ${odds} mit allen, die zu Hause sind.`,
  build: (gold, span) => ` kannst du bezahlen: ${gold} Gold, ${span}.`,
  raid: (odds) => ` würde fallen: ${odds}. Alle Ladungen sind bereit.`,
  raidName: (level) => `Räuberlager ${level}`,
  goldFull: (left) => ` ist in ${left} voll. Gib etwas aus.`,
  goldName: 'Dein Lagerhaus',
  empty: ' ist unbesetzt. Jeder könnte hineinspazieren.',
  camp: (n) => ` hat noch Platz für ${n} Einheiten.`,
  campName: 'Dein Heer',
};
