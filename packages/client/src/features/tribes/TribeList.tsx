import type { TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useMe, useTribe, useTribes } from '../../net/hooks.ts';
import { useRequestJoin } from '../../net/tribeMutations.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toastStore.ts';

const SEATS = 12;
const t = tribeText;

function AskToJoin({ tribe }: { tribe: TribeSummary }) {
  const ask = useRequestJoin();
  const hasAsked = useTribe(ask.isSuccess ? tribe.id : null).data?.requestedByMe ?? ask.isSuccess;
  if (tribe.memberCount >= SEATS) return <span className="faint">{t.full}</span>;
  return (
    <button
      type="button"
      className="btn s"
      disabled={ask.isPending || hasAsked}
      onClick={() => ask.mutate(tribe.id, { onError: (error) => showToast(errorText(error), 'bad') })}
    >
      {hasAsked ? t.asked : t.ask}
    </button>
  );
}

/** All tribes, those with open seats first; a player without a tribe can ask for a seat. */
export function TribeList() {
  const [search, setSearch] = useState('');
  const { data, isLoading, error } = useTribes(useDeferredValue(search.trim()));
  const me = useMe().data;
  const canAsk = Boolean(me?.entered && !me.tribeId);
  const isOpen = (tribe: TribeSummary) => tribe.memberCount < SEATS;
  const tribes = [...(data?.tribes ?? [])].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  return (
    <Panel title={canAsk ? t.list : t.listAll}>
      <input
        type="search"
        className="field mb-2"
        aria-label={t.search}
        placeholder={t.search}
        maxLength={30}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {isLoading && <Skeleton lines={6} />}
      {error && <p className="text-blood">{t.failed}</p>}
      {data && tribes.length === 0 && <Empty icon="knight-banner" sentence={t.listEmpty} />}
      <ul>
        {tribes.map((tribe) => (
          <li key={tribe.id} className="tribe-row">
            <Link href={`/tribe/${tribe.id}`} className="row min-w-0">
              <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={34} />
              <span className="min-w-0">
                <b className="block truncate font-semibold">{tribe.name}</b>
                <span className="faint text-[13px]">
                  [{tribe.tag}] · {t.seats(tribe.memberCount)} · {formatNumber(tribe.totalVP)} {t.vp} ·{' '}
                  {tribe.territoriesControlled} {t.lands}
                </span>
              </span>
            </Link>
            {canAsk && <AskToJoin tribe={tribe} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
