import type { PayoutProcess, PayoutSeason } from '@cryptotribes/protocol/features/adminPayouts';
import { Link } from 'wouter';
import { serverClock } from '../../net/serverClock.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatInstant, formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { usePayouts } from './adminApi.ts';
import { Deposits } from './Deposits.tsx';
import { formatMicro } from './money.ts';
import { OpenRefunds } from './OpenRefunds.tsx';
import { PayoutDesk } from './PayoutDesk.tsx';
import { Cell, Loaded, may, Table, When } from './parts.tsx';

const words = t.payouts;
const STATES = { quarantine: 'down', working: 'up', stopped: 'down' } as const;
const PLANS = { planned: 'warm', approved: 'warm', published: 'up', closed: '' } as const;

function Process({ process }: { process: PayoutProcess | null }) {
  if (process === null) {
    return (
      <Panel title={words.process}>
        <p className="muted">{words.noProcess}</p>
      </Panel>
    );
  }
  return (
    <Panel title={words.process} aside={<Tag tone={STATES[process.state]}>{words.states[process.state]}</Tag>}>
      {process.problem && (
        <p role="alert" className="text-blood">
          {process.problem}
        </p>
      )}
      {process.state === 'quarantine' && <p>{words.quarantineNote}</p>}
      <dl className="admin-list">
        <dt>{words.signer}</dt>
        <dd>
          <code className="admin-hash">{process.signer}</code>
        </dd>
        <dt>{words.chain}</dt>
        <dd>{process.chainId}</dd>
        <dt>{words.since}</dt>
        <dd>
          <When at={process.since} />
        </dd>
        <dt>{words.seen}</dt>
        <dd>
          <When at={process.seenAt} />
        </dd>
      </dl>
    </Panel>
  );
}

export function SumTag({ season }: { season: Pick<PayoutSeason, 'matches'> }) {
  return <Tag tone={season.matches ? 'up' : 'down'}>{season.matches ? words.equal : words.unequal}</Tag>;
}

/** Where a season's plan stands, in a tag or a few words. */
export function PlanState({ season }: { season: PayoutSeason }) {
  if (season.plan) return <Tag tone={PLANS[season.plan.status]}>{words.plans[season.plan.status]}</Tag>;
  const isOver = Date.parse(season.reviewEndsAt) <= serverClock.nowMs();
  return <span>{isOver ? words.canPlan : words.noPlan(formatInstant(season.reviewEndsAt))}</span>;
}

function Row({ season }: { season: PayoutSeason }) {
  return (
    <tr data-testid={`payouts-${season.seasonNumber}`}>
      <Cell label={words.season}>
        <b>{season.name}</b>
      </Cell>
      <Cell label={words.sum}>
        {formatMicro(season.sumMicro, 'USDT')} <SumTag season={season} />
      </Cell>
      <Cell label={words.winners}>{formatNumber(season.winners)}</Cell>
      <Cell label={words.plan}>
        <PlanState season={season} />
      </Cell>
      <Cell label={words.show}>
        <Link href={`/admin/payouts/${season.seasonId}`} className="admin-link">
          {words.show}
        </Link>
      </Cell>
    </tr>
  );
}

/** Prizes out: the process, every season with prizes, and money that needs people; or one season. */
export function Payouts({ roles, id }: SectionProps) {
  const isAllowed = may(roles, 'treasurer', 'operator');
  const query = usePayouts(isAllowed);
  if (!isAllowed) return <p className="muted">{t.decisions.notYours(`${t.roles.treasurer}, ${t.roles.operator}`)}</p>;
  return (
    <Loaded query={query}>
      {({ seasons, process }) => {
        if (id !== null) {
          const season = seasons.find(({ seasonId }) => seasonId === id);
          return season ? <PayoutDesk season={season} roles={roles} /> : <p className="muted">{t.nothing}</p>;
        }
        return (
          <>
            <Process process={process} />
            <Panel title={words.seasons}>
              <Table label={words.seasons} columns={[words.season, words.sum, words.winners, words.plan, words.show]}>
                {seasons.map((season) => (
                  <Row key={season.seasonId} season={season} />
                ))}
              </Table>
              {seasons.length === 0 && <p className="muted">{words.none}</p>}
            </Panel>
            <Deposits mayDecide={may(roles, 'treasurer')} />
            <OpenRefunds mayMark={may(roles, 'treasurer')} />
          </>
        );
      }}
    </Loaded>
  );
}
