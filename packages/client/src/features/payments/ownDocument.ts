/**
 * The page where fees are paid is a document of its own: what a page may load is said with its document, and only this one may load the form
 * of Stripe. Whoever comes here or goes away inside the game gets a new document.
 */
import { useEffect } from 'react';

const PATH = '/enter';

/** Where this document was loaded from. */
function documentPath(): string | null {
  const [entry] = performance.getEntriesByType('navigation');
  return entry && URL.canParse(entry.name) ? new URL(entry.name).pathname : null;
}

/** False for a moment after coming here from another page of the game: the document is on its way. */
export function useOwnDocument(): boolean {
  const path = documentPath();
  const isOwn = path === null || path === PATH;
  useEffect(() => {
    if (!isOwn) location.replace(PATH);
    return () => {
      if (location.pathname !== PATH) location.reload();
    };
  }, [isOwn]);
  return isOwn;
}
