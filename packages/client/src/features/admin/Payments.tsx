import type { AdminPayment, WebhookEvent } from '@cryptotribes/protocol/features/adminMoney';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { usePayments, useWebhooks } from './adminApi.ts';
import { BooksPanel } from './BooksPanel.tsx';
import { formatMicro } from './money.ts';
import { PaymentDesk } from './PaymentDesk.tsx';
import { Cell, Loaded, More, may, PersonLink, Table, When } from './parts.tsx';

const words = t.money;
type Status = AdminPayment['status'];
const STATES = Object.keys(words.status) as Status[];
const TONES: Partial<Record<Status, 'up' | 'down' | 'warm'>> = {
  settled: 'up',
  refunding: 'warm',
  disputed: 'down',
  charged_back: 'down',
  failed: 'down',
};

export function PaymentTag({ status }: { status: Status }) {
  return <Tag tone={TONES[status] ?? ''}>{words.status[status]}</Tag>;
}

function Row({ payment }: { payment: AdminPayment }) {
  return (
    <tr data-testid="payment">
      <Cell label={words.player}>
        <PersonLink person={payment.person} />
      </Cell>
      <Cell label={words.season}>{payment.seasonName}</Cell>
      <Cell label={words.amount}>
        <b>{formatMicro(payment.amountMicro, payment.currency)}</b>
      </Cell>
      <Cell label={words.method}>{words.methods[payment.method]}</Cell>
      <Cell label={words.state}>
        <PaymentTag status={payment.status} />
      </Cell>
      <Cell label={words.when}>
        <When at={payment.createdAt} />
      </Cell>
      <Cell label={words.open}>
        <Link href={`/admin/payments/${payment.paymentId}`} className="admin-link">
          {words.open}
        </Link>
      </Cell>
    </tr>
  );
}

function PaymentList() {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<Status | ''>('');
  const list = usePayments({ ...(search ? { search } : {}), ...(status ? { status } : {}) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(typed.trim());
  };
  const columns = [words.player, words.season, words.amount, words.method, words.state, words.when, words.open];
  return (
    <Panel title={t.sections.payments}>
      <form className="admin-filter" role="search" onSubmit={submit}>
        <input
          className="field"
          type="search"
          name="search"
          aria-label={words.search}
          placeholder={words.search}
          maxLength={200}
          pattern="\s*[A-Za-z0-9_:.\-]*\s*"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <select
          className="field"
          name="status"
          aria-label={words.state}
          value={status}
          onChange={(event) => setStatus(event.target.value as Status | '')}
        >
          <option value="">{words.any}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {words.status[each]}
            </option>
          ))}
        </select>
        <button type="submit" className="btn">
          {t.users.find}
        </button>
      </form>
      <Loaded query={list}>
        {(payments) => (
          <>
            <Table label={t.sections.payments} columns={columns}>
              {payments.map((payment) => (
                <Row key={payment.paymentId} payment={payment} />
              ))}
            </Table>
            {payments.length === 0 && <p className="muted mt-2">{words.none}</p>}
            <More list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

export function WebhookTable({ events }: { events: readonly WebhookEvent[] }) {
  return (
    <Table label={words.webhooks} columns={[words.received, words.event, words.about, words.outcome]}>
      {events.map((event) => (
        <tr key={event.eventId} data-testid="webhook">
          <Cell label={words.received}>
            <When at={event.receivedAt} />
          </Cell>
          <Cell label={words.event}>
            <span className="row flex-wrap">
              {event.type} {!event.livemode && <Tag>{words.test}</Tag>}
            </span>
          </Cell>
          <Cell label={words.about}>
            {event.paymentId ? (
              <Link href={`/admin/payments/${event.paymentId}`} className="admin-link">
                {event.about ?? event.paymentId}
              </Link>
            ) : (
              event.about
            )}
          </Cell>
          <Cell label={words.outcome}>{event.outcome}</Cell>
        </tr>
      ))}
    </Table>
  );
}

function Webhooks() {
  const list = useWebhooks();
  return (
    <Panel title={words.webhooks}>
      <Loaded query={list}>
        {(events) => (
          <>
            {events.length === 0 ? <p className="muted">{t.nothing}</p> : <WebhookTable events={events} />}
            <More list={list} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** Payments, what Stripe told, and the books; or one payment. */
export function Payments({ roles, id }: SectionProps) {
  if (id !== null) return <PaymentDesk paymentId={id} roles={roles} />;
  return (
    <>
      {may(roles, 'treasurer', 'operator') && <BooksPanel />}
      <PaymentList />
      <Webhooks />
    </>
  );
}
