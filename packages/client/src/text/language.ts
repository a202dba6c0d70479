/**
 * The language of the interface. It is settled once, before anything is drawn: a change of language loads the page anew. English comes
 * with the pages; another language is one file, loaded before the first sentence is read.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'language';

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

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    // Storage can be closed to the page, and tests have none.
    return null;
  }
}

export const language = chooseLanguage(readStored(), globalThis.document ? navigator.languages : []);
if (globalThis.document) document.documentElement.lang = language;

/** The sentences of another language by part; null for English. A part that it lacks is shown in English. */
export const sentences: Readonly<Record<string, unknown>> | null =
  language === 'de' ? (await import('./de/index.ts')).german : null;

/** Remembers the choice and loads the page in the new language. */
export function changeLanguage(next: Language): void {
  localStorage.setItem(STORED, next);
  location.reload();
}
