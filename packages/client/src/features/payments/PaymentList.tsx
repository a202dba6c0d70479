import type { Payment } from '@cryptotribes/protocol/features/payments';
import { payingText } from '../../text/en/paying.ts';
import { formatInstant } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { formatMoney } from './money.ts';
import { reasonText } from './reasons.ts';

const t = payingText.list;

const TONES: Record<Payment['status'], '' | 'up' | 'down' | 'warm'> = {
  creating: '',
  pending: '',
  settled: 'up',
  expired: '',
  failed: '',
  refunding: 'warm',
  refunded: 'up',
  disputed: 'down',
  charged_back: 'down',
};

function sentenceOf({ status, reason }: Payment): string {
  if (status === 'pending' && reason === 'card_declined') return t.say.declined;
  if (status === 'refunding' || status === 'refunded') return t.say[status](reasonText(reason));
  return t.say[status];
}

/** What was paid and what became of it: a receipt while it lasts, and the way to see money come back. */
export function PaymentList({ payments }: { payments: readonly Payment[] }) {
  if (payments.length === 0) return null;
  return (
    <Panel title={t.title} className="pay-list">
      <ul aria-live="polite">
        {payments.map((payment) => (
          <li key={payment.paymentId} data-testid="payment" data-status={payment.status}>
            <p className="pay-line">
              <b>{formatMoney(payment.amountMicro, payment.currency)}</b>
              <span className="muted">{t.method[payment.method]}</span>
              <Tag tone={TONES[payment.status]}>{t.status[payment.status]}</Tag>
              <time className="faint" dateTime={payment.updatedAt}>
                {formatInstant(payment.updatedAt)}
              </time>
            </p>
            <p className="muted">{sentenceOf(payment)}</p>
            {payment.reference && payment.paidAt && (
              <p className="faint pay-reference">
                {t.transaction} <code>{payment.reference}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
