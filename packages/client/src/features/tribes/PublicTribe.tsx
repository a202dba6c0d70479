import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { Link } from 'wouter';
import { useTerritoryViews } from '../../board/useViews.ts';
import { useMe } from '../../net/hooks.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Since } from '../../ui/Countdown.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TERRAIN_ICONS } from '../../ui/unitIcons.ts';
import { AskToJoin } from './AskToJoin.tsx';
import { Seats } from './Seats.tsx';
import { TribeHead } from './TribeHead.tsx';
import { useBlocked } from './useBlocked.ts';

const t = tribeText;

function Lands({ tribe }: { tribe: Tribe }) {
  const lands = useTerritoryViews()?.filter((view) => view.owner?.tribeId === tribe.id);
  // The words around the span differ by language: the span is put in as a piece of its own.
  const [before, after] = t.heldFor('\0').split('\0');
  return (
    <Panel title={t.landsTitle} aside={<span className="cap">{tribe.territoriesControlled}</span>}>
      {lands?.length === 0 && <p className="muted">{t.landsNone}</p>}
      <ul>
        {lands?.map((view) => (
          <li key={view.territoryId}>
            <Link href={`/territories/${view.territoryId}`} className="tribe-row">
              <span className="row">
                <Icon name={TERRAIN_ICONS[view.terrain]} className="text-[20px] text-frost-3" />
                <span>
                  <b className="disp block text-[18px]">{view.name}</b>
                  {view.owner && (
                    <span className="faint text-[12px]">
                      {before}
                      <Since instant={view.owner.controlledSince} />
                      {after}
                    </span>
                  )}
                </span>
              </span>
              <span className="text-laurel">{t.vpPerHour(formatNumber(view.vpPerHour))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** A tribe as everybody sees it. */
export function PublicTribe({ tribe }: { tribe: Tribe }) {
  const me = useMe().data;
  const blocked = useBlocked();
  const canAsk = Boolean(me?.entered && !me.tribeId);
  return (
    <main id="main" className="page tribe-page">
      <TribeHead
        tribe={tribe}
        action={
          canAsk && (
            <div className="mt-2 grid justify-items-start gap-1">
              <AskToJoin tribe={tribe} blocked={blocked.joining} isMain />
              {blocked.joining && <p className="faint">{blocked.joining}</p>}
            </div>
          )
        }
      />
      <div className="tribe-hall">
        <Seats tribe={tribe} />
        <Lands tribe={tribe} />
      </div>
    </main>
  );
}
