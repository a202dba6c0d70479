import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { useMapData } from '../../board/useMapData.ts';
import { useSeasonSpan } from '../../board/useViews.ts';
import type { MapMode, TerritoryView } from '../../board/view.ts';
import { WorldMap } from '../../board/WorldMap.tsx';
import { mapText } from '../../text/en/map.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { LineIcon } from '../../ui/LineIcon.tsx';
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
}

/** The map with its layers and its zoom. */
export function MapStage({ views, myTribeId, selected, onSelect, onList }: MapStageProps) {
  const map = useMapData();
  const span = useSeasonSpan();
  const [mode, setMode] = useState<MapMode>('owners');
  // On phones only the present layer is shown until it is pressed.
  const [isOpen, setIsOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const zoom = useMapZoom(frame, content);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '+' || event.key === '=') zoom.zoomIn();
      else if (event.key === '-') zoom.zoomOut();
      else if (event.key === '0') zoom.reset();
      else if (event.key === 'l' || event.key === 'L') onList();
    },
    [zoom, onList],
  );

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys act on the focused land inside. */}
      <div
        ref={frame}
        className="map-frame"
        data-testid="map"
        aria-busy={views === null}
        onKeyDown={onKeyDown}
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
              selected={selected}
              label={mapText.title}
              onSelect={onSelect}
            />
          )}
        </div>
      </div>
      <div className="snowfall" aria-hidden="true" />
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
        <button type="button" className="ib" aria-label={mapText.listView} onClick={onList}>
          <LineIcon name="list" />
        </button>
      </div>
    </>
  );
}
