import { useEffect, useMemo, useRef, useState } from 'react';
import { ariaKeys } from '../../app/shortcuts.ts';
import { useMapData } from '../../board/useMapData.ts';
import { useSeasonSpan } from '../../board/useViews.ts';
import type { MapMode, TerritoryView } from '../../board/view.ts';
import { WorldMap } from '../../board/WorldMap.tsx';
import { useMe, useSeason } from '../../net/hooks.ts';
import { mapText } from '../../text/en/map.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { strongerLands } from './bestOdds.ts';
import { FindLand } from './FindLand.tsx';
import { useLandKeys } from './useLandKeys.ts';
import { useMapZoom } from './useMapZoom.ts';

const MODES: readonly [MapMode, IconName][] = [
  ['owners', 'knight-banner'],
  ['ground', 'mountains'],
  ['worth', 'laurels'],
  ['strength', 'crossed-axes'],
];

interface MapStageProps {
  views: readonly TerritoryView[] | null;
  myTribeId: string | null;
  selected: number | null;
  onSelect: (territoryId: number, byKey: boolean) => void;
  onList: () => void;
  onSaga: () => void;
}

/** The map with its layers and its zoom. */
export function MapStage({ views, myTribeId, selected, onSelect, onList, onSaga }: MapStageProps) {
  const map = useMapData();
  const span = useSeasonSpan();
  const [mode, setMode] = useState<MapMode>('owners');
  // On phones only the present layer is shown until it is pressed.
  const [isOpen, setIsOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const zoom = useMapZoom(frame, content);

  const [isFinding, setIsFinding] = useState(false);
  const me = useMe().data;
  const rulesetId = useSeason().data?.rulesetId;
  const hatched = useMemo(
    () => (mode === 'strength' && me && views && rulesetId ? strongerLands(rulesetId, me, views) : undefined),
    [mode, me, views, rulesetId],
  );
  const announcement = useLandKeys({ views, selected, zoom, onSelect, onList, onFind: () => setIsFinding(true) });

  // The chosen land comes out from under whatever panel opened for it.
  useEffect(() => {
    const land = frame.current?.querySelector(`[data-territory-id="${selected}"]`);
    if (selected !== null && map && land) zoom.show(land);
  }, [selected, map, zoom]);

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the focus that arrives is that of a land inside. */}
      <div
        ref={frame}
        className="map-frame"
        data-testid="map"
        aria-busy={views === null}
        onFocus={(event) => {
          if (event.target.matches('[data-territory-id]:focus-visible')) zoom.show(event.target);
        }}
      >
        <div ref={content} className="map-content">
          {map && (
            <WorldMap
              map={map}
              views={views}
              span={span}
              myTribeId={myTribeId}
              mode={mode}
              hatched={hatched}
              selected={selected}
              label={mapText.title}
              onSelect={onSelect}
            />
          )}
        </div>
      </div>
      <div className="snowfall" aria-hidden="true" />
      <p className="sr-only" role="status">
        {announcement}
      </p>
      {isFinding && views && <FindLand views={views} onSelect={onSelect} onClose={() => setIsFinding(false)} />}
      <div className={`modes ${isOpen ? 'open' : ''}`} role="group" aria-label={mapText.modesLabel}>
        {MODES.map(([name, icon]) => (
          <button
            key={name}
            type="button"
            aria-pressed={mode === name}
            aria-label={mapText.modes[name]}
            data-testid={`mode-${name}`}
            onClick={() => {
              setMode(name);
              setIsOpen(name === mode && !isOpen);
            }}
          >
            <Icon name={icon} />
            <span>{mapText.modes[name]}</span>
          </button>
        ))}
        {hatched && hatched.size > 0 && <p className="modes-hint">{mapText.strengthHint}</p>}
      </div>
      <div className="zoom">
        <button type="button" className="ib" aria-label={mapText.zoomIn} onClick={zoom.zoomIn}>
          <LineIcon name="plus" />
        </button>
        <button type="button" className="ib" aria-label={mapText.zoomOut} onClick={zoom.zoomOut}>
          <LineIcon name="minus" />
        </button>
        <button type="button" className="ib" aria-label={mapText.zoomReset} onClick={zoom.reset}>
          <LineIcon name="home" />
        </button>
        <button
          type="button"
          className="ib on-phone"
          aria-label={mapText.find}
          aria-keyshortcuts={ariaKeys('land.find')}
          onClick={() => setIsFinding(true)}
        >
          <LineIcon name="search" />
        </button>
        <button
          type="button"
          className="ib on-phone"
          aria-label={mapText.listView}
          aria-keyshortcuts={ariaKeys('map.list')}
          onClick={onList}
        >
          <LineIcon name="list" />
        </button>
        <button type="button" className="ib on-phone mob" aria-label={mapText.sagaOpen} onClick={onSaga}>
          <Icon name="scroll-unfurled" />
        </button>
      </div>
    </>
  );
}
