import type { welcomeText } from '../en/welcome.ts';

export const welcome: typeof welcomeText = {
  title: 'Willkommen',
  stepsLabel: 'Schritte zu deinem Dorf',
  stepOf: (n, all) => `Schritt ${n} von ${all}`,
  done: 'erledigt',
  steps: { connect: 'Verbinden', sign: 'Signieren', name: 'Name', entry: 'Beitritt', ready: 'Dorf' },
  readyBefore: 'Warteraum',
  connect: {
    title: 'Wallet verbinden',
    lead: 'Dein Wallet ist dein Spieler. Beim Verbinden erfahren wir seine Adresse und sonst nichts.',
  },
  sign: {
    title: 'Nachricht signieren',
    lead: 'Dein Wallet zeigt denselben Text wie diese Seite. Signieren kostet nichts, sendet keine Transaktion und gibt uns kein Recht an irgendetwas.',
  },
  name: {
    title: 'Wie sollen wir dich nennen?',
    lead: 'Andere sehen diesen Namen in Stämmen und Berichten. Du kannst ihn später ändern.',
    label: 'Name, 3 bis 20 Zeichen',
    save: 'Diesen Namen nehmen',
    skip: 'Später',
  },
  entry: {
    title: 'Der Saison beitreten',
    free: 'Diese Saison ist kostenlos. Mit dem Beitritt bekommst du ein Dorf mit 1.000 Gold.',
    enter: 'Der Saison beitreten',
    entering: 'Tritt bei',
    paidTitle: (fee) => `Der Beitritt kostet ${fee}`,
    pool: 'in den Preistopf',
    fee: 'unsere Gebühr',
    refund: 'Bei weniger als 24 Spielern zum Start fällt die Saison aus, und alle bekommen den ganzen Betrag zurück.',
    nothing: 'Nichts wird abgebucht, bevor du es bestätigst.',
    toPay: 'Zahlungsweise wählen',
    closed: 'Die Saison nimmt keine neuen Spieler mehr auf.',
    none: 'Im Moment gibt es keine Saison.',
    watch: 'Lieber zuschauen',
  },
  ready: {
    title: 'Dein Dorf steht',
    lead: 'Tausend Gold liegen im Lagerhaus. Neben der Karte wartet eine Liste mit ersten Schritten.',
    village: 'Zu deinem Dorf',
    map: 'Zur Karte',
  },
  waiting: {
    title: 'Du bist dabei',
    lead: (season) => `${season} beginnt in`,
    starting: 'gleich',
    tribeTitle: 'Dein Stamm',
    tribeNone: 'Nur Stämme erobern Land. Such dir jetzt deinen: Wer zum Start zu zwölft ist, liegt vorn.',
    tribeFind: 'Stamm finden oder gründen',
    tribeOpen: 'Zu deinem Stamm',
    rulesTitle: 'Die Regeln in zwei Minuten',
    rules: ({ truceHours, shieldHours, days }) => [
      [
        'Dorf',
        'In die Kaserne passen mehr Einheiten, ins Lagerhaus mehr Gold; die Werkstatt macht Schläge härter und Ausbildung schneller.',
      ],
      [
        'Einheiten',
        'Speerträger schlagen Reiter, Reiter schlagen Bogenschützen, Bogenschützen schlagen Speerträger. Miliz ist billig und fällt zuerst.',
      ],
      [
        'Land',
        'Fünfzig Gebiete. Wer Einheiten in einer Garnison des eigenen Stamms hat, bekommt jede Stunde Siegpunkte und Gold.',
      ],
      [
        'Kämpfe',
        'Du siehst die genaue Chance, bevor du jemanden losschickst. Glück verschiebt deine Stärke um höchstens 10 %. Was fällt, ist verloren.',
      ],
      ['Waffenruhe', `Erobertes Land ist ${truceHours} Stunden Spielzeit lang sicher.`],
      [
        'Raubzüge',
        `Räuberlager und Dörfer bringen Gold. Ein neues Dorf ist ${shieldHours} Stunden Spielzeit geschützt, oder bis es selbst ein Dorf überfällt.`,
      ],
      ['Das Ende', `Nach ${days} Tagen Spielzeit haben die Stämme mit den meisten Siegpunkten gewonnen.`],
    ],
    noticesTitle: 'Den Start nicht verpassen',
    notices: 'Wähle, was wir dir melden, und ob dein Gerät es auch ohne offene Seite erfährt.',
    noticesLink: 'Meldungen wählen',
    meanwhile: 'Bis dahin: Sieh dir das Land an. Noch ist alles wild, und du kannst jeden Zug durchrechnen.',
  },
};
