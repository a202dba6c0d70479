import { useCallback, useState } from 'react';
import { type ShortcutId, useShortcut } from '../../app/shortcuts.ts';
import type { TerritoryView } from '../../board/view.ts';
import { useMe, useSeason } from '../../net/hooks.ts';
import { serverClock } from '../../net/serverClock.ts';
import { mapText } from '../../text/en/map.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { openAttack } from '../battles/attackStore.ts';
import { oddsAgainstWild } from './bestOdds.ts';
import { primaryAction } from './primaryAction.ts';

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

  function ownLand(step: 1 | -1): void {
    const own = (views ?? []).filter((view) => view.isMine).map((view) => view.territoryId);
    if (own.length === 0) return;
    const at = own.indexOf(current() ?? -1);
    const next = at < 0 ? (step > 0 ? 0 : own.length - 1) : (at + step + own.length) % own.length;
    landElement(own[next]!)?.focus();
  }
  function readOut(): void {
    const view = views?.[(current() ?? 0) - 1];
    if (!view) return;
    const sentence = describe(view);
    // A live region speaks when its text changes: asked again, it differs by a space.
    setAnnouncement((last) => (last === sentence ? `${sentence} ` : sentence));
  }
  function march(): void {
    const id = current();
    const view = views?.[(id ?? 0) - 1];
    if (!id || !view || primaryAction(view, me, season, serverClock.nowMs()) !== 'march') return;
    if (id !== selected) onSelect(id, true);
    openAttack(id);
  }

  const isOn = views !== null;
  useShortcut('land.find', onFind, isOn);
  useMapShortcut('map.list', onList, isOn);
  useMapShortcut('map.zoomIn', zoom.zoomIn, isOn);
  useMapShortcut('map.zoomOut', zoom.zoomOut, isOn);
  useMapShortcut('map.zoomAll', zoom.reset, isOn);
  useMapShortcut('map.previousOwn', () => ownLand(-1), isOn);
  useMapShortcut('map.nextOwn', () => ownLand(1), isOn);
  useMapShortcut('map.readOut', readOut, isOn);
  useMapShortcut('map.march', march, isOn);
  return announcement;
}

/** Single keys of the map act while the focus is on the map, in the drawer, in the list or nowhere: elsewhere a stray key does nothing. */
function useMapShortcut(id: ShortcutId, act: () => void, isOn: boolean): void {
  useShortcut(
    id,
    ({ target }) => {
      const isNear = target === document.body || (target as Element).closest?.('.map-frame, .drawer, .map-list');
      if (!isNear) return false;
      act();
    },
    isOn,
  );
}
