/** Our battles, newest first. */

import type { BattleListItem } from '@cryptotribes/protocol/features/battles';
import { type Army, totalUnits } from '@cryptotribes/rules/core/units';
import { useState } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useTitle } from '../../app/useTitle.ts';
import { useBattles, useMe } from '../../net/hooks.ts';
import { battleText as words } from '../../text/en/battle.ts';
import { shellText } from '../../text/en/shell.ts';
import { Since } from '../../ui/Countdown.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { connectStore } from '../wallet/connectStore.ts';
import './march.css';
import './battles.css';

const RESULT_ICON: Record<BattleListItem['result'], IconName> = {
  victory: 'laurels',
  defeat: 'broken-shield',
  pending: 'hourglass',
  reinforced: 'bordered-shield',
  void: 'snowflake-2',
};

const FILTERS = ['all', 'attacker', 'defender', 'pending'] as const;
type Filter = (typeof FILTERS)[number];

const passes = (item: BattleListItem, filter: Filter) =>
  filter === 'all' || (filter === 'pending' ? item.result === 'pending' : item.role === filter);

function Row({ item }: { item: BattleListItem }) {
  const { opponentTribe: foe } = item;
  const losses = (army: Army) => `−${formatNumber(totalUnits(army))}`;
  return (
    <li>
      <Link
        href={`/battles/${item.battleId}`}
        className="battle-row"
        data-battle-id={item.battleId}
        data-result={item.result}
      >
        <span className={`battle-result ${item.result}`}>
          <Icon name={RESULT_ICON[item.result]} />
          {words.results[item.result]}
        </span>
        <span className="battle-place">
          <b className="disp">{item.territory?.name ?? words.village}</b>
          <small className="faint">{item.role === 'attacker' ? words.marched : words.held}</small>
        </span>
        <span className="row battle-foe">
          {foe ? (
            <Shield tribeId={foe.tribeId} ordinal={foe.ordinal} width={22} />
          ) : (
            <Icon name="campfire" className="faint" />
          )}
          {item.opponent}
        </span>
        <span className="battle-losses">
          {item.myLosses && item.theirLosses && (
            <>
              <span className="text-blood">{losses(item.myLosses)}</span> / {losses(item.theirLosses)}
            </>
          )}
        </span>
        <span className="battle-vp text-laurel">{item.vpGained > 0 && `+${formatNumber(item.vpGained)} VP`}</span>
        <span className="faint battle-when">
          <Since instant={item.createdAt} />
        </span>
      </Link>
    </li>
  );
}

function List() {
  const [filter, setFilter] = useState<Filter>('all');
  const { data, isLoading, error, hasMore, loadMore, isLoadingMore } = useBattles();
  if (isLoading) return <Skeleton lines={8} />;
  if (error) return <p role="alert">{`${words.listFailed} ${errorText(error)}`}</p>;
  if (!data || data.length === 0) {
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
  const shown = data.filter((item) => passes(item, filter));
  return (
    <>
      <div className="march-modes battle-filters" role="group" aria-label={words.filter}>
        {FILTERS.map((each) => (
          <button key={each} type="button" aria-pressed={each === filter} onClick={() => setFilter(each)}>
            {words.filters[each]}
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className="muted">{words.filterEmpty}</p>}
      <ul className="panel battle-list">
        {shown.map((item) => (
          <Row key={item.battleId} item={item} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="btn battle-more" disabled={isLoadingMore} onClick={() => loadMore()}>
          {isLoadingMore ? shellText.loading : words.more}
        </button>
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
        <List />
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
