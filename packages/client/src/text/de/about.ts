import type { aboutText } from '../en/about.ts';

export const about: typeof aboutText = {
  stepsTitle: 'Drei Schritte',
  steps: [
    [
      'Bauen',
      'Dein Dorf beginnt mit 1.000 Gold. Die Kaserne macht dein Heer größer, das Lagerhaus fasst mehr, die Werkstatt schlägt härter.',
    ],
    [
      'Beitreten',
      'Nur Stämme erobern Land. Gründe einen oder bitte um einen der zwölf Plätze; Häuptling und Hauptleute antworten.',
    ],
    [
      'Erobern',
      'Schick Einheiten in ein Gebiet. Wer überlebt, hält es besetzt, und es bringt jede Stunde Gold und Siegpunkte.',
    ],
  ],
  prizesTitle: 'Preise',
  prizesFree: 'Diese Saison ist kostenlos: Der Beitritt kostet nichts, und es gibt keine Preise.',
  prizeRank: 'Rang',
  prizeShare: 'Anteil am Topf',
  prizeAmount: 'Jetzt',
  prizeInside: 'Innerhalb eines Stamms: Häuptling 20 %, Hauptleute je 15 %, die Krieger teilen sich 50 %.',
  prizeFewer: 'Bei weniger als zehn Stämmen werden die Anteile der fehlenden Ränge auf die vorhandenen verteilt.',
  feesTitle: 'Was es kostet',
  feesPaid:
    'Der Beitritt kostet 25 USDT: 21,25 USDT gehen in den Topf, 3,75 USDT sind unsere Gebühr. Bei weniger als 24 Spielern zum Start bekommen alle 25 USDT zurück.',
  feesFree:
    'Nichts. Du meldest dich mit einem Wallet an; eine Nachricht zu signieren ist kostenlos und sendet keine Transaktion.',
  fairTitle: 'Jeder Kampf lässt sich nachprüfen',
  fair: 'Der Zufall jedes Kampfs (−10 % bis +10 % der Stärke des Angreifers) kommt aus einem Geheimnis, das vor der Anmeldung festgelegt wurde. Das ist sein SHA-256. Am Ende wird das Geheimnis veröffentlicht, und jeder kann jeden Kampf nachrechnen.',
  rulesTitle: 'Die Regeln in Kürze',
  rules: ({ center, ring, edge, truceHours }) => [
    `Fünfzig Gebiete: 5 in der Mitte, 15 im Ring, 30 am Rand. Sie bringen ${center}, ${ring} und ${edge} Siegpunkte pro Stunde.`,
    'Speerträger schlagen Reiter, Reiter schlagen Bogenschützen, Bogenschützen schlagen Speerträger.',
    'Gelände und Formation zählen; der Zufall entscheidet nur knappe Kämpfe.',
    `Erobertes Land hat ${truceHours} Stunden Spielzeit Waffenruhe. Verluste sind echt, auf beiden Seiten.`,
    'Gleichstand im Rang: mehr Gebiete, dann, wer früher so weit war.',
  ],
  podium: 'Die Sieger',
  podiumVp: (vp) => `${vp} Siegpunkte`,
};
