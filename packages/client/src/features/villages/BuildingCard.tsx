import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import type { BuildingType } from '@cryptotribes/rules/core/units';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { upgradeCost, upgradeGameMs } from '@cryptotribes/rules/villages/buildings';
import { useServerNow } from '../../net/hooks.ts';
import { namesText } from '../../text/en/names.ts';
import { villageText as words } from '../../text/en/village.ts';
import { Bar } from '../../ui/Bar.tsx';
import { formatCountdown, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LineIcon } from '../../ui/LineIcon.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { buildingGives, enoughGoldInMs, formatTime, nextGives, shareDone } from './villageModel.ts';

export const BUILDING_ICON = { barracks: 'viking-longhouse', warehouse: 'wood-cabin', workshop: 'anvil' } as const;

interface BuildingCardProps {
  me: Me;
  type: BuildingType;
  rules: Ruleset;
  speed: number;
  /** Why nothing can be ordered now; null = it can. */
  paused: string | null;
  onUpgrade: (type: BuildingType) => void;
}

/** One building: what it gives now and next, and its upgrade or the time it takes. */
export function BuildingCard({ me, type, rules, speed, paused, onUpgrade }: BuildingCardProps) {
  const { level, upgrading } = me.buildings[type];
  const name = namesText.buildings[type];
  const next = nextGives(rules, type, level);
  return (
    <article className="bcard" id={`card-${type}`} tabIndex={-1} data-testid={`building-${type}`} aria-label={name}>
      <span className="fig">
        <Icon name={BUILDING_ICON[type]} />
      </span>
      <div className="min-w-0">
        <div className="row sp">
          <h3 className="disp">{name}</h3>
          <Tag>{words.level(level)}</Tag>
        </div>
        <p className="muted">{buildingGives(rules, type, level)}</p>
        {next && (
          <p className="next">
            <LineIcon name="chevron" />
            {next}
          </p>
        )}
      </div>
      <div className="act">
        {upgrading ? (
          <Raising me={me} type={type} />
        ) : next === null ? (
          <span className="faint">{words.finished}</span>
        ) : (
          <Offer {...{ me, type, rules, speed, paused, onUpgrade }} />
        )}
      </div>
    </article>
  );
}

function Raising({ me, type }: { me: Me; type: BuildingType }) {
  const nowMs = useServerNow();
  const { level, upgradeStartTime, upgradeEndTime } = me.buildings[type];
  const leftMs = upgradeEndTime === null ? 0 : Date.parse(upgradeEndTime) - nowMs;
  return (
    <>
      <div className="row sp raising">
        <span>{words.raising(level + 1)}</span>
        <time role="timer">{leftMs > 0 ? formatCountdown(leftMs) : words.finishing}</time>
      </div>
      <Bar share={shareDone(upgradeStartTime, upgradeEndTime, nowMs)} tone="ember" />
    </>
  );
}

function Offer({ me, type, rules, speed, paused, onUpgrade }: BuildingCardProps) {
  const { level } = me.buildings[type];
  const cost = upgradeCost(rules, type, level) ?? 0;
  const timeMs = gameToRealMs(upgradeGameMs(rules, type, level) ?? 0, speed);
  const waitMs = enoughGoldInMs(me, cost, speed);
  const isShort = waitMs !== 0;
  const shortText = waitMs === null ? words.enoughNever : words.enoughIn(formatTime(waitMs));
  return (
    <div className="row sp">
      <span className="row price">
        <span className={isShort ? 'text-blood' : ''}>
          <Icon name="two-coins" className={isShort ? '' : 'text-gold'} /> <b>{formatNumber(cost)}</b>
        </span>
        <span className="muted">
          <Icon name="hourglass" /> {formatTime(timeMs)}
        </span>
      </span>
      <button
        type="button"
        className={`btn s ${isShort ? '' : 'go'}`}
        disabled={isShort || paused !== null}
        title={paused ?? (isShort ? words.needGold(formatNumber(cost), formatNumber(me.gold)) : undefined)}
        data-testid={`upgrade-${type}`}
        onClick={() => onUpgrade(type)}
      >
        {isShort ? shortText : words.upgrade(level + 1)}
      </button>
    </div>
  );
}
