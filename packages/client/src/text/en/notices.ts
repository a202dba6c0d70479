/** The bell. What lies behind it is in the part `noticeList`. */
import { translated } from '../translated.ts';

export const noticesText = translated('notices', {
  bell: (unread: number) => (unread > 0 ? `Notices, ${unread} unread` : 'Notices'),
});
