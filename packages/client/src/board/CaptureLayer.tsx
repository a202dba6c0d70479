import { useEffect, useRef, useState } from 'react';
import { type Capture, capturesBetween } from './captures.ts';
import { landColours } from './landColours.ts';
import { type MapData, type MapTerritory, VIEW_ORIGIN, VIEW_SIZE } from './mapData.ts';
import type { MapMode, TerritoryView } from './view.ts';

/** Longer than the flood: without motion a ring stands that long instead. */
const SHOWN_MS = 1500;
/** No land is wider than that, in board px. */
const FLOOD_RADIUS = 320;

/** Captures of the last moment, for as long as they are shown. */
export function useCaptures(map: MapData, views: readonly TerritoryView[] | null): readonly Capture[] {
  const before = useRef(views);
  const [captures, setCaptures] = useState<readonly Capture[]>([]);
  useEffect(() => {
    const old = before.current;
    before.current = views;
    if (!old || !views || old === views || document.hidden) return;
    const fresh = capturesBetween(map.territories, old, views);
    if (fresh.length === 0) return;
    setCaptures((shown) => [...shown, ...fresh]);
    setTimeout(() => setCaptures((shown) => shown.filter((capture) => !fresh.includes(capture))), SHOWN_MS);
  }, [map, views]);
  return captures;
}

interface CaptureFloodsProps {
  lands: readonly MapTerritory[];
  captures: readonly Capture[];
  fills: readonly string[];
  mode: MapMode;
}

/** The new dye, flooding over the old one from the captor's border. */
export function CaptureFloods({ lands, captures, fills, mode }: CaptureFloodsProps) {
  if (mode !== 'owners') return null;
  return captures.map(({ territoryId, before, origin: [x, y] }) => {
    const land = lands[territoryId - 1]!;
    return (
      <g key={territoryId} clipPath={`url(#land-${territoryId})`} className="over capture-flood">
        <path d={land.path} fill={landColours(land, before, mode).fill} />
        <g transform={`translate(${x} ${y})`}>
          <circle r={FLOOD_RADIUS} fill={fills[territoryId - 1]} />
        </g>
      </g>
    );
  });
}

/** One ember ring per capture, over the drawing like the rings of fights. */
export function CaptureRings({ lands, captures }: Pick<CaptureFloodsProps, 'lands' | 'captures'>) {
  const percent = (boardPx: number) => `${((boardPx - VIEW_ORIGIN) / VIEW_SIZE) * 100}%`;
  return captures.map(({ territoryId }) => {
    const [x, y] = lands[territoryId - 1]!.label;
    return <i key={territoryId} className="capture-ring" style={{ left: percent(x), top: percent(y) }} />;
  });
}
