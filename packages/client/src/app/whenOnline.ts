/**
 * Loads a part of the page. A part that could not be loaded because the connection was away is loaded when it returns, instead of
 * breaking the page; one that fails while the browser is online fails.
 */
export async function whenOnline<T>(
  load: () => Promise<T>,
  browser: { isOnline: () => boolean; isKept?: () => boolean; nextOnline: () => Promise<void> } = BROWSER,
): Promise<T> {
  for (;;) {
    if (!browser.isOnline() && !browser.isKept?.()) await browser.nextOnline();
    try {
      return await load();
    } catch (error) {
      if (browser.isOnline()) throw error;
      await browser.nextOnline();
    }
  }
}

const BROWSER = {
  isOnline: () => navigator.onLine,
  /** A service worker may have the part: then it is worth asking without a connection. */
  isKept: () => Boolean(navigator.serviceWorker?.controller),
  nextOnline: () => new Promise<void>((resolve) => window.addEventListener('online', () => resolve(), { once: true })),
};
