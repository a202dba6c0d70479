const KEY = 'ct_reloaded_at';
const AGAIN_MS = 30_000;

/**
 * After an update of the server the parts of the page that were not loaded yet have other names: then the page is loaded anew, once.
 * `store` remembers when, so that a part that is really missing does not reload for ever.
 * Without a connection nothing is loaded anew: the browser would put its own page in place of the game.
 */
export function reloadAfterUpdate(
  page: Pick<Window, 'addEventListener' | 'navigator'>,
  store: Storage,
  nowMs: () => number,
  reload: () => void,
): void {
  page.addEventListener('vite:preloadError', (event) => {
    const last = Number(store.getItem(KEY) ?? 0);
    if (!page.navigator.onLine || nowMs() - last < AGAIN_MS) return;
    event.preventDefault();
    store.setItem(KEY, String(nowMs()));
    reload();
  });
}
