import { useMe, useUnreadBattles } from '../net/hooks.ts';
import { shellText } from '../text/en/shell.ts';
import { formatNumber } from '../ui/format.ts';

/** How many reports or messages wait unread behind a link of the navigation. */
export function UnreadBadge({ path }: { path: string }) {
  const battles = useUnreadBattles();
  const messages = useMe().data?.unreadMessages ?? 0;
  const unread = path === '/battles' ? battles : path === '/tribe' ? messages : 0;
  if (unread === 0) return null;
  return (
    <span className="badge">
      {formatNumber(unread)}
      <span className="sr-only"> {shellText.unread}</span>
    </span>
  );
}
