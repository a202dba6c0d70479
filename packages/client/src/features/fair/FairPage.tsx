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
        </section>
      )}
      <div className="fair-grid">
        <Sentences title={t.howTitle} sentences={t.how} ordered />
        <Sentences title={t.trustTitle} sentences={t.trust} ordered={false} />
      </div>
    </main>
  );
}
