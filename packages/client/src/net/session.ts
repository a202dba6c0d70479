/**
 * Whether somebody is signed in. The session itself is an HttpOnly cookie that scripts cannot read, or a bearer token that
 * another program put into localStorage.auth_token. All we keep is a flag without any secret, so that visitors who never
 * signed in cost no request.
 */
const FLAG = 'ct_signed_in';
const TOKEN = 'auth_token';
/** Another number at each sign-in, so that the other tabs notice that somebody else came. */
const MARK = 'ct_session';

/** Storage that may be switched off in the browser: then nothing is remembered. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage the cookie still works until the tab is closed.
  }
}

/** The bearer token, read anew for every request; null when the cookie speaks. */
export const sessionToken = (): string | null => read(TOKEN) || null;

/** True when it is worth asking the server who we are. */
export const mayBeSignedIn = (): boolean => read(FLAG) === '1' || sessionToken() !== null;

/** Changes whenever the session may have changed. */
export const sessionMark = (): string => `${read(FLAG) ?? ''}|${read(TOKEN) ?? ''}|${read(MARK) ?? ''}`;

export const markSignedIn = (): void => write(FLAG, '1');

/** A new session began in this browser. */
export function markNewSession(): void {
  write(FLAG, '1');
  write(MARK, crypto.randomUUID());
}

/** True while this browser believes in a session; false from the moment that any tab signs out. */
export const isMarkedSignedIn = (): boolean => read(FLAG) === '1';

/** The first step of signing out: the other tabs shall not wonder that the session is gone. */
export const markLeaving = (): void => write(FLAG, null);

/** Forgets the session on this side: the flag and a bearer token, if there is one. */
export function markSignedOut(): void {
  write(FLAG, null);
  write(TOKEN, null);
}
