import type { TribeSummary } from '@cryptotribes/protocol/features/tribes';
import { SEATS } from '@cryptotribes/rules/tribes/roster';
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../net/hooks.ts';
import { useTribes } from '../../net/tribeHooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Empty } from '../../ui/Empty.tsx';
import { formatNumber, formatRank } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { AskToJoin } from './AskToJoin.tsx';

const t = tribeText;
const ROWS_LOADING = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Twelve little seats, the taken ones lit. The number stands beside them. */
function SeatPips({ taken }: { taken: number }) {
  return (
    <span className="pips" aria-hidden="true">
      {SEATS.map(({ seat }) => (
        <i key={seat} className={seat <= taken ? 'taken' : undefined} />
      ))}
    </span>
  );
}

function TribeRow({ tribe, blocked }: { tribe: TribeSummary; blocked: string | null }) {
  const me = useMe().data;
  const canAsk = Boolean(me?.entered && !me.tribeId);
  return (
    <li className="tribe-row" data-testid="tribe-row">
      <Link href={`/tribe/${tribe.id}`} className="row tribe-link">
        <Shield tribeId={tribe.id} ordinal={tribe.ordinal} width={44} />
        <span className="min-w-0">
          <span className="tribe-name">
            <b className="disp">{tribe.name}</b> <span className="faint">[{tribe.tag}]</span>
          </span>
          <span className="tribe-facts">
            <SeatPips taken={tribe.memberCount} />
            <span>{t.seats(tribe.memberCount)}</span>
            <span>
              <Icon name="laurels" className="text-laurel" /> {formatNumber(tribe.totalVP)} {t.vp}
            </span>
            <span>
              <Icon name="tower-flag" className="text-frost-3" /> {t.lands(tribe.territoriesControlled)}
            </span>
            {tribe.tribeRank !== null && <span className="faint">{formatRank(tribe.tribeRank)}</span>}
          </span>
        </span>
      </Link>
      {canAsk && <AskToJoin tribe={tribe} blocked={blocked} />}
    </li>
  );
}

/** All tribes, those with open seats first; a player without a tribe can ask for a seat. */
export function TribeList({ blocked }: { blocked: string | null }) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const { data, isLoading, error, refetch } = useTribes(search);
  const isOpen = (tribe: TribeSummary) => tribe.memberCount < SEATS.length;
  const tribes = [...(data?.tribes ?? [])].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  return (
    <Panel title={t.list} aside={data && <span className="cap">{tribes.length}</span>}>
      <input
        type="search"
        className="field mb-2"
        aria-label={t.search}
        placeholder={t.search}
        maxLength={30}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {isLoading && (
        <div aria-hidden="true">
          {ROWS_LOADING.map((row) => (
            <div key={row} className="tribe-row">
              <div className="skeleton h-[44px] w-full" />
            </div>
          ))}
        </div>
      )}
      {error && !data && (
        <p className="text-blood" role="alert">
          {t.failed}{' '}
          <button type="button" className="link" onClick={() => void refetch()}>
            {t.again}
          </button>
        </p>
      )}
      {data && tribes.length === 0 && (
        <Empty icon="knight-banner" sentence={search ? t.searchEmpty(search) : t.listEmpty} />
      )}
      <ul>
        {tribes.map((tribe) => (
          <TribeRow key={tribe.id} tribe={tribe} blocked={blocked} />
        ))}
      </ul>
    </Panel>
  );
}
