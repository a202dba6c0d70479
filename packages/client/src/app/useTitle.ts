import { useEffect } from 'react';
import { shellText } from '../text/en/shell.ts';
import { unreadStore } from './noticeStores.ts';

let screenTitle: string | null = null;

/** "(2) Hollowpine · CryptoTribes": unread notices, the screen, the game. */
function writeTitle(): void {
  const unread = unreadStore.get();
  const badge = unread > 0 ? `(${unread}) ` : '';
  document.title = badge + (screenTitle ? `${screenTitle} · ${shellText.brand}` : shellText.brand);
}

unreadStore.subscribe(writeTitle);

/** Names the browser's tab after the screen. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    screenTitle = title;
    writeTitle();
  }, [title]);
}
