import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { CSSProperties } from 'react';
import type { SeasonSpan } from '../../board/LakeClock.tsx';
import { spanOf } from '../../board/useViews.ts';
import { useServerNow } from '../../net/hooks.ts';
import { seasonText as t } from '../../text/en/season.ts';
import { Countdown } from '../../ui/Countdown.tsx';
import { formatInstant } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/iconNames.ts';
import { Panel } from '../../ui/Panel.tsx';

/** Each day of the game as a field; those behind are filled, the present one in part. */
function Days({ span: { startMs, endMs, days }, nowMs }: { span: SeasonSpan; nowMs: number }) {
  const passed = ((nowMs - startMs) / (endMs - startMs)) * days;
  return (
    <div className="days" style={{ '--days': days } as CSSProperties} aria-hidden="true">
      {Array.from({ length: days }, (_, index) => index + 1).map((day) => {
        const share = Math.max(0, Math.min(1, passed - day + 1));
        return (
          <span key={day} className={share > 0 && share < 1 ? 'now' : ''}>
            <i style={{ width: `${share * 100}%` }} />
            <b>{day}</b>
          </span>
        );
      })}
    </div>
  );
}

/** When what happens, and how far we are. */
export function Timeline({ season }: { season: Season }) {
  const nowMs = useServerNow();
  const { registrationStart, registrationEnd, seasonStart, seasonEnd } = season.timeline;
  const points: readonly (readonly [string, string, IconName])[] = [
    [t.registrationStart, registrationStart, 'scroll-unfurled'],
    [t.registrationEnd, registrationEnd, 'padlock'],
    [t.seasonStart, seasonStart, 'flag-objective'],
    [t.seasonEnd, seasonEnd, 'laurel-crown'],
  ];
  const next = points.findIndex(([, at]) => Date.parse(at) > nowMs);
  return (
    <Panel title={t.timeline} className="season-wide">
      <ol className="season-points">
        {points.map(([label, at, icon], index) => (
          <li key={label} className={Date.parse(at) <= nowMs ? 'past' : index === next ? 'next' : ''}>
            <span className="season-point">
              <Icon name={icon} />
            </span>
            <b>{label}</b>
            <time dateTime={at} title={new Date(at).toLocaleString()}>
              {formatInstant(at)}
            </time>
            {index === next && season.status !== 'cancelled' && (
              <span className="text-ember-hi">
                <Countdown until={at} />
              </span>
            )}
          </li>
        ))}
      </ol>
      {season.status !== 'cancelled' && <Days span={spanOf(season)} nowMs={nowMs} />}
      <p className="faint mt-3 text-[13px]">{t.speed(season.speed)}</p>
    </Panel>
  );
}
