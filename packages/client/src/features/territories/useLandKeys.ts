import { useCallback, useState } from 'react';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { serverClock } from '../../net/serverClock.ts';
import { mapText } from '../../text/en/map.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { openAttack } from '../battles/attackStore.ts';
import { oddsAgainstWild } from './bestOdds.ts';
import { primaryAction } from './primaryAction.ts';
import { useMapKeys } from './useMapKeys.ts';

interface LandKeysOptions {
  views: readonly TerritoryView[] | null;
  selected: number | null;
  zoom: { zoomIn: () => void; zoomOut: () => void; reset: () => void };
  onSelect: (territoryId: number, byKey: boolean) => void;
  onList: () => void;
  onFind: () => void;
}

const landElement = (id: number) => document.querySelector<SVGGElement>(`[data-territory-id="${id}"]`);

/** The land that has the focus; null when the focus is elsewhere. */
function focusedLand(): number | null {
  const id = Number(document.activeElement?.getAttribute('data-territory-id'));
  return id >= 1 ? id : null;
}

/** The map's single keys; answers with the last land that was asked to be read out. */
export function useLandKeys({ views, selected, zoom, onSelect, onList, onFind }: LandKeysOptions): string {
  const me = useMe().data ?? null;
  const season = useSeason().data;
  const [announcement, setAnnouncement] = useState('');
  const current = () => focusedLand() ?? selected;

  const describe = useCallback(
    (view: TerritoryView) => {
      const odds = me && season && !view.isMine ? oddsAgainstWild(season.rulesetId, me, view) : null;
      const owner = view.owner ? mapText.heldBy(view.owner.name) : mapText.wild;
      const chance = odds && formatOdds(odds.winning, odds.of);
      return mapText.readOut(view.name, owner, formatNumber(view.unitCount), chance);
    },
    [me, season],
  );

  useMapKeys(
    {
      find: onFind,
      list: onList,
      zoomIn: zoom.zoomIn,
      zoomOut: zoom.zoomOut,
      zoomReset: zoom.reset,
      ownLand(step) {
        const own = (views ?? []).filter((view) => view.isMine).map((view) => view.territoryId);
        if (own.length === 0) return;
        const at = own.indexOf(current() ?? -1);
        const next = at < 0 ? (step > 0 ? 0 : own.length - 1) : (at + step + own.length) % own.length;
        landElement(own[next]!)?.focus();
      },
      readOut() {
        const view = views?.[(current() ?? 0) - 1];
        // Read again when asked again: a live region speaks when its text changes.
        if (view) setAnnouncement((last) => (last === describe(view) ? `${describe(view)} ` : describe(view)));
      },
      march() {
        const id = current();
        const view = views?.[(id ?? 0) - 1];
        if (!id || !view || primaryAction(view, me, season, serverClock.nowMs()) !== 'march') return;
        if (id !== selected) onSelect(id, true);
        openAttack(id);
      },
    },
    views !== null,
  );
  return announcement;
}
