import { renderToStaticMarkup } from 'react-dom/server';
import type { Plugin } from 'vite';
import { FirstPaint } from '../src/features/landing/FirstPaint.tsx';
import { german } from '../src/text/de/index.ts';
import { landingText } from '../src/text/en/landing.ts';
import { shellText } from '../src/text/en/shell.ts';

interface Texts {
  readonly shell: Pick<typeof shellText, 'brand' | 'loading'>;
  readonly landing: Pick<typeof landingText, 'titleLines'>;
}

const ENGLISH: Texts = { shell: shellText, landing: landingText };
const PAGES: readonly [file: string, language: string, texts: Texts][] = [
  ['landing.html', 'en', ENGLISH],
  ['landing.de.html', 'de', { ...ENGLISH, ...(german as Partial<Texts>) }],
];

const PLACE = '<div id="root"></div>';

/** Writes the front page once more for each language, with what it shows before its code has arrived. */
export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const index = bundle['index.html'];
      if (index?.type !== 'asset') throw new Error('The build has no page');
      const page = String(index.source);
      if (!page.includes(PLACE)) throw new Error('The page has no place for the first paint');
      for (const [fileName, language, { shell, landing }] of PAGES) {
        const { brand, loading } = shell;
        const paint = renderToStaticMarkup(
          <FirstPaint brand={brand} loading={loading} titleLines={landing.titleLines} />,
        );
        const source = page
          .replace('<html lang="en">', `<html lang="${language}">`)
          .replace(PLACE, `<div id="root">${paint}</div>`);
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}
