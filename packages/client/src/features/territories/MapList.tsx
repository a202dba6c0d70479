import { useMemo, useState } from 'react';
import type { TerritoryView } from '../../board/view.ts';
import { mapText } from '../../text/en/map.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Shield } from '../../ui/Shield.tsx';
import { TERRAIN_ICONS } from '../../ui/unitIcons.ts';

const t = mapText;
const COLUMNS = ['name', 'tier', 'ground', 'owner', 'garrison', 'worth'] as const;
type Column = (typeof COLUMNS)[number];
const NUMERIC: ReadonlySet<Column> = new Set(['garrison', 'worth']);

const sortKey: Record<Column, (view: TerritoryView) => string | number> = {
  name: (view) => view.name,
  tier: (view) => view.territoryId,
  ground: (view) => view.terrain,
  owner: (view) => view.owner?.name ?? '',
  garrison: (view) => view.unitCount,
  worth: (view) => -view.vpPerHour,
};

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

interface MapListProps {
  views: readonly TerritoryView[];
  onSelect: (territoryId: number, byKey: boolean) => void;
  onMap: () => void;
}

/** The same fifty lands as a table: for keyboards, screen readers, and for comparing. */
export function MapList({ views, onSelect, onMap }: MapListProps) {
  const [column, setColumn] = useState<Column>('tier');
  const rows = useMemo(
    () => [...views].sort((a, b) => compare(sortKey[column](a), sortKey[column](b)) || a.territoryId - b.territoryId),
    [views, column],
  );
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
              {COLUMNS.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={NUMERIC.has(name) ? 'n' : undefined}
                  aria-sort={name === column ? 'ascending' : 'none'}
                >
                  <button type="button" onClick={() => setColumn(name)}>
                    {t.columns[name]}
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
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
