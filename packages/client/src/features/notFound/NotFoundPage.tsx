import { Link } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { notFoundText } from '../../text/en/notFound.ts';

export default function NotFoundPage() {
  useTitle(notFoundText.title);
  return (
    <main id="main" className="page grid min-h-[60vh] place-content-center justify-items-center gap-4 text-center">
      <div className="snowfall" aria-hidden="true" />
      <h1>{notFoundText.title}</h1>
      <p className="muted">{notFoundText.sentence}</p>
      <Link href="/territories" className="btn prime">
        {notFoundText.action}
      </Link>
    </main>
  );
}
