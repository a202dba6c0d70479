/**
 * The map: static layers never render again, a land renders when its owner, its mode or its selection changes.
 * Everything above the land lets clicks through. Without `onSelect` it is a picture (landing page).
 */

import { TERRITORIES } from '@cryptotribes/rules/territories/map';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { lastTickMs, onTick } from '../net/ticker.ts';
import { mapText } from '../text/en/map.ts';
import { formatNumber } from '../ui/format.ts';
import { tableStore } from '../ui/tableStore.ts';
import { useStore } from '../ui/useStore.ts';
import { CaptureFloods, CaptureRings, useCaptures } from './CaptureLayer.tsx';
import { Label } from './LabelLayer.tsx';
import { LakeClock, type SeasonSpan } from './LakeClock.tsx';
import { Land, Selection, TerrainMarks } from './LandLayer.tsx';
import { landColours } from './landColours.ts';
import { type MapData, VIEW_BOX } from './mapData.ts';
import { FightRings, StateMarks } from './StateMarks.tsx';
import { BorderLayer, ProvinceNames, ReliefLayer, SeaLayer } from './StaticLayers.tsx';
import type { MapMode, TerritoryView } from './view.ts';
import { walk } from './walk.ts';

interface WorldMapProps {
  map: MapData;
  /** By id - 1; null until the server has answered: then the land lies in snow. */
  views: readonly TerritoryView[] | null;
  span: SeasonSpan | null;
  myTribeId: string | null;
  mode?: MapMode;
  /** Lands whose holders are stronger than what the reader has; drawn hatched. */
  hatched?: ReadonlySet<number>;
  selected?: number | null;
  /** A sentence that says what the picture shows. */
  label: string;
  /** `byKey`: chosen with Enter or Space, so that the focus may follow. */
  onSelect?: (territoryId: number, byKey: boolean) => void;
}

/** What a screen reader says about a land: "Hollowpine, Ring, Forest, held by Raven Host, 193 units, no truce". */
function landLabel(territoryId: number, view: TerritoryView | null, isTruce: boolean): string {
  const info = TERRITORIES[territoryId - 1]!;
  const owner = view ? (view.owner ? mapText.heldBy(view.owner.name) : mapText.wild) : mapText.unknownOwner;
  const parts = [info.name, mapText.tiers[info.tier], mapText.terrain[info.terrain], owner];
  if (view) parts.push(mapText.units(formatNumber(view.unitCount)));
  if (view?.isMine) parts.push(mapText.mine);
  if (view?.hasFight) parts.push(mapText.fight);
  parts.push(isTruce ? mapText.truce : mapText.noTruce);
  return parts.join(', ');
}

const figureOf = (view: TerritoryView | null, mode: MapMode): number | null => {
  if (!view) return null;
  if (mode === 'worth') return view.vpPerHour;
  return mode === 'strength' ? view.unitCount : null;
};

/** Lands under truce; a new set only when one begins or ends, not every second. */
function useTruces(views: readonly TerritoryView[] | null): ReadonlySet<number> {
  const read = () => {
    const nowMs = lastTickMs();
    return (views ?? [])
      .filter(({ truceUntilMs }) => (truceUntilMs ?? 0) > nowMs)
      .map(({ territoryId }) => territoryId)
      .join();
  };
  const mark = useSyncExternalStore(onTick, read, read);
  return useMemo(() => new Set(mark === '' ? [] : mark.split(',').map(Number)), [mark]);
}

/** Only for those who switched it on. */
const help = () => import('./ColourHelp.tsx');
const ColourPatterns = lazy(async () => ({ default: (await help()).ColourPatterns }));
const ShieldLetters = lazy(async () => ({ default: (await help()).ShieldLetters }));

