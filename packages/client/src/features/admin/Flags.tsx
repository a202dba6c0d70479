import { useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import type { SectionProps } from './AdminPage.tsx';
import { useFlags } from './adminApi.ts';
import { FlagCard } from './FlagCard.tsx';
import { Loaded, More } from './parts.tsx';

const words = t.flags;
const STATES = ['open', 'cleared', 'restricted', 'banned'] as const;

export function Flags({ roles }: SectionProps) {
  const [status, setStatus] = useState<(typeof STATES)[number]>('open');
  const list = useFlags({ status });
  return (
    <>
      <p className="muted">{words.intro}</p>
      <div className="admin-switch" role="group" aria-label={words.filter}>
        {STATES.map((each) => (
          <button key={each} type="button" aria-pressed={each === status} onClick={() => setStatus(each)}>
            {words.status[each]}
          </button>
        ))}
      </div>
      <Loaded query={list}>
        {(flags) => (
          <>
            {flags.map((flag) => (
              <FlagCard key={flag.flagId} flag={flag} roles={roles} />
            ))}
            {flags.length === 0 && <p className="muted">{words.empty}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
    </>
  );
}
