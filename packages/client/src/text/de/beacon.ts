import type { beaconText } from '../en/beacon.ts';

export const beacon: typeof beaconText = {
  waits: (round) => `Wartet auf Runde ${round} der öffentlichen Zufallsquelle`,
  waitsWhy:
    'Diese Zahl kann noch niemand kennen, auch wir nicht. Sie kommt in wenigen Sekunden und entscheidet das Glück des Kampfes.',
  late: (round, at) =>
    `Runde ${round} der öffentlichen Zufallsquelle ist verspätet. Ist sie bis ${at} nicht da, wird nicht gekämpft, und alles kommt zurück.`,
  missing: (round) =>
    `Nicht ausgefochten: Runde ${round} der öffentlichen Zufallsquelle kam nie. Die Einheiten sind zu Hause, die Ladung eines Raubzugs ist zurück.`,
  row: 'Quelle',
  round: (round) => `Runde ${round}`,
  short: (round) => `wartet auf Runde ${round} der Zufallsquelle`,
  states: { waiting: 'steht aus', came: 'ist da', missing: 'kam nie' },
  open: 'offen',
  openWhy:
    'Der Zufall stand vor der Saison fest und wurde mit dem Startwert des Angreifers gemischt. Das Geheimnis der Saison ist jetzt veröffentlicht: Jeder kann diese Schlacht nachrechnen.',
  mixed: 'Dazu kam eine Runde einer öffentlichen Zufallsquelle, die bei Abgabe des Befehls noch niemand kannte.',
};