export function WorldMap(props: WorldMapProps) {
  const { map, views, span, myTribeId, mode = 'owners', hatched, selected = null, label, onSelect } = props;
  const helps = useStore(tableStore).colourHelp && mode === 'owners';
  const captures = useCaptures(map, views);
  const truces = useTruces(views);
  const svg = useRef<SVGSVGElement>(null);
  const [tabStop, setTabStop] = useState<number | null>(null);

  const owners = useMemo(() => {
    const held = (views ?? []).filter((view) => view.owner);
    return new Map(held.map((view) => [view.territoryId, view.owner!.tribeId]));
  }, [views]);

  const select = useCallback((id: number) => onSelect?.(id, false), [onSelect]);
  const onKey = useCallback(
    (id: number, event: KeyboardEvent<SVGGElement>) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        onSelect?.(id, true);
        return;
      }
      const next = walk(map.territories, id, event.key);
      if (next === null) return;
      event.preventDefault();
      setTabStop(next);
      svg.current?.querySelector<SVGGElement>(`[data-territory-id="${next}"]`)?.focus();
    },
    [map, onSelect],
  );

  const firstMine = views?.find((view) => view.isMine)?.territoryId;
  const entry = tabStop ?? selected ?? firstMine ?? 1;
  const viewOf = (id: number) => views?.[id - 1] ?? null;
  const colours = map.territories.map((land) => landColours(land, viewOf(land.id), mode));
  return (
    <div className="world">
      <svg ref={svg} viewBox={VIEW_BOX} role={onSelect ? 'group' : 'img'} aria-label={label}>
        <defs>
          {map.territories.map((land) => (
            <clipPath key={land.id} id={`land-${land.id}`}>
              <path d={land.path} />
            </clipPath>
          ))}
          <pattern id="hatch-land" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V14" stroke="#000" strokeOpacity=".42" strokeWidth="6" />
          </pattern>
          <radialGradient id="relief" cx=".38" cy=".3" r=".78">
            <stop offset="0" stopColor="#fff" stopOpacity=".30" />
            <stop offset=".5" stopColor="#fff" stopOpacity="0" />
            <stop offset="1" stopColor="#00121c" stopOpacity=".46" />
          </radialGradient>
          <radialGradient id="lake-ice" cx=".5" cy=".5" r=".5">
            <stop offset="0" stopColor="#0F1B22" />
            <stop offset=".72" stopColor="#142731" />
            <stop offset="1" stopColor="#2A4A58" />
          </radialGradient>
        </defs>
        <SeaLayer map={map} />
        {map.territories.map((land, i) => (
          <Land
            key={land.id}
            land={land}
            fill={colours[i]!.fill}
            edge={colours[i]!.edge}
            edgeWidth={colours[i]!.edgeWidth}
            label={onSelect ? landLabel(land.id, viewOf(land.id), truces.has(land.id)) : null}
            isSelected={land.id === selected}
            isTabStop={land.id === entry}
            onSelect={select}
            onKey={onKey}
          />
        ))}
        <CaptureFloods
          lands={map.territories}
          captures={captures}
          fills={colours.map(({ fill }) => fill)}
          mode={mode}
        />
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in here can take the focus. */}
        <g className="over" aria-hidden="true">
          {map.territories
            .filter(({ id }) => hatched?.has(id))
            .map(({ id, path }) => (
              <path key={id} d={path} fill="url(#hatch-land)" />
            ))}
          <ReliefLayer map={map} />
          {map.territories.map((land, i) => (
            <TerrainMarks key={land.id} land={land} isDark={colours[i]!.isDark} />
          ))}
          {views && helps && (
            <Suspense fallback={null}>
              <ColourPatterns lands={map.territories} views={views} />
            </Suspense>
          )}
          <BorderLayer map={map} owners={owners} myTribeId={myTribeId} />
          {selected !== null && <Selection path={map.territories[selected - 1]!.path} />}
          {map.territories.map((land) => {
            const view = viewOf(land.id);
            return (
              <Label
                key={land.id}
                land={land}
                name={TERRITORIES[land.id - 1]!.name}
                tribeId={view?.owner?.tribeId ?? null}
                ordinal={view?.owner?.ordinal ?? 1}
                isWild={view !== null}
                figure={figureOf(view, mode)}
                isFresh={captures.some(({ territoryId }) => territoryId === land.id)}
              />
            );
          })}
          {views && helps && (
            <Suspense fallback={null}>
              <ShieldLetters lands={map.territories} views={views} />
            </Suspense>
          )}
          {views && <StateMarks lands={map.territories} views={views} />}
          <LakeClock lake={map.lake} span={span} />
          <ProvinceNames />
        </g>
      </svg>
      {views && <FightRings lands={map.territories} views={views} />}
      <CaptureRings lands={map.territories} captures={captures} />
    </div>
  );
}
