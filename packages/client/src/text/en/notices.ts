/** The list of notices behind the bell. */
import { translated } from '../translated.ts';

export const noticesText = translated('notices', {
  title: 'Notices',
  empty: 'Nothing new on this visit.',
  bell: (unread: number) => (unread > 0 ? `Notices, ${unread} unread` : 'Notices'),
});
