/** The terms of paid seasons, and what they do not promise. */
import { TERMS_VERSION } from '@cryptotribes/protocol/core/terms';
import { useTitle } from '../../app/useTitle.ts';
import { termsText as t } from '../../text/en/terms.ts';
import './payments.css';

export default function TermsPage() {
  useTitle(t.title);
  return (
    <main id="main" className="page terms" data-testid="terms">
      <header className="grid gap-2">
        <h1>{t.title}</h1>
        <p className="faint">{t.version(TERMS_VERSION)}</p>
        <p className="muted">{t.lead}</p>
      </header>
      <section className="panel terms-not" aria-labelledby="terms-not">
        <h2 id="terms-not" className="disp">
          {t.notPromisedTitle}
        </h2>
        <ul>
          {t.notPromised.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      {t.sections.map(([title, paragraphs]) => (
        <section key={String(title)}>
          <h2 className="disp">{title}</h2>
          {(paragraphs as readonly string[]).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
      <a href="/enter" className="btn justify-self-start">
        {t.back}
      </a>
    </main>
  );
}
