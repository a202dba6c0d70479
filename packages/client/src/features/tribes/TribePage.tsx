import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { navText } from '../../text/en/nav.ts';
import { tribeText } from '../../text/en/tribe.ts';
import './tribes.css';
import { Link, useParams } from 'wouter';
import { useTitle } from '../../app/useTitle.ts';
import { useMe } from '../../net/hooks.ts';
import { useTribe } from '../../net/tribeHooks.ts';
import { FindTribe } from './FindTribe.tsx';
import { OwnTribe } from './OwnTribe.tsx';
import { PublicTribe } from './PublicTribe.tsx';

const t = tribeText;

function Loading() {
  return (
    <main id="main" className="page tribe-page" aria-busy="true">
      <h1 className="sr-only">{t.title}</h1>
      <div className="skeleton h-[168px]" aria-hidden="true" />
      <div className="tribe-hall" aria-hidden="true">
        <div className="skeleton h-[420px]" />
        <div className="skeleton h-[420px]" />
      </div>
    </main>
  );
}

function Failed({ error, again }: { error: Error; again: () => void }) {
  const isUnknown = error instanceof ApiError && (error.status === 404 || error.code === 'VALIDATION_FAILED');
  return (
    <main id="main" className="page tribe-page">
      <h1>{t.title}</h1>
      <p role="alert">{isUnknown ? t.notFound : t.oneFailed}</p>
      <div className="row">
        {!isUnknown && (
          <button type="button" className="btn" onClick={again}>
            {t.again}
          </button>
        )}
        <Link href="/tribe" className="btn ghost">
          {t.allTribes}
        </Link>
      </div>
    </main>
  );
}

/** One's own tribe, another one, or the way into one. */
export default function TribePage() {
  const { tribeId } = useParams<{ tribeId?: string }>();
  const { data: me, isLoading: isWaiting } = useMe();
  const shown = tribeId ?? me?.tribeId ?? null;
  const { data: tribe, error, refetch } = useTribe(shown);
  useTitle(shown && tribe ? tribe.name : navText.tribe);
  if (isWaiting) return <Loading />;
  if (!shown) return <FindTribe />;
  if (!tribe) return error ? <Failed error={error} again={() => void refetch()} /> : <Loading />;
  return me?.tribeId === tribe.id ? (
    <OwnTribe key={tribe.id} tribe={tribe} />
  ) : (
    <PublicTribe key={tribe.id} tribe={tribe} />
  );
}
