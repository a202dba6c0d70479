import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { errorText } from '../../app/errorText.ts';
import { api } from '../../net/api.ts';
import { useSaga } from '../../net/hooks.ts';
import type { SagaEntry } from '../../net/saga.ts';
import { mapText as t } from '../../text/en/map.ts';
import { Since } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const PAGE = '50';
const ICONS: Record<SagaEntry['kind'], IconName> = {
  captured: 'tower-flag',
  held: 'bordered-shield',
  founded: 'knight-banner',
  dissolved: 'broken-shield',
  tally: 'laurels',
  joined: 'viking-head',
  raided: 'forest-camp',
};

/** Everything that happened in the season, newest first: what the server has, with the news of this visit on top. */
export function SagaPanel({ onClose }: { onClose: () => void }) {
  const live = useSaga().data;
  const panel = useRef<HTMLElement>(null);
  const { data, error, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['saga'],
    queryFn: ({ pageParam }) =>
      api.call('saga.list', { query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 60_000,
  });
  const entries = useMemo(() => {
    const all = [...(live ?? []), ...(data?.pages.flatMap((page) => page.entries) ?? [])];
    return [...new Map(all.map((entry) => [entry.seq, entry])).values()].sort((a, b) => b.seq - a.seq);
  }, [live, data]);

  useEffect(() => panel.current?.focus(), []);

  return (
    <section
      ref={panel}
      tabIndex={-1}
      className="panel saga-panel"
      aria-label={t.saga}
      data-testid="saga-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2>{t.saga}</h2>
        <button type="button" className="ib" aria-label={t.sagaClose} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <div className="saga-scroll" tabIndex={0} role="region" aria-label={t.saga}>
        {isLoading && <Skeleton lines={6} />}
        {error && <p role="alert">{`${t.sagaFailed} ${errorText(error)}`}</p>}
        {!isLoading && !error && entries.length === 0 && <p className="muted">{t.sagaEmpty}</p>}
        <ol>
          {entries.map((entry) => (
            <li key={entry.seq} className="saga-entry">
              <Icon name={ICONS[entry.kind]} />
              <span>{entry.text}</span>
              <span className="faint">
                <Since instant={entry.at} />
              </span>
            </li>
          ))}
        </ol>
        {hasNextPage && (
          <button type="button" className="btn s w-full" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t.sagaMore}
          </button>
        )}
      </div>
    </section>
  );
}
