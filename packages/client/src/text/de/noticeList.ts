import type { noticeListText } from '../en/noticeList.ts';

export const noticeList: typeof noticeListText = {
  title: 'Meldungen',
  empty: 'Dir ist noch nichts widerfahren.',
  emptyHere: 'Nichts dieser Art.',
  filter: 'Zeigen',
  filters: { all: 'Alle', act: 'Zum Handeln', result: 'Ergebnisse', world: 'Andere' },
  markAll: 'Alle als gelesen markieren',
  settings: 'Was mich erreicht',
  older: 'Ältere',
  failed: 'Die Meldungen konnten nicht geladen werden.',
  again: 'Noch einmal',
  unread: 'ungelesen',
  ago: (span) => `vor ${span}`,
  ways: {
    land: 'Das Land ansehen',
    report: 'Den Bericht lesen',
    village: 'Zum Dorf',
    tribe: 'Zum Stamm',
    season: 'Zur Saison',
    fee: 'Zum Startgeld',
    prize: 'Zu deinem Preis',
  },
};
