/** The prizes of whoever reads: how much, why, how far, and the button that fetches them. Loaded when there are any. */
import type { Payout } from '@cryptotribes/protocol/features/payouts';
import { useConnectionState } from '../../net/hooks.ts';
import { serverClock } from '../../net/serverClock.ts';
import { payoutsText as t } from '../../text/en/payouts.ts';
import { formatInstant, formatNumber, formatRank } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { Claim } from './Claim.tsx';
import { downloadReceipt, sixDecimals } from './receipt.ts';
import './payouts.css';

const TONES: Record<Payout['status'], '' | 'up' | 'down' | 'warm'> = {
  review: '',
  held: 'down',
  planned: '',
  claimable: 'warm',
  due: 'warm',
  sent: 'warm',
  failed: 'down',
  paid: 'up',
  swept: 'down',
  forfeited: 'down',
};

function sentenceOf(payout: Payout): string {
  const { status } = payout;
  if (status === 'review') return t.say.review(formatInstant(payout.reviewEndsAt));
  if (status === 'claimable') return t.say.claimable(payout.claim ? formatInstant(payout.claim.claimBefore) : '');
  if (status === 'paid') return t.say.paid(formatInstant(payout.paidAt ?? payout.updatedAt));
  if (status === 'forfeited') return t.forfeited[payout.forfeitReason ?? 'unpayable'];
  return t.say[status];
}

function Proof({ claim }: { claim: NonNullable<Payout['claim']> }) {
  return (
    <details className="payout-proof">
      <summary>{t.details}</summary>
      <dl>
        <dt>{t.contract}</dt>
        <dd>
          <code>{claim.contract}</code>
        </dd>
        <dt>{t.season}</dt>
        <dd>
          <code>{claim.season}</code>
        </dd>
        <dt>{t.proof}</dt>
        {claim.proof.length === 0 && <dd>{t.proofAlone}</dd>}
        {claim.proof.map((hash) => (
          <dd key={hash}>
            <code>{hash}</code>
          </dd>
        ))}
      </dl>
    </details>
  );
}

function PayoutCard({ payout }: { payout: Payout }) {
  const isPaused = useConnectionState().state === 'offline';
  const { claim, status, seasonId } = payout;
  const transaction = payout.paidTx ?? (status === 'claimable' ? payout.claimTx : null);
  return (
    <section className="panel payout" aria-label={t.title(payout.seasonName)} data-testid="payout">
      <div className="payout-head">
        <span className="payout-mark" aria-hidden="true">
          <Icon name="trophy-cup" />
        </span>
        <div className="min-w-0">
          <h2 className="cap">{t.title(payout.seasonName)}</h2>
          <p className="payout-sum">
            {sixDecimals(payout.amountMicro)} <small>USDT</small>
          </p>
          <p className="muted">{t.why(formatRank(payout.tribeRank), t.roles[payout.role])}</p>
        </div>
        <span data-testid="payout-status" data-status={status}>
          <Tag tone={TONES[status]}>{t.status[status]}</Tag>
        </span>
      </div>
      <p role="status">{sentenceOf(payout)}</p>
      {status === 'claimable' && claim && (
        <>
          <Claim seasonId={seasonId} data={claim} sentTx={payout.claimTx} isPaused={isPaused} />
          <p className="faint">{t.onlyTo}</p>
        </>
      )}
      <dl className="payout-facts">
        <dt>{t.to}</dt>
        <dd>
          <code>{payout.address}</code>
        </dd>
        {transaction && (
          <>
            <dt>{t.transaction}</dt>
            <dd>
              <code>{transaction}</code>
            </dd>
          </>
        )}
      </dl>
      {claim && <Proof claim={claim} />}
      {(claim || payout.paidTx) && (
        <button type="button" className="btn s justify-self-start" onClick={() => downloadReceipt(payout)}>
          {t.receipt}
        </button>
      )}
    </section>
  );
}

const SETTLED = ['paid', 'swept', 'forfeited'];
const DAY_MS = 86_400_000;
/** So long a prize that was paid stands open on the page; then among the earlier ones. */
const FRESH_MS = 14 * DAY_MS;

interface PayoutCardsProps {
  /** Of all seasons, newest first. */
  payouts: readonly Payout[];
  /** The season of the page. */
  seasonId: string;
}

export default function PayoutCards({ payouts, seasonId }: PayoutCardsProps) {
  const nowMs = serverClock.nowMs();
  const isOpen = (payout: Payout) =>
    payout.seasonId === seasonId || !SETTLED.includes(payout.status) || nowMs - Date.parse(payout.updatedAt) < FRESH_MS;
  const cards = (shown: readonly Payout[]) =>
    shown.map((payout) => <PayoutCard key={payout.seasonId} payout={payout} />);
  const earlier = payouts.filter((payout) => !isOpen(payout));
  return (
    <>
      {cards(payouts.filter(isOpen))}
      {earlier.length > 0 && (
        <details className="payouts-earlier">
          <summary>{t.earlier(formatNumber(earlier.length))}</summary>
          {cards(earlier)}
        </details>
      )}
    </>
  );
}
