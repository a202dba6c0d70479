import { useServerNow } from '../net/hooks.ts';
import { spriteHref } from '../ui/spriteHref.ts';
import { type MapTerritory, VIEW_ORIGIN, VIEW_SIZE } from './mapData.ts';
import { flagOffset, type Offset, plateOffset } from './markPlaces.ts';
import type { TerritoryView } from './view.ts';

interface StateMarksProps {
  lands: readonly MapTerritory[];
  views: readonly TerritoryView[];
}

const MINUTE_MS = 60_000;

/** Time left in the two or three letters that fit on a plate: "6m", "3h". */
function plateText(leftMs: number): string {
  const minutes = Math.ceil(leftMs / MINUTE_MS);
  return minutes < 60 ? `${minutes}m` : `${Math.ceil(minutes / 60)}h`;
}

/** Where the swords stand, from the label point of the land. */
function fightOffset(tier: TerritoryView['tier']): [dx: number, dy: number] {
  return [tier === 'edge' ? 24 : 30, -34];
}

const percent = (boardPx: number) => `${((boardPx - VIEW_ORIGIN) / VIEW_SIZE) * 100}%`;

/**
 * The rings that spread from fights. They lie over the drawing as elements of their own: inside it, every frame of
 * their animation would paint the land below anew.
 */
export function FightRings({ lands, views }: StateMarksProps) {
  return views
    .filter((view) => view.hasFight)
    .map(({ territoryId, tier }) => {
      const [x, y] = lands[territoryId - 1]!.label;
      const [dx, dy] = fightOffset(tier);
      return <i key={territoryId} className="fight-ring" style={{ left: percent(x + dx), top: percent(y + dy) }} />;
    });
}

/** Fights, truces and the reader's own units, on top of everything else on the land. */
export function StateMarks({ lands, views }: StateMarksProps) {
  const nowMs = useServerNow();
  const at = (id: number, dx: number, dy: number) => {
    const [x, y] = lands[id - 1]!.label;
    return `translate(${x + dx} ${y + dy})`;
  };
  const plates = views
    .filter(({ truceUntilMs }) => (truceUntilMs ?? 0) > nowMs)
    .map((view): Offset => {
      const [x, y] = lands[view.territoryId - 1]!.label;
      const [dx, dy] = plateOffset(view);
      return [x + dx, y + dy];
    });
  return (
    <>
      {views.map((view) => {
        const { territoryId: id, tier } = view;
        const leftMs = (view.truceUntilMs ?? 0) - nowMs;
        return (
          <g key={id}>
            {view.hasFight && (
              <g transform={at(id, ...fightOffset(tier))} color="#fff">
                <circle r="26" fill="none" stroke="#FFC373" strokeOpacity=".5" strokeWidth="4" />
                <circle r="17" fill="#A63A2B" stroke="#fff" strokeWidth="2.4" />
                <use href={spriteHref('crossed-swords')} x="-11" y="-11" width="22" height="22" />
              </g>
            )}
            {leftMs > 0 && (
              <g transform={at(id, ...plateOffset(view))} color="#86CDE8">
                <rect x="-24" y="-12" width="48" height="24" rx="4" fill="#0D1A20" stroke="#86CDE8" strokeWidth="2" />
                <use href={spriteHref('bordered-shield')} x="-19" y="-8" width="16" height="16" />
                <text className="figure" x="9" y="5.5" fill="#DFF3FA">
                  {plateText(leftMs)}
                </text>
              </g>
            )}
            {view.myUnits > 0 && (
              <g transform={at(id, ...flagOffset(lands[id - 1]!, tier, plates))}>
                <path
                  d="M0 -12H38L32 0L38 12H0Z"
                  fill="#F4A340"
                  stroke="#1D1003"
                  strokeWidth="2.4"
                  strokeLinejoin="round"
                />
                <text className="figure" x="16" y="5.5" fill="#1D1003">
                  {view.myUnits}
                </text>
              </g>
            )}
          </g>
        );
      })}
    </>
  );
}
