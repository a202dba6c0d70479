import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { Link } from 'wouter';
import { battleText as words } from '../../text/en/battle.ts';
import { namesText } from '../../text/en/names.ts';
import { formatInstant, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { formatSeed, shortHash } from './numbers.ts';
import { type Reader, repeatText, sideArmies } from './reportModel.ts';

interface CasualtiesProps {
  report: BattleReport;
  side: 'attacker' | 'defender';
  reader: Reader;
}

/** Who stands and who fell on one side, by unit type. */
export function Casualties({ report, side, reader }: CasualtiesProps) {
  const { army, losses } = sideArmies(report, side);
  const survivors = subtractArmies(army, losses);
  const isOwn = reader === side;
  const own = side === 'attacker' ? words.yourHost : words.yourGarrison;
  const other = side === 'attacker' ? words.theirHost : words.theirGarrison;
  const say = side === 'defender' && report.results?.territoryTransferred ? words.goHome : words.stand;
  const [stand, of] = say(formatNumber(totalUnits(survivors)), formatNumber(totalUnits(army)));
  const lords = side === 'defender' ? report.contributors.filter(({ userId }) => userId !== null) : [];
  return (
    <Panel
      title={isOwn ? own : other}
      aside={
        <span className="cap">
          <span className="text-frost-1">{stand}</span>
          {of}
        </span>
      }
    >
      {UNIT_TYPES.filter((unit) => army[unit] > 0).map((unit) => (
        <div key={unit} className="cas">
          <Icon name={UNIT_GLYPHS[unit]} />
          <span>{namesText.units[unit]}</span>
          <svg viewBox="0 0 100 8" height="8" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="8" fill="var(--color-blood-deep)" />
            <rect width={(survivors[unit] / army[unit]) * 100} height="8" fill="var(--color-frost-2)" />
          </svg>
          <b>{formatNumber(survivors[unit])}</b>
          <span className="text-blood">{losses[unit] > 0 ? `−${formatNumber(losses[unit])}` : '0'}</span>
        </div>
      ))}
      {totalUnits(army) === 0 && <p className="faint">0</p>}
      {lords.length > 1 && (
        <ul className="lords">
          {lords.map((lord) => (
            <li key={lord.userId} className="row sp">
              <span>{lord.username ?? words.somebody}</span>
              <span className="muted">
                {formatNumber(totalUnits(lord.units))}
                <span className="text-blood"> −{formatNumber(totalUnits(lord.losses))}</span>
                <span className="text-laurel"> +{formatNumber(lord.vp)} VP</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Victory points of the reader's side by cause, both totals, and what became of the land and the survivors. */
export function Spoils({ report, reader }: { report: BattleReport; reader: Reader }) {
  const { results, details, territory } = report;
  if (!results || !details) return null;
  const { vpBreakdown: vp, survivors } = details;
  const rows: [label: string, value: string, tone?: string][] = [];
  const causes: [label: string, points: number][] =
    reader === 'defender'
      ? [
          [words.destroyed, vp.defenderKills],
          [words.holding, vp.holding],
          [words.consolation, vp.consolation],
        ]
      : [
          [words.destroyed, vp.attackerKills],
          [words.capture, vp.capture],
        ];
  for (const [label, points] of causes) {
    if (points > 0) rows.push([label, `+${formatNumber(points)} VP`, 'text-laurel']);
  }
  if (report.battleType === 'pvp') rows.push([words.repeat, repeatText(vp)]);
  rows.push([words.attackerVp, `+${formatNumber(results.vpAwarded.attacker)} VP`, 'text-laurel']);
  if (report.defender.tribeId !== null || results.vpAwarded.defender > 0) {
    rows.push([words.defenderVp, `+${formatNumber(results.vpAwarded.defender)} VP`, 'text-laurel']);
  }
  if (totalUnits(survivors.garrison) > 0) rows.push([words.garrisonNow, formatNumber(totalUnits(survivors.garrison))]);
  if (totalUnits(survivors.home) > 0) rows.push([words.homeNow, formatNumber(totalUnits(survivors.home))]);
  if (details.truceUntil) rows.push([words.truceUntil, formatInstant(details.truceUntil)]);
  return (
    <Panel title={words.spoils}>
      <dl className="spoils">
        {rows.map(([label, value, tone = '']) => (
          <div key={label}>
            <dt className="muted">{label}</dt>
            <dd className={tone}>{value}</dd>
          </div>
        ))}
      </dl>
      {territory && (
        <Link href={`/territories/${territory.territoryId}`} className="btn s w-full mt-3">
          <Icon name="treasure-map" />
          {words.showOnMap}
        </Link>
      )}
    </Panel>
  );
}

/** What fixes the chance of this battle. Plain words only. */
export function FairFate({ report }: { report: BattleReport }) {
  const { clientSeed, commitment, ordersHash } = report.fairness;
  const rows: [label: string, value: string, full: string][] = [
    [words.season, shortHash(commitment), commitment],
    [words.seed, clientSeed ? formatSeed(clientSeed) : words.hidden, clientSeed ?? ''],
    [words.order, formatNumber(report.orderNo), ordersHash ?? ''],
    [words.ruleset, report.rulesetId, ''],
  ];
  return (
    <Panel
      title={words.fair}
      aside={
        <Tag tone="warm">
          <Icon name="padlock" />
          {words.sealed}
        </Tag>
      }
    >
      <p className="muted text-[13px]">{words.fairWhy}</p>
      <dl className="fair">
        {rows.map(([label, value, full]) => (
          <div key={label} title={full || undefined}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
