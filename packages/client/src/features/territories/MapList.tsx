import { useMemo, useState } from 'react';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { mapText } from '../../text/en/map.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { TERRAIN_ICONS } from '../../ui/unitIcons.ts';
import { type Odds, oddsAgainstWild } from './bestOdds.ts';

const t = mapText;
const COLUMNS = ['name', 'tier', 'ground', 'owner', 'garrison', 'worth', 'odds'] as const;
type Column = (typeof COLUMNS)[number];
const NUMERIC: ReadonlySet<Column> = new Set(['garrison', 'worth', 'odds']);

const sortKey: Record<Exclude<Column, 'odds'>, (view: TerritoryView) => string | number> = {
  name: (view) => view.name,
  tier: (view) => view.territoryId,
  ground: (view) => view.terrain,
  owner: (view) => view.owner?.name ?? '',
  garrison: (view) => view.unitCount,
  worth: (view) => view.vpPerHour,
};

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

/** My odds with everybody at home; a dash where only the land's own record knows them. */
function Chance({ view, odds }: { view: TerritoryView; odds: Odds | null }) {
  if (view.isMine) return <span className="faint">{t.oddsOwn}</span>;
  if (!odds)
    return (
      <span className="faint" title={view.owner ? t.oddsHeld : undefined}>
        –
      </span>
    );
  return (
    <span className={odds.winning * 2 >= odds.of ? 'text-pine' : 'text-blood'}>
      {formatOdds(odds.winning, odds.of)}
    </span>
  );
}

interface MapListProps {
  views: readonly TerritoryView[];
  onSelect: (territoryId: number, byKey: boolean) => void;
  onMap: () => void;
}

/** The same fifty lands as a table: for keyboards, screen readers, and for comparing. */
export function MapList({ views, onSelect, onMap }: MapListProps) {
  const [column, setColumn] = useState<Column>('tier');
  const [isDown, setIsDown] = useState(false);
  const me = useMe().data;
  const rulesetId = useSeason().data?.rulesetId;
  const odds = useMemo(
    () =>
      new Map(views.map((view) => [view.territoryId, me && rulesetId ? oddsAgainstWild(rulesetId, me, view) : null])),
    [views, me, rulesetId],
  );
  const columns = COLUMNS.filter((name) => name !== 'odds' || me);
  const rows = useMemo(() => {
    const keyOf = (view: TerritoryView) =>
      column === 'odds' ? (odds.get(view.territoryId)?.winning ?? -1) : sortKey[column](view);
    const sign = isDown ? -1 : 1;
    return [...views].sort((a, b) => sign * compare(keyOf(a), keyOf(b)) || a.territoryId - b.territoryId);
  }, [views, column, isDown, odds]);
  function sortBy(name: Column): void {
    // Numbers are asked for from the highest, names from the first.
    setIsDown(name === column ? !isDown : NUMERIC.has(name));
    setColumn(name);
  }
  return (
    <section className="map-list panel" aria-label={t.listView}>
      <header>
        <h2>{t.listView}</h2>
        <button type="button" className="btn s" onClick={onMap}>
          {t.mapView}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <div className="map-list-scroll" tabIndex={0} role="region" aria-label={t.listView}>
        <table className="table">
          <thead>
            <tr>
              {columns.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={NUMERIC.has(name) ? 'n' : undefined}
                  aria-sort={name === column ? (isDown ? 'descending' : 'ascending') : 'none'}
                >
                  <button type="button" title={t.sort(t.columns[name])} onClick={() => sortBy(name)}>
                    {t.columns[name]}
                    <span aria-hidden="true">{name === column ? (isDown ? ' ▾' : ' ▴') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((view) => (
              <tr key={view.territoryId} data-territory-row={view.territoryId} className={view.isMine ? 'mine' : ''}>
                <td>
                  <button type="button" className="link" onClick={() => onSelect(view.territoryId, true)}>
                    {view.name}
                  </button>
                </td>
                <td>{t.tiers[view.tier]}</td>
                <td>
                  <span className="row">
                    <Icon name={TERRAIN_ICONS[view.terrain]} />
                    {t.terrain[view.terrain]}
                  </span>
                </td>
                <td>
                  {view.owner ? (
                    <span className="row">
                      <Shield tribeId={view.owner.tribeId} ordinal={view.owner.ordinal} width={20} />
                      {view.owner.name}
                    </span>
                  ) : (
                    <span className="faint">{t.wild}</span>
                  )}
                </td>
                <td className="n">{formatNumber(view.unitCount)}</td>
                <td className="n">{view.vpPerHour}</td>
                {me && (
                  <td className="n">
                    <Chance view={view} odds={odds.get(view.territoryId) ?? null} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
