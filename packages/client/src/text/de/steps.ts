import type { stepsText } from '../en/steps.ts';

export const steps: typeof stepsText = {
  title: 'Erste Schritte',
  progress: (done, all) => `${done} von ${all}`,
  hide: 'Erste Schritte wegräumen',
  done: 'erledigt',
  price: (gold, span) => `${gold} Gold, ${span}`,
  names: {
    barracks: 'Kaserne auf 2 ausbauen',
    warehouse: 'Lagerhaus auf 2 ausbauen',
    train: '5 Miliz ausbilden',
    tribe: 'Einen Stamm finden',
    odds: 'Die Chance bei einem Gebiet am Rand ansehen',
    camp: 'Räuberlager 1 überfallen',
    guard: 'Die Heimwache wählen',
  },
  notes: {
    tribe: 'Bitte um einen Platz, oder gründe deinen eigenen.',
    odds: 'Nur ein Blick: Nichts wird losgeschickt.',
    camp: 'Gold. Dein Schutz bleibt: Nur ein Überfall auf ein Dorf beendet ihn.',
    guard: 'Wie sich dein Dorf hält, während du schläfst.',
  },
};
