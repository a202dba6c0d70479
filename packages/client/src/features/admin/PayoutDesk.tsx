import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { AdminPayout, ChainAct, PayoutSeason } from '@cryptotribes/protocol/features/adminPayouts';
import type { PayoutStatus } from '@cryptotribes/protocol/features/payouts';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverClock } from '../../net/serverClock.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useDryRun, usePayoutList } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { type PayoutAct, PayoutDialog } from './PayoutDialog.tsx';
import { PlanState, SumTag } from './Payouts.tsx';
import { Cell, Loaded, More, may, PersonLink, Table, When } from './parts.tsx';

const words = t.payouts;
const usdt = (micro: number): string => formatMicro(micro, 'USDT');
const TONES: Partial<Record<PayoutStatus, 'up' | 'down' | 'warm'>> = {
  held: 'down',
  failed: 'down',
  claimable: 'warm',
  due: 'warm',
  sent: 'warm',
  paid: 'up',
};
const ACT_TONES = { signed: 'warm', done: 'up', failed: 'down' } as const;
const STATUSES = Object.keys(words.status) as PayoutStatus[];

interface DeskProps {
  season: PayoutSeason;
  roles: readonly AdminRole[];
}

function Hash({ value }: { value: string | null }) {
  return value === null ? '–' : <code className="admin-hash">{value}</code>;
}

function PlanPanel({ season, roles, onAct }: DeskProps & { onAct: (act: PayoutAct) => void }) {
  const { plan } = season;
  const isOver = Date.parse(season.reviewEndsAt) <= serverClock.nowMs();
  const isOpen = plan === null || plan.status === 'planned';
  return (
    <Panel title={words.plan} aside={<PlanState season={season} />}>
      <p className="disp admin-name">{usdt(season.sumMicro)}</p>
      {plan?.problem && (
        <p role="alert" className="text-blood">
          {plan.problem}
        </p>
      )}
      <dl className="admin-list">
        <dt>{words.pool}</dt>
        <dd>
          {usdt(season.poolMicro)} <SumTag season={season} />
        </dd>
        {season.byStatus.map(({ status, count, amountMicro }) => (
          <PlanFact key={status} label={words.status[status]} value={`${formatNumber(count)}, ${usdt(amountMicro)}`} />
        ))}
        {plan?.root && (
          <>
            <dt>{words.root}</dt>
            <dd>
              <Hash value={plan.root} />
            </dd>
            <dt>{words.trust}</dt>
            <dd>{usdt(plan.trustMicro)}</dd>
          </>
        )}
        {plan?.publishedTx && (
          <>
            <dt>{words.publishedTx}</dt>
            <dd>
              <Hash value={plan.publishedTx} />
            </dd>
          </>
        )}
        {plan?.claimDeadline && (
          <>
            <dt>{words.deadline}</dt>
            <dd>
              <When at={plan.claimDeadline} />
            </dd>
          </>
        )}
        {plan?.batchAskedAt && (
          <>
            <dt>{words.batchAsked}</dt>
            <dd>
              <When at={plan.batchAskedAt} />
            </dd>
          </>
        )}
      </dl>
      <div className="row mt-3 flex-wrap">
        {isOpen && isOver && (
          <button type="button" className="btn s" onClick={() => onAct({ kind: plan ? 'makeAgain' : 'make' })}>
            {plan ? words.makeAgain : words.make}
          </button>
        )}
        {plan?.proposalId ? (
          <Link href="/admin/decisions" className="admin-link">
            {t.season.waits}
          </Link>
        ) : (
          plan?.status === 'planned' && (
            <button type="button" className="btn s danger" onClick={() => onAct({ kind: 'propose' })}>
              {words.propose}
            </button>
          )
        )}
        {plan?.problem && (
          <button type="button" className="btn s" onClick={() => onAct({ kind: 'retryPlan' })}>
            {words.retryPlan}
          </button>
        )}
        {plan?.status === 'approved' && (
          <button type="button" className="btn s danger" onClick={() => onAct({ kind: 'takeBack' })}>
            {words.takeBack}
          </button>
        )}
        {plan?.status === 'published' && plan.batchAskedAt === null && may(roles, 'treasurer') && (
          <button type="button" className="btn s danger" onClick={() => onAct({ kind: 'batch' })}>
            {words.batch}
          </button>
        )}
      </div>
    </Panel>
  );
}

function PlanFact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function DryRun({ seasonId }: { seasonId: string }) {
  const [isWanted, setIsWanted] = useState(false);
  const query = useDryRun(seasonId, isWanted);
  return (
    <Panel title={words.dryRun}>
      {!isWanted ? (
        <button type="button" className="btn s" onClick={() => setIsWanted(true)}>
          {words.dryRunShow}
        </button>
      ) : (
        <Loaded query={query}>
          {(run) => (
            <>
              {run.problems.length === 0 ? (
                <p className="text-pine">{words.dryRunFine}</p>
              ) : (
                <div className="text-blood" role="alert">
                  {run.problems.map((problem) => (
                    <p key={problem}>{problem}</p>
                  ))}
                </div>
              )}
              <dl className="admin-list mt-2">
                <dt>{words.root}</dt>
                <dd>
                  <Hash value={run.root} />
                </dd>
                <PlanFact label={words.sum} value={usdt(run.totalMicro)} />
                <PlanFact label={words.trust} value={usdt(run.trustMicro)} />
                <PlanFact label={words.vault} value={words.vaultStates[run.vault.state]} />
                <PlanFact label={words.held} value={usdt(run.vault.heldMicro)} />
                <PlanFact label={words.entrants} value={formatNumber(run.vault.entrants)} />
                <PlanFact label={words.toFund} value={usdt(run.toFundMicro)} />
                <PlanFact label={words.feeShare} value={usdt(run.feeShareMicro)} />
                <PlanFact label={words.treasury} value={usdt(run.treasuryMicro)} />
              </dl>
            </>
          )}
        </Loaded>
      )}
    </Panel>
  );
}

