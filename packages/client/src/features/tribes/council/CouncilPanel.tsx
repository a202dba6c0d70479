import { Link } from 'wouter';
import { useTribe } from '../../../net/tribeHooks.ts';
import { councilText } from '../../../text/en/council.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { membersOf } from '../members.ts';
import { Council } from './Council.tsx';

const t = councilText;

/** The council beside the map: its last messages and the field. */
export function CouncilPanel({ tribeId }: { tribeId: string }) {
  const tribe = useTribe(tribeId).data;
  const here = tribe ? membersOf(tribe).filter(({ member }) => member.online).length : 0;
  return (
    <Panel
      title={t.title}
      className="council-panel"
      aside={
        <Link href="/tribe" className="cap council-open">
          {tribe && (
            <>
              <span className="dot" aria-hidden="true" />
              {t.here(here, tribe.memberCount)}
            </>
          )}
          <span className="sr-only">{t.open}</span>
        </Link>
      }
    >
      <Council tribeId={tribeId} isCompact />
    </Panel>
  );
}
