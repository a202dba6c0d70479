import type { AdminRole } from '@cryptotribes/protocol/core/adminRoles';
import type { AdminRefund, PaymentDetail } from '@cryptotribes/protocol/features/adminMoney';
import { useState } from 'react';
import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, usePayment } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { PaymentTag, WebhookTable } from './Payments.tsx';
import { Loaded, may, nameOf, PersonLink, When } from './parts.tsx';

const words = t.money;
type Act = 'give' | 'retry';
const TONES = { due: 'warm', sent: 'warm', done: 'up', failed: 'down' } as const;

function Facts({ payment, onAct }: { payment: PaymentDetail; onAct: ((act: Act) => void) | null }) {
  return (
    <Panel title={t.sections.payments} aside={<PaymentTag status={payment.status} />}>
      <p className="disp admin-name">{formatMicro(payment.amountMicro, payment.currency)}</p>
      <dl className="admin-list">
        <dt>{words.player}</dt>
        <dd>
          <PersonLink person={payment.person} />
        </dd>
        <dt>{words.season}</dt>
        <dd>{payment.seasonName}</dd>
        <dt>{words.method}</dt>
        <dd>{words.methods[payment.method]}</dd>
        <dt>{words.reference}</dt>
        <dd>
          <code className="admin-hash">{payment.reference ?? '–'}</code>
        </dd>
        <dt>{words.when}</dt>
        <dd>
          <When at={payment.createdAt} />
        </dd>
        {payment.paidAt && (
          <>
            <dt>{words.paid}</dt>
            <dd>
              <When at={payment.paidAt} />
            </dd>
          </>
        )}
        {payment.reason && (
          <>
            <dt>{words.reason}</dt>
            <dd>{payment.reason}</dd>
          </>
        )}
      </dl>
      {onAct && payment.status === 'settled' && (
        <button type="button" className="btn s danger mt-3" onClick={() => onAct('give')}>
          {words.give}
        </button>
      )}
    </Panel>
  );
}

function Refund({ refund, onAct }: { refund: AdminRefund; onAct: ((act: Act) => void) | null }) {
  return (
    <Panel title={words.refund} aside={<Tag tone={TONES[refund.status]}>{words.refunds[refund.status]}</Tag>}>
      <dl className="admin-list">
        <dt>{words.amount}</dt>
        <dd>{formatMicro(refund.amountMicro, refund.currency)}</dd>
        <dt>{words.reason}</dt>
        <dd>{refund.reason}</dd>
        <dt>{words.refunds.due}</dt>
        <dd>
          <When at={refund.orderedAt} />
        </dd>
        {refund.doneAt && (
          <>
            <dt>{words.refunds.done}</dt>
            <dd>
              <When at={refund.doneAt} />
            </dd>
          </>
        )}
        {refund.proof && (
          <>
            <dt>{words.proof}</dt>
            <dd>
              <code className="admin-hash">{refund.proof}</code>
            </dd>
          </>
        )}
        {refund.lastProblem && (
          <>
            <dt>{words.problem}</dt>
            <dd className="text-blood">{refund.lastProblem}</dd>
          </>
        )}
      </dl>
      {onAct && refund.status === 'failed' && (
        <button type="button" className="btn s mt-3" onClick={() => onAct('retry')}>
          {words.retry}
        </button>
      )}
    </Panel>
  );
}

function PaymentDialog({ act, payment, onClose }: { act: Act; payment: PaymentDetail; onClose: () => void }) {
  const about = `${nameOf(payment.person)}: ${formatMicro(payment.amountMicro, payment.currency)}`;
  if (act === 'retry') {
    return (
      <ActDialog
        title={words.retry}
        about={about}
        facts={[words.retryFact]}
        action={words.retry}
        onAct={({ reason }) =>
          adminApi.call('admin.retryRefund', {
            params: { refundId: payment.refund?.refundId ?? '' },
            body: { reason },
          })
        }
        onClose={onClose}
      />
    );
  }
  const label = payment.needsTwo ? words.giveTwo : words.give;
  return (
    <ActDialog
      title={words.give}
      about={about}
      facts={payment.needsTwo ? [words.giveFact, words.giveTwoFact] : [words.giveFact, t.act.undone]}
      confirm={payment.confirm}
      action={label}
      isDanger
      {...(payment.needsTwo ? { done: t.season.proposed } : {})}
      onAct={(body) => adminApi.call('admin.refund', { params: { paymentId: payment.paymentId }, body })}
      onClose={onClose}
    />
  );
}

/** One payment: what came, what goes back, what Stripe told about it. */
export function PaymentDesk({ paymentId, roles }: { paymentId: string; roles: readonly AdminRole[] }) {
  const [act, setAct] = useState<Act | null>(null);
  const onAct = may(roles, 'treasurer') ? setAct : null;
  return (
    <>
      <Link href="/admin/payments" className="admin-link justify-self-start">
        {t.back}
      </Link>
      <Loaded query={usePayment(paymentId)}>
        {(payment) => (
          <>
            <div className="grid items-start gap-4 md:grid-cols-2">
              <Facts payment={payment} onAct={onAct} />
              {payment.refund && <Refund refund={payment.refund} onAct={onAct} />}
            </div>
            {payment.events.length > 0 && (
              <Panel title={words.webhooks}>
                <WebhookTable events={payment.events} />
              </Panel>
            )}
            {act && <PaymentDialog act={act} payment={payment} onClose={() => setAct(null)} />}
          </>
        )}
      </Loaded>
    </>
  );
}
