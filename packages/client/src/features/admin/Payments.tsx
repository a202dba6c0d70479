import type { AdminPayment, WebhookEvent } from '@cryptotribes/protocol/features/adminMoney';
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
import { SearchPanel, useSearch } from './SearchPanel.tsx';

const words = t.money;
type Status = AdminPayment['status'];
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

const COLUMNS = [words.player, words.season, words.amount, words.method, words.state, words.when, words.open];

function PaymentList() {
  const form = useSearch<Status>();
  const { search, state } = form;
  return (
    <SearchPanel
      title={t.sections.payments}
      form={form}
      search={{ label: words.search, maxLength: 200, pattern: '\\s*[A-Za-z0-9_:.\\-]*\\s*' }}
      states={{ name: 'status', label: words.state, any: words.any, names: words.status }}
      list={usePayments({ ...(search ? { search } : {}), ...(state ? { status: state } : {}) })}
      columns={COLUMNS}
      renderRow={(payment) => <Row key={payment.paymentId} payment={payment} />}
      none={words.none}
    />
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
