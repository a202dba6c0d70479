import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { Flag } from '@cryptotribes/protocol/features/adminPlayers';
import { useState } from 'react';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { ActButtons } from './ActButtons.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi } from './adminApi.ts';
import { FlagEvidence } from './FlagEvidence.tsx';
import { may, nameOf, PersonLink, StandingTag, When } from './parts.tsx';

const words = t.flags;
const DECISIONS = ['cleared', 'restricted', 'banned'] as const;
type Decision = (typeof DECISIONS)[number];
const LABELS: Record<Decision, string> = { cleared: words.clear, restricted: t.users.restrict, banned: t.users.ban };
const FACTS: Record<Decision, string> = {
  cleared: words.clearFact,
  restricted: t.users.restrictFact,
  banned: t.users.banFact,
};
const TONES = { open: 'warm', cleared: '', restricted: 'warm', banned: 'down' } as const;

/** One flag with its evidence, and the decision, made or to be made. */
export function FlagCard({ flag, roles }: { flag: Flag; roles: readonly AdminRole[] }) {
  const [asked, setAsked] = useState<Decision | null>(null);
  const { person } = flag;
  return (
    <section
      className="panel admin-card"
      aria-label={`${words.kinds[flag.kind] ?? flag.kind} · ${nameOf(person)}`}
      data-testid="flag"
    >
      <div className="row sp flex-wrap">
        <span className="row flex-wrap">
          <b>{words.kinds[flag.kind] ?? flag.kind}</b>
          <PersonLink person={person} />
          <StandingTag standing={flag.standing} />
        </span>
        <span className="row flex-wrap">
          <span className="muted">{flag.score === null ? words.byHand : words.score(formatNumber(flag.score))}</span>
          <Tag tone={TONES[flag.status]}>{words.status[flag.status]}</Tag>
        </span>
      </div>
      <p className="faint mt-1">
        {words.raised} <When at={flag.raisedAt} />
      </p>
      <details className="mt-2" open={flag.status === 'open'}>
        <summary>{words.evidence}</summary>
        <FlagEvidence evidence={flag.evidence} />
      </details>
      {flag.decidedBy && (
        <p className="mt-2">
          {words.decided(nameOf(flag.decidedBy))}
          {flag.note && `: ${flag.note}`}
        </p>
      )}
      {flag.status === 'open' && may(roles, 'support', 'operator') && (
        <ActButtons acts={DECISIONS} labels={LABELS} onAct={setAsked} />
      )}
      {asked && (
        <ActDialog
          title={LABELS[asked]}
          about={nameOf(person)}
          facts={[FACTS[asked]]}
          reasonLabel={words.note}
          confirm={asked === 'banned' ? (person.username ?? person.walletAddress) : undefined}
          action={LABELS[asked]}
          isDanger={asked === 'banned'}
          onAct={({ reason, confirm }) =>
            adminApi.call('admin.decideFlag', {
              params: { flagId: flag.flagId },
              body: { decision: asked, note: reason, ...(asked === 'banned' ? { confirm } : {}) },
            })
          }
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
