import type { AdminSeason } from '@cryptotribes/protocol/features/adminSeasons';
import { useState } from 'react';
import { Link } from 'wouter';
import { useServerNow } from '../../net/hooks.ts';
import { adminText as t } from '../../text/en/admin.ts';
import { formatInstant, formatNumber, formatUsdt } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { SectionProps } from './AdminPage.tsx';
import { useSeasons } from './adminApi.ts';
import { PlanSeason } from './PlanSeason.tsx';
import { Cell, Loaded, may, Table, When } from './parts.tsx';
import { type SeasonAct, SeasonDialog } from './SeasonDialog.tsx';

const words = t.season;
const TONES = { registration: 'warm', active: 'up', ended: '', paid_out: '', cancelled: 'down' } as const;

interface ActsProps {
  season: AdminSeason;
  onAct: (act: SeasonAct) => void;
}
function Acts({ season, onAct }: ActsProps) {
  const isPlanned = season.status === 'registration';
  const nowMs = useServerNow();
  if (!isPlanned && season.status !== 'active') return null;
  return (
    <span className="row flex-wrap">
      {isPlanned && Date.parse(season.registrationStart) > nowMs && (
        <button type="button" className="btn s" onClick={() => onAct('open')}>
          {words.open}
        </button>
      )}
      {isPlanned && season.entryFeeMicro > 0 && (
        <button type="button" className="btn s" onClick={() => onAct('vault')}>
          {t.payouts.openVault}
        </button>
      )}
      {!isPlanned && (
        <button type="button" className="btn s" onClick={() => onAct('close')}>
          {words.close}
        </button>
      )}
      {season.cancelProposalId ? (
        <Link href="/admin/decisions" className="admin-link">
          {words.waits}
        </Link>
      ) : (
        <button type="button" className="btn s danger" onClick={() => onAct('cancel')}>
          {words.cancel}
        </button>
      )}
    </span>
  );
}

function Row({ season, onAct }: { season: AdminSeason; onAct: ((act: SeasonAct) => void) | null }) {
  return (
    <tr data-testid={`season-${season.seasonNumber}`}>
      <Cell label={words.name}>
        <b>{season.name}</b>
        <Tag tone={TONES[season.status]}>{words.status[season.status]}</Tag>
      </Cell>
      <Cell label={words.when}>
        <span className="grid">
          <When at={season.seasonStart} />
          <When at={season.seasonEnd} />
          {season.status === 'registration' && (
            <small className="faint">
              {words.registration} <When at={season.registrationStart} />
            </small>
          )}
        </span>
      </Cell>
      <Cell label={words.speed}>×{formatNumber(season.speed)}</Cell>
      <Cell label={words.fee}>
        {season.entryFeeMicro === 0 ? t.free : formatUsdt(season.entryFeeMicro / 1e6)}
        {season.paidEntries > 0 && <small className="faint"> {words.paid(formatNumber(season.paidEntries))}</small>}
      </Cell>
      <Cell label={words.players}>{words.counts(formatNumber(season.players), formatNumber(season.tribes))}</Cell>
      <Cell label={words.fair}>
        <code className="admin-hash" title={season.commitment}>
          {season.commitment.slice(0, 12)}…
        </code>
        <small className="faint">
          {' '}
          {season.revealedAt ? words.revealed(formatInstant(season.revealedAt)) : words.sealed}
        </small>
      </Cell>
      {onAct && (
        <Cell label={words.acts}>
          <Acts season={season} onAct={onAct} />
        </Cell>
      )}
    </tr>
  );
}

export function Seasons({ roles }: SectionProps) {
  const [asked, setAsked] = useState<{ act: SeasonAct; season: AdminSeason } | null>(null);
  const mayAct = may(roles, 'operator');
  const columns = [words.name, words.when, words.speed, words.fee, words.players, words.fair];
  return (
    <Loaded query={useSeasons()}>
      {({ seasons, rulesets }) => (
        <>
          <Panel title={t.sections.seasons}>
            <Table label={t.sections.seasons} columns={mayAct ? [...columns, words.acts] : columns}>
              {seasons.map((season) => (
                <Row key={season.seasonId} season={season} onAct={mayAct ? (act) => setAsked({ act, season }) : null} />
              ))}
            </Table>
            {seasons.length === 0 && <p className="muted">{t.nothing}</p>}
          </Panel>
          {mayAct && <PlanSeason rulesets={rulesets} />}
          {asked && <SeasonDialog {...asked} onClose={() => setAsked(null)} />}
        </>
      )}
    </Loaded>
  );
}
