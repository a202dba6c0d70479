import type { noticesText } from '../en/notices.ts';

export const notices: typeof noticesText = {
  title: 'Meldungen',
  empty: 'Nichts Neues bei diesem Besuch.',
  bell: (unread) => (unread > 0 ? `Meldungen, ${unread} ungelesen` : 'Meldungen'),
};
