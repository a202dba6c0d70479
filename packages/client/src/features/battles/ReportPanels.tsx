import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { subtractArmies, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { Link } from 'wouter';
import { useSeason, useServerNow } from '../../net/hooks.ts';
import { useReveal } from '../../net/season.ts';
import { battleText as words } from '../../text/en/battle.ts';
import { beaconText } from '../../text/en/beacon.ts';
import { namesText } from '../../text/en/names.ts';
import { formatCountdown, formatInstant, formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { UNIT_GLYPHS } from '../../ui/unitIcons.ts';
import { battleChip } from '../tribes/council/chips.ts';
import { ShareButton } from '../tribes/council/ShareButton.tsx';
import { formatSeed, shortHash } from './numbers.ts';
import { placeOf, type Reader, repeatText, sideArmies } from './reportModel.ts';

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
                <span className="text-laurel"> {words.vpPlus(formatNumber(lord.vp))}</span>
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
    if (points > 0) rows.push([label, words.vpPlus(formatNumber(points)), 'text-laurel']);
  }
  const { raid } = report;
  if (results.goldLooted > 0) {
    const label = reader === 'defender' ? words.goldLost : words.goldTaken;
    rows.push([
      label,
      words.loot(formatNumber(results.goldLooted)),
      reader === 'defender' ? 'text-blood' : 'text-gold',
    ]);
  }
  if (report.battleType === 'pvp' && !raid) rows.push([words.repeat, repeatText(vp)]);
  if (!raid) rows.push([words.attackerVp, words.vpPlus(formatNumber(results.vpAwarded.attacker)), 'text-laurel']);
  if (report.defender.tribeId !== null || results.vpAwarded.defender > 0) {
    rows.push([words.defenderVp, words.vpPlus(formatNumber(results.vpAwarded.defender)), 'text-laurel']);
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
      <div className="row mt-3">
        <Link href={territory ? `/territories/${territory.territoryId}` : '/raids'} className="btn s flex-1">
          <Icon name={territory ? 'treasure-map' : 'forest-camp'} />
          {territory ? words.showOnMap : words.toVillage}
        </Link>
        <ShareButton
          chip={battleChip(report.battleId)}
          path={`/battles/${report.battleId}`}
          title={words.reportTitle(placeOf(report))}
          label={words.share}
          done={words.shared}
          failed={words.shareFailed}
        />
      </div>
    </Panel>
  );
}

/** When the secret of the running season is published; nothing about other seasons. */
function Opens({ seasonId }: { seasonId: string }) {
  const season = useSeason().data;
  const nowMs = useServerNow();
  if (season?.seasonId !== seasonId) return null;
  const leftMs = Date.parse(season.timeline.seasonEnd) - nowMs;
  return <b>{leftMs > 0 ? words.opensIn(formatCountdown(leftMs)) : words.opened}</b>;
}

/** The secret of the season once it is public; null while it is sealed, or not known to be public. */
function useOpenSecret(seasonId: string): string | null {
  const season = useSeason().data;
  const isOpen = season?.status === 'active' || season?.status === 'registration';
  const mayBePublic = season !== undefined && !(season.seasonId === seasonId && isOpen);
  return useReveal(seasonId, mayBePublic).data?.secret ?? null;
}

/** What fixes the chance of this battle. Plain words only. */
export function FairFate({ report }: { report: BattleReport }) {
  const { clientSeed, commitment, ordersHash, beacon } = report.fairness;
  const secret = useOpenSecret(report.seasonId);
  const rows: [label: string, value: string, full: string][] = [
    [words.season, shortHash(commitment), commitment],
    [words.seed, clientSeed ? formatSeed(clientSeed) : words.hidden, clientSeed ?? ''],
    [words.order, formatNumber(report.orderNo), ordersHash ?? ''],
    [words.ruleset, report.rulesetId, ''],
  ];
  if (beacon)
    rows.push([
      beaconText.row,
      `${beaconText.round(String(beacon.round))}, ${beaconText.states[beacon.state]}`,
      beacon.signature ?? '',
    ]);
  if (secret !== null) rows.push([words.secret, shortHash(secret), secret]);
  return (
    <Panel
      title={words.fair}
      aside={
        secret === null ? (
          <Tag tone="warm">
            <Icon name="padlock" />
            {words.sealed}
          </Tag>
        ) : (
          <Tag tone="up">{beaconText.open}</Tag>
        )
      }
    >
      <p className="muted text-[13px]">
        {secret === null ? words.fairWhy : beaconText.openWhy} {beacon && `${beaconText.mixed} `}
        {secret === null && <Opens seasonId={report.seasonId} />}
      </p>
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
