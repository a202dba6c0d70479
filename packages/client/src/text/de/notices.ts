import type { noticesText } from '../en/notices.ts';

export const notices: typeof noticesText = {
  bell: (unread) => (unread > 0 ? `Meldungen, ${unread} ungelesen` : 'Meldungen'),
};
