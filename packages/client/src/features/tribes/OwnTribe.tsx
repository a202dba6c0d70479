import type { Tribe } from '@cryptotribes/protocol/features/tribes';
import { useState } from 'react';
import { useMe } from '../../net/hooks.ts';
import { councilText } from '../../text/en/council.ts';
import { tribeText } from '../../text/en/tribe.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Council } from './council/Council.tsx';
import { Garrisons } from './Garrisons.tsx';
import { LeavePanel } from './MemberDialogs.tsx';
import { membersOf } from './members.ts';
import { Requests } from './Requests.tsx';
import { Seats } from './Seats.tsx';
import { TribeHead } from './TribeHead.tsx';
import { TribeLog } from './TribeLog.tsx';
import { useBlocked } from './useBlocked.ts';

const t = tribeText;
const TABS = ['council', 'seats', 'garrisons', 'log'] as const;
type Tab = (typeof TABS)[number];

/** One's own tribe: everything side by side on desks, one part at a time on phones. */
export function OwnTribe({ tribe }: { tribe: Tribe }) {
  const me = useMe().data;
  const blocked = useBlocked();
  const [tab, setTab] = useState<Tab>('council');
  const role = me?.tribe?.role;
  const isLeader = role === 'chieftain' || role === 'captain';
  const waiting: Partial<Record<Tab, number>> = {
    council: tribe.unreadMessages ?? 0,
    seats: isLeader ? tribe.requests.length : 0,
  };
  const here = membersOf(tribe).filter(({ member }) => member.online).length;
  return (
    <main id="main" className="page tribe-page own" data-tab={tab}>
      <TribeHead tribe={tribe} />
      <fieldset className="switch tribe-tabs mob">
        <legend className="sr-only">{t.sections}</legend>
        {TABS.map((item) => (
          <button key={item} type="button" aria-pressed={tab === item} onClick={() => setTab(item)}>
            {t.tabs[item]}
            {(waiting[item] ?? 0) > 0 && tab !== item && <span className="badge">{waiting[item]}</span>}
          </button>
        ))}
      </fieldset>
      <div className="tribe-hall">
        <div className="tribe-main">
          <div data-part="seats" className="tribe-part">
            <Seats tribe={tribe} />
          </div>
          <div data-part="garrisons">
            <Garrisons tribe={tribe} />
          </div>
          <div data-part="log" className="tribe-part">
            <TribeLog tribe={tribe} />
            <LeavePanel tribe={tribe} blocked={blocked.all} />
          </div>
        </div>
        <div className="tribe-side">
          <div data-part="council" className="tribe-council">
            <Panel
              title={councilText.title}
              aside={
                <span className="cap seat-here">
                  <span className="dot" aria-hidden="true" />
                  {councilText.here(here, tribe.memberCount)}
                </span>
              }
            >
              <Council tribeId={tribe.id} />
            </Panel>
          </div>
          {isLeader && (
            <div data-part="seats">
              <Requests tribe={tribe} />
            </div>
          )}
        </div>
      </div>
    </main>
  );
}
