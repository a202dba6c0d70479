import { language } from './language.ts';
import type { Translated } from './translated.ts';

/**
 * A part that hardly anybody sees: its German comes with the page that shows it, not with the first load. For top-level await in the
 * part's English file.
 */
export async function translatedLate<const T>(
  english: T,
  german: () => Promise<Translated<T>>,
): Promise<Translated<T>> {
  return language === 'de' ? german() : (english as Translated<T>);
}
