/** The browser's session cookie: out of reach of scripts, sent to this host only, never along with other sites' requests. */
import type { Config } from '../../config/config.ts';

type CookieConfig = Pick<Config, 'publicUrl'>;

/** 32 random bytes, base64url. */
const VALUE = /^[A-Za-z0-9_-]{43}$/;

const isHttps = (config: CookieConfig): boolean => config.publicUrl.startsWith('https:');
/** The prefix makes browsers refuse the cookie from subdomains and over plain http. */
const cookieName = (config: CookieConfig): string => (isHttps(config) ? '__Host-ct_session' : 'ct_session');

function setCookie(config: CookieConfig, value: string, maxAgeSeconds: number): string {
  const secure = isHttps(config) ? '; Secure' : '';
  return `${cookieName(config)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** Set-Cookie for a session that ends at `expiresAtMs`. */
export const sessionCookie = (config: CookieConfig, value: string, expiresAtMs: number, nowMs: number): string =>
  setCookie(config, value, Math.max(0, Math.floor((expiresAtMs - nowMs) / 1000)));

/** Set-Cookie that removes the session cookie. */
export const clearedCookie = (config: CookieConfig): string => setCookie(config, '', 0);

/** The session cookie's value in a Cookie header; undefined when there is none that could be ours. */
export function findSessionCookie(header: string | undefined, config: CookieConfig): string | undefined {
  const start = `${cookieName(config)}=`;
  for (const part of header?.split(';') ?? []) {
    const pair = part.trim();
    if (pair.startsWith(start)) return VALUE.test(pair.slice(start.length)) ? pair.slice(start.length) : undefined;
  }
  return undefined;
}
