/** Luck that anyone can check: a whole season computed again in the browser, how luck is made, and what has still to be trusted. */
import { useQuery } from '@tanstack/react-query';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { api } from '../../net/api.ts';
import { fairText as t } from '../../text/en/fair.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SeasonCheck } from './SeasonCheck.tsx';
import './fair.css';

const OVER: readonly string[] = ['ended', 'paid_out'];

function Sentences({ title, sentences, ordered }: { title: string; sentences: readonly string[]; ordered: boolean }) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <Panel title={title}>
      <List className={`fair-list ${ordered ? 'ordered' : ''}`}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </List>
    </Panel>
  );
}

export default function FairPage() {
  useTitle(t.title);
  const { data, error, refetch } = useQuery({ queryKey: ['seasons'], queryFn: () => api.call('seasons.list') });
  const running = data?.seasons.find(({ status }) => status === 'active' || status === 'registration');
  // What has to be trusted is said of the season that is played, or was last.
  const beacon = (running ?? data?.seasons[0])?.beacon ?? null;
  return (
    <main id="main" className="page fair-page" data-testid="fair">
      <header className="grid gap-2">
        <h1>{t.title}</h1>
        <p className="muted max-w-[68ch]">{t.lead}</p>
      </header>
      {data ? (
        <SeasonCheck seasons={data.seasons.filter(({ status }) => OVER.includes(status))} />
      ) : error ? (
        <Failure sentence={errorText(error)} error={error} onAgain={() => refetch()} />
      ) : (
        <Skeleton lines={5} />
      )}
      {running && (
        <section className="fair-sealed" aria-label={t.commitment}>
          <p className="cap">{t.commitment}</p>
          <code className="fair-hash">{running.commitment}</code>
          {beacon && (
            <>
              <p className="cap mt-2">{t.beaconKey}</p>
              <code className="fair-hash">{beacon.publicKey}</code>
            </>
          )}
        </section>
      )}
      <div className="fair-grid">
        <Sentences
          title={t.howTitle}
          sentences={beacon ? [...t.how.slice(0, 2), ...t.howBeacon, ...t.how.slice(2)] : t.how}
          ordered
        />
        <Sentences
          title={t.trustTitle}
          sentences={beacon ? [...t.trustBeacon, ...t.trust.slice(1)] : t.trust}
          ordered={false}
        />
      </div>
    </main>
  );
}
