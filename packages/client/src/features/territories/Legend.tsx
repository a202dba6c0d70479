import { sideText } from '../../text/en/side.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';

const t = sideText;

/** What the marks on the map mean. */
export function Legend() {
  return (
    <Panel title={t.legend} className="legend">
      <ul className="grid grid-cols-2 gap-x-3 gap-y-2 text-[13px]">
        <li className="row">
          <svg width="26" height="14" aria-hidden="true">
            <path d="M0 7H26" stroke="#FFB454" strokeWidth="3.4" />
            <path d="M5 1V13M13 1V13M21 1V13" stroke="#FFB454" strokeWidth="3" />
          </svg>
          {t.legendMine}
        </li>
        <li className="row">
          <span className="text-ice">
            <Icon name="bordered-shield" />
          </span>
          {t.legendTruce}
        </li>
        <li className="row">
          <span className="legend-fight">
            <Icon name="crossed-swords" />
          </span>
          {t.legendFight}
        </li>
        <li className="row">
          <Icon name="campfire" />
          {t.legendWild}
        </li>
      </ul>
    </Panel>
  );
}
