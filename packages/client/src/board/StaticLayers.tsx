import { PROVINCE_NAMES } from '@cryptotribes/rules/territories/map';
import { memo } from 'react';
import type { MapBorder, MapData } from './mapData.ts';

const SHELF = [
  [74, 0.035],
  [50, 0.05],
  [30, 0.07],
  [14, 0.1],
] as const;

/** The frozen sea: shelf lines, cracks, floes, and the shadow of the land. */
export const SeaLayer = memo(function SeaLayer({ map }: { map: MapData }) {
  return (
    <g className="over" strokeLinejoin="round">
      {SHELF.map(([width, opacity]) => (
        <path key={width} d={map.coast} fill="none" stroke="#BFE6F2" strokeOpacity={opacity} strokeWidth={width} />
      ))}
      <path d={map.cracks} fill="none" stroke="#CBEAF4" strokeOpacity=".12" strokeWidth="1.3" />
      <path d={map.floes} fill="#BFD8E1" fillOpacity=".15" stroke="#D9F0F7" strokeOpacity=".22" />
      <path d={map.coast} fill="#000" opacity=".5" transform="translate(0 12)" />
    </g>
  );
});

/** Light from the north-west, and the five rivers. */
export const ReliefLayer = memo(function ReliefLayer({ map }: { map: MapData }) {
  return (
    <g fill="none" strokeLinecap="round">
      <path className="relief" d={map.coast + map.lake} fill="url(#relief)" fillRule="evenodd" />
      {map.rivers.map((d) => (
        <g key={d}>
          <path d={d} stroke="#10191e" strokeOpacity=".4" strokeWidth="11" />
          <path d={d} stroke="#E4F5FB" strokeWidth="7.5" />
          <path d={d} stroke="#7FB6CB" strokeWidth="2" strokeDasharray="16 22" />
        </g>
      ))}
    </g>
  );
});

interface BorderLayerProps {
  map: MapData;
  /** Owner's id by territory id; missing = wild or unknown. */
  owners: ReadonlyMap<number, string>;
  /** The reader's tribe; null = draw no front. */
  myTribeId: string | null;
}

const paths = (borders: MapBorder[], keep: (border: MapBorder) => boolean) =>
  borders
    .filter(keep)
    .map((border) => border.path)
    .join('');

/** Borders between lands, tribes, provinces and water, and the reader's own front line with its ticks. */
export const BorderLayer = memo(function BorderLayer({ map, owners, myTribeId }: BorderLayerProps) {
  const isInland = ({ a, b }: MapBorder) => a > 0 && b > 0;
  const isSame = ({ a, b }: MapBorder) => owners.has(a) && owners.get(a) === owners.get(b);
  const isShore = ({ kind }: MapBorder) => kind === 'coast' || kind === 'lake';
  const isFront = ({ a, b }: MapBorder) => (owners.get(a) === myTribeId) !== (owners.get(b) === myTribeId);

  const foreign = paths(map.borders, (border) => isInland(border) && !isSame(border));
  const inner = paths(map.borders, (border) => isInland(border) && isSame(border));
  const province = paths(map.borders, ({ kind }) => kind === 'province');
  const shore = paths(map.borders, isShore);
  const front = myTribeId ? paths(map.borders, isFront) : '';
  return (
    <g fill="none" strokeLinejoin="round">
      <path
        d={inner}
        stroke="#0A1115"
        strokeOpacity=".6"
        strokeWidth="1.6"
        strokeDasharray="2 6"
        strokeLinecap="round"
      />
      <g strokeLinecap="round">
        <path d={foreign} stroke="#0A1115" strokeOpacity=".88" strokeWidth="3.2" />
        <path d={province} stroke="#0A1115" strokeOpacity=".9" strokeWidth="7" />
        <path d={province} stroke="#DDF0F6" strokeOpacity=".75" strokeWidth="1.6" />
        <path d={shore} stroke="#081014" strokeWidth="4.5" />
        <path d={shore} stroke="#EAF6FA" strokeOpacity=".8" strokeWidth="1.6" />
      </g>
      {front && (
        <>
          <path d={front} stroke="#FFB454" strokeOpacity=".25" strokeWidth="11" />
          <path d={front} stroke="#2A1604" strokeOpacity=".8" strokeWidth="6" strokeLinecap="round" />
          <path d={front} stroke="#2A1604" strokeOpacity=".8" strokeWidth="15" strokeDasharray="6 25" />
          <path d={front} stroke="#FFB454" strokeWidth="12" strokeDasharray="3.4 27.6" />
          <path d={front} stroke="#FFB454" strokeWidth="3.4" strokeLinecap="round" />
        </>
      )}
    </g>
  );
});

/** Province names along the coast. */
export const ProvinceNames = memo(function ProvinceNames() {
  return (
    <g className="province-name">
      {PROVINCE_NAMES.map((name, province) => {
        // The southern names run the other way round, so that no name stands on its head.
        const isFlipped = province === 2 || province === 3;
        const middle = province * 72 - 78;
        const radius = isFlipped ? 547 : 533;
        const at = (degrees: number) => {
          const angle = (degrees * Math.PI) / 180;
          return `${(500 + radius * Math.cos(angle)).toFixed(1)} ${(500 + radius * Math.sin(angle)).toFixed(1)}`;
        };
        const [from, to] = isFlipped ? [middle + 25, middle - 25] : [middle - 25, middle + 25];
        const id = `province-${province}`;
        return (
          <g key={name}>
            <path id={id} d={`M${at(from)}A${radius} ${radius} 0 0 ${isFlipped ? 0 : 1} ${at(to)}`} fill="none" />
            <text>
              <textPath href={`#${id}`} startOffset="50%" textAnchor="middle">
                {name}
              </textPath>
            </text>
          </g>
        );
      })}
    </g>
  );
});
