/** Which requests the service worker answers, and how. Everything else goes its way as if there were none. */

/** Never touched, whoever asks: what the server computes. */
const LIVE = /^\/(v1|socket\.io|webhooks|internal|health|metrics)(\/|$)/;
const ASSET = /^\/assets\/[\w.-]+$/;
/** Shell files beside the assets. */
const FILES = new Set(['/favicon.svg', '/manifest.webmanifest', '/icons/icon-192.png']);

export type Way = 'page' | 'asset' | 'file';

interface Asked {
  method: string;
  url: string;
  mode: string;
}

/** page: from the server, else the shell that is kept; asset: what is kept, it never changes; file: from the server, else what is kept. */
export function wayOf({ method, url, mode }: Asked, origin: string): Way | null {
  const { origin: itsOrigin, pathname } = new URL(url);
  if (method !== 'GET' || itsOrigin !== origin || LIVE.test(pathname)) return null;
  if (ASSET.test(pathname)) return 'asset';
  if (FILES.has(pathname)) return 'file';
  const isFile = /\.[a-z0-9]{2,12}$/i.test(pathname);
  return mode === 'navigate' && !isFile ? 'page' : null;
}

/** A page of the game from a message that came from outside: a path on this origin, else the map. */
export function pageOf(url: unknown): string {
  return typeof url === 'string' && /^\/(?![/\\])[^\s]*$/.test(url) && !LIVE.test(url) ? url : '/territories';
}
