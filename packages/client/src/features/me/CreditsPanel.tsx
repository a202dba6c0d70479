import { meText } from '../../text/en/me.ts';

const t = meText.credits;
const PARTS = [
  {
    what: t.icons,
    source: 'https://game-icons.net',
    name: 'CC BY 3.0',
    licence: 'https://creativecommons.org/licenses/by/3.0/',
  },
  { what: t.fonts, source: 'https://fonts.google.com', name: 'SIL OFL 1.1', licence: 'https://openfontlicense.org' },
  { what: t.game, source: null, name: 'MIT', licence: 'https://opensource.org/license/mit' },
] as const;

/** Whose work the game is made with, and under which licences. */
export function CreditsPanel() {
  return (
    <section className="panel" id="credits">
      <header>
        <h2>{t.title}</h2>
      </header>
      <div className="body grid gap-3">
        {PARTS.map(({ what, source, name, licence }) => (
          <p key={name} className="text-[13px]">
            {what}{' '}
            {source && (
              <>
                <a className="me-link" href={source} rel="noreferrer">
                  {t.source}
                </a>
                {' · '}
              </>
            )}
            <a className="me-link" href={licence} rel="noreferrer">
              {t.licence}: {name}
            </a>
          </p>
        ))}
      </div>
    </section>
  );
}
