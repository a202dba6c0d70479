import { Link } from 'wouter';
import { text } from './text.ts';
import { useTitle } from './useTitle.ts';

export function NotFoundPage() {
  useTitle(text.notFound.title);
  return (
    <main id="main" className="page grid min-h-[60vh] place-content-center justify-items-center gap-4 text-center">
      <div className="snowfall" aria-hidden="true" />
      <h1>{text.notFound.title}</h1>
      <p className="muted">{text.notFound.sentence}</p>
      <Link href="/territories" className="btn prime">
        {text.notFound.action}
      </Link>
    </main>
  );
}
