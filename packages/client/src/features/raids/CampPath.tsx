import type { RaidCamp } from '@cryptotribes/protocol/features/raids';
import { raidsText as t } from '../../text/en/raids.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { PathScene } from './PathScene.tsx';
import { DESK, PHONE } from './pathLayout.ts';

export type CampState = 'beaten' | 'next' | 'locked';

export function campState({ beaten, unlocked }: RaidCamp): CampState {
  return beaten ? 'beaten' : unlocked ? 'next' : 'locked';
}

const STATE_ICONS: Record<CampState, IconName> = { beaten: 'tower-flag', next: 'campfire', locked: 'padlock' };

interface CampPathProps {
  camps: readonly RaidCamp[];
  chosen: number;
  onChoose: (level: number) => void;
}

/** The snowy path with its ten camps: what is behind, what comes next, and what is still shut. */
export function CampPath({ camps, chosen, onChoose }: CampPathProps) {
  const reached = camps.filter((camp) => camp.unlocked).length;
  return (
    <section className="panel raid-path" aria-label={t.path}>
      <PathScene layout={DESK} reached={reached} />
      <PathScene layout={PHONE} reached={reached} />
      <div className="snowfall" aria-hidden="true" />
      <ol>
        {camps.map((camp) => {
          const state = campState(camp);
          const [desk, phone] = [DESK.camps[camp.level - 1]!, PHONE.camps[camp.level - 1]!];
          const place = {
            '--x': `${(desk.x / DESK.width) * 100}%`,
            '--y': `${(desk.y / DESK.height) * 100}%`,
            '--mx': `${(phone.x / PHONE.width) * 100}%`,
            '--my': `${(phone.y / PHONE.height) * 100}%`,
          } as React.CSSProperties;
          return (
            <li key={camp.level} style={place}>
              <button
                type="button"
                className={`camp ${state}`}
                data-testid={`camp-${camp.level}`}
                aria-pressed={camp.level === chosen}
                onClick={() => onChoose(camp.level)}
              >
                <span className="camp-mark">
                  <Icon name={STATE_ICONS[state]} />
                </span>
                <span className="camp-plate">
                  <b>
                    <span className="sr-only">{t.campName} </span>
                    {camp.level}
                  </b>
                  <Icon name="two-coins" className="text-gold" />
                  <span>
                    <span className="sr-only">, {`${t.states[state]}, ${t.loot} `}</span>
                    {formatNumber(camp.loot)}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
