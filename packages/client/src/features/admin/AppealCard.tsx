import type { AdminAppeal } from '@cryptotribes/protocol/features/adminFairPlay';
import { useState } from 'react';
import { useMe } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { fairPlayText as words } from '../../text/en/fairPlay.ts';
import { Tag } from '../../ui/Tag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi } from './adminApi.ts';
import { nameOf, PersonLink, When } from './parts.tsx';

const TONES = { open: 'warm', kept: '', lifted: 'up' } as const;

/** What a player wrote, what it is about, and the answer, given or to be given. */
export function AppealCard({ appeal }: { appeal: AdminAppeal }) {
  const [asked, setAsked] = useState<'kept' | 'lifted' | null>(null);
  const isMine = useMe().data?.id === appeal.sanctionedBy.userId;
  const { person } = appeal;
  return (
    <section className="panel admin-card" aria-label={nameOf(person)} data-testid="appeal">
      <div className="row sp flex-wrap">
        <span className="row flex-wrap">
          <PersonLink person={person} />
          <span className="muted">
            {words.appealOf(t.users.standings[appeal.sanction], nameOf(appeal.sanctionedBy))}
          </span>
        </span>
        <span className="row flex-wrap">
          <span className="faint">
            <When at={appeal.writtenAt} />
          </span>
          <Tag tone={TONES[appeal.status]}>{words.status[appeal.status]}</Tag>
        </span>
      </div>
      {appeal.reason && <p className="faint mt-1">{words.decidedFor(appeal.reason)}</p>}
      <p className="fair-words mt-2">{appeal.text}</p>
      {appeal.decidedBy && (
        <p className="mt-2">
          {words.answered(nameOf(appeal.decidedBy))}: {appeal.answer}
        </p>
      )}
      {appeal.status === 'open' && (
        <div className="row mt-3 flex-wrap">
          <button type="button" className="btn s" onClick={() => setAsked('lifted')}>
            {words.lift}
          </button>
          <button type="button" className="btn s" disabled={isMine} onClick={() => setAsked('kept')}>
            {words.keep}
          </button>
          {isMine && <small className="faint">{words.notYours}</small>}
        </div>
      )}
      {asked && (
        <ActDialog
          title={asked === 'kept' ? words.keep : words.lift}
          about={nameOf(person)}
          facts={[asked === 'kept' ? words.keepFact : words.liftFact]}
          reasonLabel={words.answerLabel}
          action={words.answer}
          onAct={({ reason }) =>
            adminApi.call('admin.answerAppeal', {
              params: { appealId: appeal.appealId },
              body: { decision: asked, answer: reason },
            })
          }
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
