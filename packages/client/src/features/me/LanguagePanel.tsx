import { useMe } from '../../net/hooks.ts';
import { useChangeSettings } from '../../net/settings.ts';
import { meText } from '../../text/en/me.ts';
import { changeLanguage, LANGUAGES, type Language, language } from '../../text/language.ts';

const t = meText.language;

/** Each language in its own words. The page is drawn anew: no sentence changes under the reader. */
export function LanguagePanel() {
  const isSignedIn = Boolean(useMe().data);
  const change = useChangeSettings();
  function choose(next: Language): void {
    if (next === language) return;
    // Messages to devices follow; whether that worked must not keep the page from changing.
    if (isSignedIn) change.mutate({ language: next }, { onSettled: () => changeLanguage(next) });
    else changeLanguage(next);
  }
  return (
    <section className="panel">
      <header>
        <h2>{t.title}</h2>
      </header>
      <div className="body">
        <div className="switch" role="group" aria-label={t.title}>
          {(Object.keys(LANGUAGES) as Language[]).map((key) => (
            <button
              key={key}
              type="button"
              lang={key}
              aria-pressed={key === language}
              data-testid={`setting-language-${key}`}
              onClick={() => choose(key)}
            >
              {LANGUAGES[key]}
            </button>
          ))}
        </div>
        <p className="faint mt-2 text-[12px]">{t.what}</p>
      </div>
    </section>
  );
}
