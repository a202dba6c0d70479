const KEY = 'ct_reloaded_at';
const AGAIN_MS = 30_000;

/**
 * After an update of the server the parts of the page that were not loaded yet have other names: then the page is loaded anew, once.
 * `store` remembers when, so that a part that is really missing does not reload for ever.
 */
export function reloadAfterUpdate(
  page: Pick<Window, 'addEventListener'>,
  store: Storage,
  nowMs: () => number,
  reload: () => void,
): void {
  page.addEventListener('vite:preloadError', (event) => {
    const last = Number(store.getItem(KEY) ?? 0);
    if (nowMs() - last < AGAIN_MS) return;
    event.preventDefault();
    store.setItem(KEY, String(nowMs()));
    reload();
  });
}
