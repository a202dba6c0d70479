import { Suspense } from 'react';
import { noticesText } from '../text/en/notices.ts';
import { Icon } from '../ui/Icon.tsx';
import { useStore } from '../ui/useStore.ts';
import { noticesOpenStore, unreadStore } from './noticeStores.ts';
import { screen } from './pages.ts';

const MOST_SHOWN = 99;

/** The bell with the number of unread notices; the list is loaded when it is first opened. */
export function Bell() {
  const unread = useStore(unreadStore);
  const isOpen = useStore(noticesOpenStore);
  const Panel = screen('notices/NoticesPanel');
  return (
    <>
      <button
        type="button"
        className="ib"
        data-testid="bell"
        aria-expanded={isOpen}
        aria-label={noticesText.bell(unread)}
        onClick={() => noticesOpenStore.set(!isOpen)}
      >
        <Icon name="ringing-bell" />
        {unread > 0 && <span className="badge bell-badge">{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</span>}
      </button>
      {isOpen && Panel && (
        <Suspense fallback={null}>
          <Panel />
        </Suspense>
      )}
    </>
  );
}
