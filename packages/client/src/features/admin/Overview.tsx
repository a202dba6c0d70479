import type { Overview as OverviewData, TickHealth } from '@cryptotribes/protocol/features/adminOverview';
import { Link } from 'wouter';
import { useServerNow } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatNumber, formatSpan } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useAdmins, useOverview } from './adminApi.ts';
import { formatMicro } from './money.ts';
import { Cell, Loaded, PersonLink, Table, When } from './parts.tsx';

const words = t.overview;
const megabytes = (bytes: number): string => words.megabytes(formatNumber(Math.round(bytes / 1_048_576)));

function Figure({ label, value, note }: { label: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        {note && <small className="faint"> {note}</small>}
      </dd>
    </div>
  );
}

function Ticks({ health }: { health: TickHealth }) {
  const { last, due, missed, madeUp } = health;
  return (
    <span className="row flex-wrap">
      {words.applied(formatNumber(last), formatNumber(due))}
      {missed > 0 && <Tag tone="down">{words.missed(formatNumber(missed))}</Tag>}
      {madeUp > 0 && <Tag tone="warm">{words.madeUp(formatNumber(madeUp))}</Tag>}
      {missed === 0 && madeUp === 0 && last > 0 && <Tag tone="up">{words.onTime}</Tag>}
    </span>
  );
}

function Traffic({ data }: { data: OverviewData }) {
  const { orders } = data;
  const oldest = orders.oldestQueuedSeconds;
  return (
    <dl className="stats admin-stats">
      <Figure label={words.online} value={formatNumber(data.playersOnline)} />
      <Figure label={words.lastMinute} value={formatNumber(orders.lastMinute)} />
      <Figure label={words.perMinute} value={formatNumber(Math.round(orders.lastHour / 60))} />
      <Figure
        label={words.queued}
        value={formatNumber(orders.queued)}
        note={oldest === null ? undefined : words.oldest(words.seconds(formatNumber(oldest)))}
      />
      <Figure label={words.news} value={formatNumber(data.newsWaiting)} />
      <Figure label={words.flags} value={formatNumber(data.openFlags)} />
      <Figure label={words.decisions} value={formatNumber(data.openProposals)} />
      <Figure
        label={words.errors}
        value={formatNumber(data.processes.reduce((sum, process) => sum + process.errors, 0))}
      />
    </dl>
  );
}

function Processes({ data }: { data: OverviewData }) {
  const nowMs = useServerNow();
  const columns = [
    words.role,
    words.version,
    words.started,
    words.seen,
    words.requests,
    words.errors,
    words.sockets,
    words.memory,
  ];
  return (
    <Panel title={words.processes}>
      <Table label={words.processes} columns={columns}>
        {data.processes.map((process) => (
          <tr key={process.processId}>
            <Cell label={words.role}>
              <b>{process.role}</b>
            </Cell>
            <Cell label={words.version}>
              {process.version} <span className="faint">Node {process.nodeVersion}</span>
            </Cell>
            <Cell label={words.started}>{formatSpan(Math.max(0, nowMs - Date.parse(process.startedAt)))}</Cell>
            <Cell label={words.seen}>
              {process.alive ? (
                <Tag tone="up">{words.alive}</Tag>
              ) : (
                <Tag tone="down">{words.gone(formatSpan(process.silentSeconds * 1000))}</Tag>
              )}
            </Cell>
            <Cell label={words.requests}>{formatNumber(process.requests)}</Cell>
            <Cell label={words.errors}>
              <span className={process.errors > 0 ? 'text-blood' : ''}>{formatNumber(process.errors)}</span>
              {process.lastErrorAt && (
                <small className="faint">
                  {' '}
                  <When at={process.lastErrorAt} />
                </small>
              )}
            </Cell>
            <Cell label={words.sockets}>{formatNumber(process.sockets)}</Cell>
            <Cell label={words.memory}>{megabytes(process.memoryBytes)}</Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

function Today({ data }: { data: OverviewData }) {
  const today = data.paymentsToday;
  return (
    <Panel title={words.today}>
      <dl className="stats admin-stats" data-testid="payments-today">
        <Figure label={words.settled} value={formatNumber(today.settled)} />
        <Figure label={words.byCard} value={formatMicro(today.usdMicro, 'USD')} />
        <Figure label={words.inUsdt} value={formatMicro(today.usdtMicro, 'USDT')} />
        <Figure label={words.refundsOrdered} value={formatNumber(today.refundsOrdered)} />
        <Figure label={words.refundsFailed} value={formatNumber(today.refundsFailed)} />
        <Figure label={words.depositsWaiting} value={formatNumber(today.depositsWaiting)} />
        <Figure label={words.stops} value={formatNumber(data.payouts.stops)} />
        <Figure
          label={t.payouts.process}
          value={data.payouts.process ? t.payouts.states[data.payouts.process.state] : t.none}
        />
      </dl>
    </Panel>
  );
}

function Admins() {
  return (
    <Panel title={words.admins}>
      <Loaded query={useAdmins()}>
        {({ admins }) => (
          <ul className="grid gap-1.5">
            {admins.map(({ person, role, grantedAt }) => (
              <li key={`${person.userId}${role}`} className="row sp flex-wrap">
                <span className="row">
                  <PersonLink person={person} />
                  <Tag>{t.roles[role]}</Tag>
                </span>
                <span className="faint">
                  {words.since} <When at={grantedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <p className="faint mt-3 text-[12px]">{words.adminsNote}</p>
    </Panel>
  );
}

/** How the game is doing, renewed every five seconds. */
export function Overview() {
  return (
    <Loaded query={useOverview()}>
      {(data) => (
        <>
          {data.openProposals > 0 && (
            <Link href="/admin/decisions" className="strip-note">
              {t.waiting(data.openProposals)}
            </Link>
          )}
          <Traffic data={data} />
          <Panel title={words.ticks}>
            <Table label={words.ticks} columns={[words.season, words.status, words.players, words.vp, words.gold]}>
              {data.seasons.map((season) => (
                <tr key={season.seasonId}>
                  <Cell label={words.season}>
                    <b>{season.name}</b>
                  </Cell>
                  <Cell label={words.status}>{t.season.status[season.status]}</Cell>
                  <Cell label={words.players}>{formatNumber(season.players)}</Cell>
                  <Cell label={words.vp}>
                    <Ticks health={season.vpTicks} />
                  </Cell>
                  <Cell label={words.gold}>
                    <Ticks health={season.goldTicks} />
                  </Cell>
                </tr>
              ))}
            </Table>
            {data.seasons.length === 0 && <p className="muted">{t.nothing}</p>}
          </Panel>
          <Today data={data} />
          <Processes data={data} />
          <div className="grid gap-4 md:grid-cols-2">
            <Panel title={words.database}>
              <dl className="admin-list">
                <dt>{words.version}</dt>
                <dd>PostgreSQL {data.database.version}</dd>
                <dt>{words.size}</dt>
                <dd>{megabytes(data.database.sizeBytes)}</dd>
                <dt>{words.connections}</dt>
                <dd>{formatNumber(data.database.connections)}</dd>
                <dt>{words.longest}</dt>
                <dd>{words.seconds(formatNumber(data.database.longestTransactionSeconds ?? 0))}</dd>
                <dt>{words.migration}</dt>
                <dd>{data.database.migration}</dd>
              </dl>
            </Panel>
            <Admins />
          </div>
        </>
      )}
    </Loaded>
  );
}
