/** Our battles and those of the tribe, newest first. */

import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useBattles } from '../../net/battleHooks.ts';
import { useConnectionState, useMe, useUnreadBattles } from '../../net/hooks.ts';
import { useReadAllBattles } from '../../net/mutations.ts';
import { battleText as words } from '../../text/en/battle.ts';
import { marchText } from '../../text/en/march.ts';
import { shellText } from '../../text/en/shell.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { connectStore } from '../wallet/connectStore.ts';
import { BattleRow } from './BattleRow.tsx';
import { battleQuery, FILTERS, type Filter } from './battleFilters.ts';
import { type ExportFormat, exportBattles } from './exportBattles.ts';
import './march.css';
import './battles.css';

/** Loads the next page when the end of the list comes near; a button stays for those who do not scroll. */
function More({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!button.current || isLoading) return;
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '400px' },
    );
    seen.observe(button.current);
    return () => seen.disconnect();
  }, [isLoading]);
  return (
    <button ref={button} type="button" className="btn battle-more" disabled={isLoading} onClick={onMore}>
      {isLoading ? shellText.loading : words.more}
    </button>
  );
}

interface BarProps {
  filter: Filter;
  search: string;
  isMember: boolean;
  onFilter: (filter: Filter) => void;
  onSearch: (search: string) => void;
}

function FilterBar({ filter, search, isMember, onFilter, onSearch }: BarProps) {
  const unread = useUnreadBattles();
  return (
    <div className="battle-bar">
      <div className="march-modes battle-filters" role="group" aria-label={words.filter}>
        {FILTERS.filter((each) => each !== 'tribe' || isMember).map((each) => (
          <button key={each} type="button" aria-pressed={each === filter} onClick={() => onFilter(each)}>
            {words.filters[each]}
            {each === 'unread' && unread > 0 && <span className="badge">{formatNumber(unread)}</span>}
          </button>
        ))}
      </div>
      <input
        type="search"
        className="field battle-search"
        name="search"
        aria-label={words.searchLabel}
        placeholder={words.search}
        maxLength={40}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
      />
    </div>
  );
}

function Foot({ filter, search }: { filter: Filter; search: string }) {
  const readAll = useReadAllBattles();
  const unread = useUnreadBattles();
  const isOffline = useConnectionState().state === 'offline';
  const paused = isOffline ? marchText.reasons.offline : undefined;
  const save = (format: ExportFormat) => () =>
    exportBattles(battleQuery(filter, search), format).catch(() => showToast(words.exportFailed, 'bad'));
  return (
    <div className="row battle-tools">
      {unread > 0 && (
        <button
          type="button"
          className="btn s"
          disabled={isOffline || readAll.isPending}
          title={paused}
          onClick={() => readAll.mutate()}
        >
          {words.readAll}
        </button>
      )}
      <span className="row" role="group" aria-label={words.exportLabel}>
        <span className="faint desk">{words.exportLabel}</span>
        <button type="button" className="btn s ghost" disabled={isOffline} title={paused} onClick={save('csv')}>
          CSV
        </button>
        <button type="button" className="btn s ghost" disabled={isOffline} title={paused} onClick={save('json')}>
          JSON
        </button>
      </span>
    </div>
  );
}

function List({ isMember }: { isMember: boolean }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  // Typing stays quick; the server is asked for what stands there when it rests.
  const asked = useDeferredValue(search);
  const { data, total, isLoading, isStale, error, hasMore, loadMore, isLoadingMore } = useBattles(
    battleQuery(filter, asked),
  );
  const isUnfiltered = filter === 'all' && asked.trim() === '';
  if (isUnfiltered && data?.length === 0 && !isStale) {
    return (
      <Empty
        icon="crossed-swords"
        sentence={words.listEmpty}
        action={
          <Link href="/territories" className="btn prime">
            {words.listEmptyAction}
          </Link>
        }
      />
    );
  }
  return (
    <>
      <FilterBar filter={filter} search={search} isMember={isMember} onFilter={setFilter} onSearch={setSearch} />
      {isLoading && <Skeleton lines={8} />}
      {error && <p role="alert">{`${words.listFailed} ${errorText(error)}`}</p>}
      {data && (
        <>
          <div className="row sp battle-count">
            <p className="faint" role="status">
              {data.length === 0 ? words.filterEmpty : `${words.total(formatNumber(total))} · ${words.sortNote}`}
            </p>
            <Foot filter={filter} search={asked} />
          </div>
          <ul className="panel battle-list" aria-busy={isStale}>
            {data.map((item) => (
              <BattleRow key={`${item.battleId} ${item.role}`} item={item} isTribe={filter === 'tribe'} />
            ))}
          </ul>
          {hasMore && <More isLoading={isLoadingMore} onMore={() => void loadMore()} />}
        </>
      )}
    </>
  );
}

export default function BattlesPage() {
  useTitle(words.listTitle);
  const me = useMe().data;
  return (
    <main id="main" className="page" data-testid="battles">
      <h1>{words.listTitle}</h1>
      {me === undefined ? (
        <Skeleton lines={8} />
      ) : me?.entered ? (
        <List isMember={me.tribeId !== null} />
      ) : (
        <Empty
          icon="crossed-swords"
          sentence={me ? words.listEmpty : words.signIn}
          action={
            me ? undefined : (
              <button type="button" className="btn prime" onClick={() => connectStore.open()}>
                {shellText.connect}
              </button>
            )
          }
        />
      )}
    </main>
  );
}
