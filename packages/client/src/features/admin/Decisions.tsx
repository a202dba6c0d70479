import type { Proposal } from '@cryptotribes/protocol/features/adminProposals';
import { useState } from 'react';
import { useServerNow } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatSpan } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, useProposals } from './adminApi.ts';
import { Facts } from './Facts.tsx';
import { Loaded, More, nameOf, PersonLink, When } from './parts.tsx';

const words = t.decisions;
type Act = 'approve' | 'decline' | 'withdraw';
const TONES = { open: 'warm', approved: 'up', declined: 'down', withdrawn: '', expired: '' } as const;
const STATES = ['open', 'approved', 'declined', 'withdrawn', 'expired'] as const;

const kindOf = (proposal: Proposal): string => words.kinds[proposal.kind] ?? proposal.kind;

function ProposalDialog({ act, proposal, onClose }: { act: Act; proposal: Proposal; onClose: () => void }) {
  const params = { proposalId: proposal.proposalId };
  const shared = { about: `${kindOf(proposal)}: ${proposal.title}`, action: words[act], title: words[act], onClose };
  if (act === 'approve') {
    return (
      <ActDialog
        {...shared}
        facts={[words.approveFact, t.act.undone]}
        asksReason={false}
        confirm={proposal.confirm}
        isDanger
        onAct={({ confirm }) => adminApi.call('admin.approve', { params, body: { confirm } })}
      >
        <Facts value={proposal.payload} />
      </ActDialog>
    );
  }
  if (act === 'decline') {
    return (
      <ActDialog
        {...shared}
        facts={[words.declineFact]}
        onAct={({ reason }) => adminApi.call('admin.decline', { params, body: { reason } })}
      />
    );
  }
  return (
    <ActDialog
      {...shared}
      facts={[words.declineFact]}
      asksReason={false}
      onAct={() => adminApi.call('admin.withdraw', { params })}
    />
  );
}

function ProposalCard({ proposal, onAct }: { proposal: Proposal; onAct: (act: Act) => void }) {
  const nowMs = useServerNow();
  const isOpen = proposal.status === 'open';
  return (
    <section
      className="panel admin-card"
      aria-label={`${kindOf(proposal)}: ${proposal.title}`}
      data-testid={`proposal-${proposal.status}`}
    >
      <div className="row sp flex-wrap">
        <span>
          <b>{kindOf(proposal)}</b> {proposal.title}
        </span>
        <span className="row flex-wrap">
          {isOpen && (
            <span className="faint">{words.left(formatSpan(Math.max(0, Date.parse(proposal.expiresAt) - nowMs)))}</span>
          )}
          <Tag tone={TONES[proposal.status]}>{words.status[proposal.status]}</Tag>
        </span>
      </div>
      <p className="mt-1">{proposal.reason}</p>
      <p className="faint mt-1">
        {words.by(nameOf(proposal.proposedBy))} · <When at={proposal.proposedAt} />
      </p>
      {proposal.decidedBy && (
        <p className="mt-1">
          {words.status[proposal.status]}: <PersonLink person={proposal.decidedBy} />
          {proposal.note && ` · ${proposal.note}`}
        </p>
      )}
      <details className="mt-2">
        <summary>{t.audit.details}</summary>
        <Facts value={proposal.payload} />
      </details>
      {isOpen && (
        <div className="row mt-3 flex-wrap">
          {proposal.mayDecide && (
            <>
              <button type="button" className="btn s danger" onClick={() => onAct('approve')}>
                {words.approve}
              </button>
              <button type="button" className="btn s" onClick={() => onAct('decline')}>
                {words.decline}
              </button>
            </>
          )}
          {proposal.mine && (
            <>
              <span className="muted">{words.mine}</span>
              <button type="button" className="btn s" onClick={() => onAct('withdraw')}>
                {words.withdraw}
              </button>
            </>
          )}
          {!proposal.mine && !proposal.mayDecide && (
            <span className="muted">{words.notYours(proposal.approvers.map((role) => t.roles[role]).join(', '))}</span>
          )}
        </div>
      )}
    </section>
  );
}

/** What waits for a second person, and what became of earlier proposals. */
export function Decisions() {
  const [status, setStatus] = useState<(typeof STATES)[number]>('open');
  const [asked, setAsked] = useState<{ act: Act; proposal: Proposal } | null>(null);
  const list = useProposals({ status });
  return (
    <>
      <p className="muted max-w-[75ch]">{words.intro}</p>
      <div className="admin-switch" role="group" aria-label={t.flags.filter}>
        {STATES.map((each) => (
          <button key={each} type="button" aria-pressed={each === status} onClick={() => setStatus(each)}>
            {words.status[each]}
          </button>
        ))}
      </div>
      <Loaded query={list}>
        {(proposals) => (
          <>
            {proposals.map((proposal) => (
              <ProposalCard
                key={proposal.proposalId}
                proposal={proposal}
                onAct={(act) => setAsked({ act, proposal })}
              />
            ))}
            {proposals.length === 0 && <p className="muted">{words.empty}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
      {asked && <ProposalDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}
