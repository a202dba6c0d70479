/**
 * The language of the interface. It is settled once, before anything is drawn: a change of language loads the page anew. English comes
 * with the pages; another language is one file, loaded before the first sentence is read.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

/** A cookie: the server sends the first paint in the same language. */
const COOKIE = 'language';
const YEAR_SECONDS = 31_536_000;

const isLanguage = (value: string | null): value is Language => value !== null && Object.hasOwn(LANGUAGES, value);

/** What the player chose, else the first of the browser's languages that we speak, else English. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  for (const tag of preferred) {
    const [base = ''] = tag.toLowerCase().split('-');
    if (isLanguage(base)) return base;
  }
  return 'en';
}

/** The value of a cookie in the text of all of them; null when it is not there. */
export function cookieValue(cookies: string, name: string): string | null {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

const hasPage = 'document' in globalThis;

export const language = hasPage ? chooseLanguage(cookieValue(document.cookie, COOKIE), navigator.languages) : 'en';
if (hasPage) document.documentElement.lang = language;

/** The sentences of another language by part; null for English. A part that it lacks is shown in English. */
export const sentences: Readonly<Record<string, unknown>> | null =
  language === 'de' ? (await import('./de/index.ts')).german : null;

/** Remembers the choice and loads the page in the new language. */
export function changeLanguage(next: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that plays.
  document.cookie = `${COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  location.reload();
}
