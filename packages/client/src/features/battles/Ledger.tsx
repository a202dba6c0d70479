import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { battleText as words } from '../../text/en/battle.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { FateLine } from './FateLine.tsx';
import { formatBp } from './numbers.ts';
import { type Beat, chanceOf } from './reportModel.ts';

interface LedgerProps {
  report: BattleReport;
  beats: readonly Beat[];
  /** The beat that the replay shows now. */
  beat: number;
}

function Sentence({ report }: { report: BattleReport }) {
  const chance = chanceOf(report);
  if (!chance || !report.details) return null;
  const drew = formatBp(report.details.varianceBp);
  const isCertain = chance.winning === 0 || chance.winning === chance.of;
  const [before, bold, after] = isCertain
    ? words.certain(drew)
    : words.needed(formatBp(chance.flipBp ?? 0), drew, formatOdds(chance.winning, chance.of).replace(' ', '\u00a0'));
  return (
    <>
      <FateLine flipBp={chance.flipBp} drawnBp={report.details.varianceBp} />
      <p className="muted ledger-sentence">
        {before}
        <b>{bold}</b>
        {after}
      </p>
    </>
  );
}

/** Both totals after each beat: the numbers behind the picture. */
export function Ledger({ report, beats, beat }: LedgerProps) {
  const last = beats.at(-1);
  if (!last) return null;
  const scale = 98 / Math.max(1, ...beats.flatMap(({ attacker, defender }) => [attacker, defender]));
  const hasAttackerWon = report.results?.winner === 'attacker';
  const [winner, loser] = hasAttackerWon ? [last.attacker, last.defender] : [last.defender, last.attacker];
  const verb = hasAttackerWon ? words.beats : words.holdsAgainst;
  const names = [report.attacker, report.defender].map((side) => side.tribeTag ?? side.username ?? words.wild);
  return (
    <Panel
      title={words.how}
      aside={<span className="cap text-pine">{`${formatNumber(winner)} ${verb} ${formatNumber(loser)}`}</span>}
    >
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{words.beatColumn}</th>
            <th scope="col">{names[0]}</th>
            <td className="bars desk" />
            <th scope="col">{names[1]}</th>
          </tr>
        </thead>
        <tbody>
          {beats.map(({ key, name, why, attacker, defender }, index) => (
            <tr key={key} className={`${index === beat ? 'now' : ''} ${key === 'fate' ? 'last' : ''}`}>
              <th scope="row">
                <b>{name}</b>
                <small>{why}</small>
              </th>
              <td>{formatNumber(attacker)}</td>
              <td className="bars desk" aria-hidden="true">
                <svg viewBox="0 0 200 10" height="10" preserveAspectRatio="none" aria-hidden="true">
                  <rect x={100 - attacker * scale} width={attacker * scale} height="10" fill="var(--color-ember)" />
                  <rect x="102" width={defender * scale} height="10" fill="var(--color-frost-2)" />
                </svg>
              </td>
              <td>{formatNumber(defender)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sentence report={report} />
    </Panel>
  );
}
