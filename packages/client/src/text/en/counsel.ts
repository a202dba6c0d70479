/** Suggestions beside the map. */
import { translated } from '../translated.ts';

export const counselText = translated('counsel', {
  target: (odds: string) => ` is open: ${odds} with everybody at home.`,
  build: (gold: string, span: string) => ` is affordable: ${gold} gold, ${span}.`,
  raid: (odds: string) => ` would fall: ${odds}. All raid charges are ready.`,
  raidName: (level: number) => `Bandit camp ${level}`,
  goldFull: (left: string) => ` is full in ${left}. Spend some.`,
  goldName: 'Your warehouse',
  empty: ' has no one inside. Anyone could walk in.',
  camp: (n: string) => ` has room for ${n} more units.`,
  campName: 'Your host',
});
