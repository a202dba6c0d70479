import type { Books } from '@cryptotribes/protocol/features/adminMoney';
import { useState } from 'react';
import { Link } from 'wouter';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { adminApi, useBooks } from './adminApi.ts';
import { Facts } from './Facts.tsx';
import { formatMicro } from './money.ts';
import { Cell, Loaded, Table, When } from './parts.tsx';

const words = t.money;
type Stop = Books['stops'][number];

/** Payouts stand still: why, and the way on. */
function StopCard({ stop, onResume }: { stop: Stop; onResume: () => void }) {
  return (
    <section className="panel admin-card" role="alert" data-testid="payout-stop">
      <div className="row sp flex-wrap">
        <b className="text-blood">{words.stopped}</b>
        <When at={stop.since} />
      </div>
      <p className="mt-1">{stop.rule}</p>
      <p className="muted">{words.stopNote}</p>
      <Facts value={stop.details} />
      <div className="mt-3">
        {stop.proposalId ? (
          <Link href="/admin/decisions" className="admin-link">
            {t.season.waits}
          </Link>
        ) : (
          <button type="button" className="btn s danger" onClick={onResume}>
            {words.resume}
          </button>
        )}
      </div>
    </section>
  );
}

function Accounts({ books }: { books: Books }) {
  if (books.accounts.length === 0) return <p className="muted">{words.empty}</p>;
  return (
    <Table label={words.books} columns={[words.account, words.debit, words.credit, words.balance]}>
      {books.accounts.map((row) => (
        <tr key={row.account}>
          <Cell label={words.account}>
            <code className="admin-hash">{row.account}</code>
          </Cell>
          <Cell label={words.debit}>{formatMicro(row.debitMicro, row.currency)}</Cell>
          <Cell label={words.credit}>{formatMicro(row.creditMicro, row.currency)}</Cell>
          <Cell label={words.balance}>{formatMicro(row.balanceMicro, row.currency)}</Cell>
        </tr>
      ))}
      {books.totals.map((total) => (
        <tr key={total.currency} className="mine" data-testid={`total-${total.currency}`}>
          <Cell label={words.account}>
            <b>{words.all(total.currency)}</b>
          </Cell>
          <Cell label={words.debit}>{formatMicro(total.debitMicro, total.currency)}</Cell>
          <Cell label={words.credit}>{formatMicro(total.creditMicro, total.currency)}</Cell>
          <Cell label={words.balance}>
            <Tag tone={total.balanced ? 'up' : 'down'}>{total.balanced ? words.balanced : words.off}</Tag>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** The trial balance, each pool against its entries, and what stops payouts. */
export function BooksPanel() {
  const [asked, setAsked] = useState<Stop | null>(null);
  return (
    <Loaded query={useBooks()}>
      {(books) => (
        <>
          {books.stops.map((stop) => (
            <StopCard key={stop.stopId} stop={stop} onResume={() => setAsked(stop)} />
          ))}
          <Panel title={words.books}>
            <Accounts books={books} />
          </Panel>
          {books.pools.length > 0 && (
            <Panel title={words.pools}>
              <Table
                label={words.pools}
                columns={[words.season, words.entries, words.booked, words.expected, words.state]}
              >
                {books.pools.map((pool) => (
                  <tr key={pool.seasonId}>
                    <Cell label={words.season}>
                      <b>{pool.name}</b>
                    </Cell>
                    <Cell label={words.entries}>{formatNumber(pool.validEntries)}</Cell>
                    <Cell label={words.booked}>{formatMicro(pool.bookedMicro, 'USDT')}</Cell>
                    <Cell label={words.expected}>{formatMicro(pool.expectedMicro, 'USDT')}</Cell>
                    <Cell label={words.state}>
                      <Tag tone={pool.matches ? 'up' : 'down'}>{pool.matches ? words.matches : words.differs}</Tag>
                    </Cell>
                  </tr>
                ))}
              </Table>
            </Panel>
          )}
          {asked && (
            <ActDialog
              title={words.resume}
              about={asked.rule}
              facts={[words.resumeFact]}
              action={words.resume}
              done={t.season.proposed}
              isDanger
              onAct={({ reason }) =>
                adminApi.call('admin.resumePayouts', { params: { stopId: String(asked.stopId) }, body: { reason } })
              }
              onClose={() => setAsked(null)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}