/** What came up after the hold was lifted: it stops what is not signed, and nothing else. */
function objectionText(objection: string, status: PayoutStatus): string {
  const what = words.holds[objection] ?? objection;
  return status === 'claimable' || status === 'sent' ? words.tooLate(what) : words.stops(what);
}

interface RowProps extends DeskProps {
  payout: AdminPayout;
  onAct: (act: PayoutAct) => void;
}

function Row({ season, roles, payout, onAct }: RowProps) {
  const { status, holdReason } = payout;
  const isOpen = season.plan === null || season.plan.status === 'planned';
  const mayHold = status === 'due' || ((status === 'review' || status === 'planned') && isOpen);
  const button = (kind: 'hold' | 'release' | 'retry' | 'forfeit') => (
    <button
      type="button"
      className={`btn s ${kind === 'forfeit' ? 'danger' : ''}`}
      onClick={() => onAct({ kind, payout })}
    >
      {words[kind]}
    </button>
  );
  return (
    <tr data-testid="payout">
      <Cell label={words.rank}>{formatNumber(payout.tribeRank)}</Cell>
      <Cell label={words.player}>
        <PersonLink person={payout.person} />
        <small className="faint"> {words.roles[payout.role]}</small>
      </Cell>
      <Cell label={words.amount}>
        <b>{usdt(payout.amountMicro)}</b>
      </Cell>
      <Cell label={words.state}>
        <Tag tone={TONES[status] ?? ''}>{words.status[status]}</Tag>
        {holdReason && <small> {words.holds[holdReason] ?? holdReason}</small>}
        {payout.forfeitReason && <small> {words.forfeits[payout.forfeitReason]}</small>}
        {payout.objection && payout.objection !== holdReason && (
          <small className="text-blood"> {objectionText(payout.objection, status)}</small>
        )}
        {payout.holdNote && <small className="faint"> {payout.holdNote}</small>}
        {payout.problem && <small className="text-blood"> {payout.problem}</small>}
      </Cell>
      <Cell label={words.transaction}>
        <Hash value={payout.paidTx ?? payout.claimTx} />
      </Cell>
      <Cell label={words.acts}>
        <span className="row flex-wrap">
          {mayHold && button('hold')}
          {status === 'held' && button('release')}
          {status === 'failed' && may(roles, 'treasurer') && button('retry')}
          {payout.forfeit && may(roles, 'treasurer') && button('forfeit')}
        </span>
      </Cell>
    </tr>
  );
}

function Acts({ acts }: { acts: readonly ChainAct[] }) {
  if (acts.length === 0) return null;
  return (
    <Panel title={words.chainActs}>
      <Table label={words.chainActs} columns={[words.act, words.nonce, words.state, words.transaction, words.since]}>
        {acts.map((act) => (
          <tr key={act.actId}>
            <Cell label={words.act}>{act.kind}</Cell>
            <Cell label={words.nonce}>{act.nonce}</Cell>
            <Cell label={words.state}>
              <Tag tone={ACT_TONES[act.status]}>{words.actStates[act.status]}</Tag>
              {act.problem && <small className="text-blood"> {act.problem}</small>}
            </Cell>
            <Cell label={words.transaction}>
              <Hash value={act.txHash} />
            </Cell>
            <Cell label={words.since}>
              <When at={act.signedAt} />
            </Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

/** One season's prizes: its plan, what publishing would do, every payout, and what was done on the chain. */
export function PayoutDesk({ season, roles }: DeskProps) {
  const [act, setAct] = useState<PayoutAct | null>(null);
  const [status, setStatus] = useState<PayoutStatus | ''>('');
  const list = usePayoutList(season.seasonId, status);
  return (
    <>
      <Link href="/admin/payouts" className="admin-link justify-self-start">
        {t.back}
      </Link>
      <h3 className="disp admin-name">{season.name}</h3>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <PlanPanel season={season} roles={roles} onAct={setAct} />
        {season.plan && season.plan.status !== 'closed' && <DryRun seasonId={season.seasonId} />}
      </div>
      <Panel title={words.list}>
        <select
          className="field admin-narrow"
          aria-label={words.state}
          value={status}
          onChange={(event) => setStatus(event.target.value as PayoutStatus | '')}
        >
          <option value="">{t.money.any}</option>
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {words.status[each]}
            </option>
          ))}
        </select>
        <Loaded query={list}>
          {({ payouts }) => (
            <>
              <Table
                label={words.list}
                columns={[words.rank, words.player, words.amount, words.state, words.transaction, words.acts]}
              >
                {payouts.map((payout) => (
                  <Row key={payout.person.userId} season={season} roles={roles} payout={payout} onAct={setAct} />
                ))}
              </Table>
              {payouts.length === 0 && <p className="muted mt-2">{t.nothing}</p>}
              <More list={list} />
            </>
          )}
        </Loaded>
      </Panel>
      <Acts acts={list.data?.acts ?? []} />
      {act && <PayoutDialog season={season} act={act} onClose={() => setAct(null)} />}
    </>
  );
}
