/** The list behind the bell, and where a notice leads. Shown on the map as well: without the word of the main order. */
import { translated } from '../translated.ts';

export const noticeListText = translated('noticeList', {
  title: 'Notices',
  empty: 'Nothing has happened to you yet.',
  emptyHere: 'Nothing of this kind.',
  filter: 'Show',
  filters: { all: 'All', act: 'To act on', result: 'Results', world: 'Others' },
  markAll: 'Mark all as read',
  settings: 'What reaches me',
  older: 'Older ones',
  failed: 'The notices could not be loaded.',
  again: 'Try again',
  unread: 'unread',
  ago: (span: string) => `${span} ago`,
  ways: {
    land: 'See the land',
    report: 'Read the report',
    village: 'To the village',
    tribe: 'To the tribe',
    season: 'To the season',
    fee: 'To the entry fee',
    prize: 'To your prize',
  },
});
