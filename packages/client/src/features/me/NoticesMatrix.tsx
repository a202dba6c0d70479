/** Which event reaches the player by which way. A row of a group's own switches all its events. */
import {
  NOTICE_CLASSES,
  NOTICE_EVENTS,
  NOTICE_WAYS,
  type NoticeClass,
  type NoticeEvent,
  type NoticeWay,
  PUSHED_EVENTS,
} from '@cryptotribes/protocol/core/notices';
import type { Settings } from '@cryptotribes/protocol/features/settings';
import { useEffect, useState } from 'react';
import { useChangeSettings, useSettings } from '../../net/settings.ts';
import { meText } from '../../text/en/me.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { playTone } from '../notices/tone.ts';
import { PushSwitch } from './PushSwitch.tsx';
import { SavedMark } from './SavedMark.tsx';

const t = meText.notices;
const CLASSES = ['act', 'result', 'world'] as const satisfies NoticeClass[];
const isOffered = (event: NoticeEvent, way: NoticeWay) =>
  way !== 'push' || (PUSHED_EVENTS as readonly NoticeEvent[]).includes(event);

interface CellProps {
  id: string;
  name: string;
  isOn: boolean;
  /** Some of a group are on, some off. */
  isMixed?: boolean;
  onChange: (isOn: boolean) => void;
}

function Cell({ id, name, isOn, isMixed = false, onChange }: CellProps) {
  // The box answers at once; what the server makes of it follows.
  const [shown, setShown] = useState(isOn);
  useEffect(() => setShown(isOn), [isOn]);
  return (
    <td>
      <label className="me-cell">
        <input
          type="checkbox"
          className="me-tick"
          data-testid={id}
          aria-label={name}
          ref={(box) => {
            if (box) box.indeterminate = isMixed;
          }}
          checked={shown}
          onChange={(event) => {
            setShown(event.target.checked);
            onChange(event.target.checked);
          }}
        />
      </label>
    </td>
  );
}

interface GroupProps {
  of: NoticeClass;
  settings: Settings;
  onChange: (events: readonly NoticeEvent[], way: NoticeWay, isOn: boolean) => void;
}

function Group({ of, settings, onChange }: GroupProps) {
  const events = NOTICE_EVENTS.filter((event) => NOTICE_CLASSES[event] === of);
  const [title, hint] = t.classes[of];
  return (
    <tbody>
      <tr className="me-group">
        <th scope="rowgroup">
          {title}
          <small>{hint}</small>
        </th>
        {NOTICE_WAYS.map((way) => {
          const offered = events.filter((event) => isOffered(event, way));
          if (offered.length === 0) return <td key={way} />;
          return (
            <Cell
              key={way}
              id={`setting-notices-${of}-${way}`}
              name={t.all(title ?? '', t.ways[way])}
              isOn={offered.every((event) => settings.notices[event][way])}
              isMixed={new Set(offered.map((event) => settings.notices[event][way])).size > 1}
              onChange={(isOn) => onChange(offered, way, isOn)}
            />
          );
        })}
      </tr>
      {events.map((event) => (
        <tr key={event}>
          <th scope="row">{t.events[event]}</th>
          {NOTICE_WAYS.map((way) =>
            isOffered(event, way) ? (
              <Cell
                key={way}
                id={`setting-notices-${event}-${way}`}
                name={t.cell(t.events[event], t.ways[way])}
                isOn={settings.notices[event][way]}
                onChange={(isOn) => onChange([event], way, isOn)}
              />
            ) : (
              <td key={way} className="faint text-center" title={t.none}>
                –
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  );
}

export function NoticesMatrix() {
  const settings = useSettings().data;
  const change = useChangeSettings();
  function set(events: readonly NoticeEvent[], way: NoticeWay, isOn: boolean): void {
    change.mutate({ notices: Object.fromEntries(events.map((event) => [event, { [way]: isOn }])) });
  }
  return (
    <section className="panel" id="notices">
      <header>
        <h2>{t.title}</h2>
        <SavedMark of={change} />
      </header>
      <div className="body">
        <p className="faint mb-2 text-[12px]">{t.lead}</p>
        {settings ? (
          <table className="me-matrix">
            <thead>
              <tr>
                <th scope="col">{t.event}</th>
                {NOTICE_WAYS.map((way) => (
                  <th key={way} scope="col">
                    {t.ways[way]}
                  </th>
                ))}
              </tr>
            </thead>
            {CLASSES.map((of) => (
              <Group key={of} of={of} settings={settings} onChange={set} />
            ))}
          </table>
        ) : (
          <Skeleton lines={19} />
        )}
        <button type="button" className="btn s ghost mt-2" onClick={() => playTone('act')}>
          {t.try}
        </button>
        <hr className="rule" />
        <PushSwitch />
      </div>
    </section>
  );
}
