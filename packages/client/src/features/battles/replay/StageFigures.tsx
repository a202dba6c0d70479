import { mix } from '@cryptotribes/protocol/heraldry/colour';
import type { UnitType } from '@cryptotribes/rules/core/units';
import { memo } from 'react';
import spriteUrl from '../../../ui/icons.generated.svg?url';
import type { Figure } from './figures.ts';

/** A man with axe and round shield, on a 512 field like the drawings of the sprite. */
const MILITIA =
  'M244 44a50 50 0 1 1-.1 0ZM196 156H300L386 70L372 40L420 16Q486 60 470 130L424 132L404 102L322 196L334 318L300 330L322 496H268L254 352L228 496H174L204 330L150 300L160 200ZM150 190a78 78 0 1 0 .1 0Z';

const DRAWING: Record<Exclude<UnitType, 'militia'>, string> = {
  spearman: 'pikeman',
  archer: 'bowman',
  cavalry: 'cavalry',
};

function Drawing({ unit }: { unit: UnitType }) {
  if (unit === 'militia') return <path d={MILITIA} fillRule="evenodd" />;
  return <use href={`${spriteUrl}#${DRAWING[unit]}`} width="512" height="512" />;
}

interface StageFiguresProps {
  figures: readonly Figure[];
  dye: string;
  direction: -1 | 1;
  /** After the last beat those that fell lie on the snow. */
  isOver: boolean;
}

/** One side's figures, all facing the middle. */
export const StageFigures = memo(function StageFigures({ figures, dye, direction, isOver }: StageFiguresProps) {
  const colour = mix(dye, '#05090B', 0.25);
  return (
    <g fill={colour} color={colour}>
      {figures.map(({ key, unit, x, y, scale, falls }) => {
        if (isOver && falls) {
          return (
            <g
              key={key}
              className="figure-fallen"
              fill="#24343c"
              color="#24343c"
              transform={`translate(${x.toFixed(0)} ${(y + 22).toFixed(0)}) rotate(${direction * 84}) scale(${(scale * 0.9).toFixed(4)}) translate(-256 -256)`}
            >
              <Drawing unit={unit} />
            </g>
          );
        }
        const size = 512 * scale;
        return (
          <g key={key} transform={`translate(${x.toFixed(0)} ${y.toFixed(0)})`}>
            <ellipse
              cy={(size / 2 + 1).toFixed(0)}
              rx={(size * 0.38).toFixed(0)}
              ry="3.4"
              fill="#0b1a22"
              opacity=".4"
            />
            <g transform={`scale(${-direction} 1) scale(${scale.toFixed(4)}) translate(-256 -256)`}>
              <Drawing unit={unit} />
            </g>
          </g>
        );
      })}
    </g>
  );
});
