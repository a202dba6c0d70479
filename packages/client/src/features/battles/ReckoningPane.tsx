import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { repeatFactorBp } from '@cryptotribes/rules/battles/repeat';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { useEffect, useState } from 'react';
import { useServerNow } from '../../net/hooks.ts';
import { marchText as words } from '../../text/en/march.ts';
import { formatNumber, formatOdds, formatRank, formatSpan } from '../../ui/format.ts';
import { FateLine } from './FateLine.tsx';
import { defenderCount, type Reckoning } from './marchModel.ts';
import { formatRange, formatShare } from './numbers.ts';
import { OutcomeTable } from './OutcomeTable.tsx';
import { PowerBars } from './PowerBars.tsx';

const STALE_MS = 60_000;
const SPOKEN_MS = 600;

interface ReckoningPaneProps {
  territory: TerritoryDetail;
  reckoning: Reckoning | null;
  sent: number;
  rulesetId: string;
  speed: number;
  /** When the territory's numbers were read, in ms of this machine. */
  readAtMs: number;
}

/** Tone of odds: good from two thirds, bad below one third. */
export function oddsTone(winning: number, of: number): string {
  if (winning * 3 >= of * 2) return 'text-pine';
  return winning * 3 < of ? 'text-blood' : 'text-frost-1';
}

function Outcomes({ territory, reckoning, sent, rulesetId, speed }: ReckoningPaneProps & { reckoning: Reckoning }) {
  const { ifWin, ifLose } = reckoning.preview;
  const standing = defenderCount(territory);
  const truce = formatSpan(gameToRealMs(rulesetById(rulesetId).territory.truceGameMs, speed));
  const lost = (range: { min: number; max: number }, of: number) => words.of(formatRange(range), formatNumber(of));
  return (
    <OutcomeTable
      rows={[
        [words.youLose, ifWin && formatRange(ifWin.attackerLost), ifLose && lost(ifLose.attackerLost, sent)],
        [words.theyLose, ifWin && lost(ifWin.defenderLost, standing), ifLose && formatRange(ifLose.defenderLost)],
        [words.vp, reckoning.vp && `+${formatRange(reckoning.vp)}`, ifLose && '0', 'text-laurel'],
        [
          territory.name,
          ifWin && words.yours(truce),
          ifLose && (territory.owner ? words.staysTheirs : words.staysWild),
        ],
      ]}
    />
  );
}

/** Facts that change the numbers and would surprise somebody who did not know them. */
function Remarks({ territory, rulesetId }: { territory: TerritoryDetail; rulesetId: string }) {
  const index = territory.owner ? (territory.repeatIndex ?? 0) : 0;
  const factorBp = repeatFactorBp(index, rulesetById(rulesetId));
  const inFull = rulesetById(rulesetId).victoryPoints.repeatFactorsBp.filter((bp) => bp === 10_000).length;
  const remarks = [
    territory.siegeFatigueBp > 0 ? words.fatigue(formatShare(territory.siegeFatigueBp)) : null,
    factorBp === 0
      ? words.repeatNone
      : factorBp < 10_000
        ? words.repeat(formatRank(index + 1))
        : index > 0
          ? words.repeatFull(formatRank(index + 1), inFull)
          : null,
    territory.captureBonus === false ? words.noBonus : null,
  ];
  return remarks.map(
    (remark) =>
      remark && (
        <p key={remark} className="march-remark">
          {remark}
        </p>
      ),
  );
}

/** Said once the numbers are older than twice the time after which they are asked for again (UI.md 6.2). */
function AsOf({ readAtMs }: { readAtMs: number }) {
  useServerNow();
  const ageMs = Date.now() - readAtMs;
  return ageMs > STALE_MS ? <p className="march-remark">{words.asOf(formatSpan(ageMs))}</p> : null;
}

/** The odds for a screen reader, once they rest: moving a slider must not make it speak all the time. */
function Spoken({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), SPOKEN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="sr-only" role="status">
      {spoken}
    </p>
  );
}

/** The right half of the march dialog: what will happen, exactly. */
export function ReckoningPane(props: ReckoningPaneProps) {
  const { territory, reckoning, rulesetId, readAtMs } = props;
  if (!reckoning) {
    return (
      <div className="march-pane reckoning">
        <h2 className="cap">{words.reckoning}</h2>
        <p className="muted mt-4">{words.noHost}</p>
      </div>
    );
  }
  const { winning, of, flipBp } = reckoning.preview;
  const [first, second] = words.fates(formatNumber(winning), formatNumber(of));
  return (
    <div className="march-pane reckoning">
      <h2 className="cap">{words.reckoning}</h2>
      <div className="odds">
        <span className={`big ${oddsTone(winning, of)}`} data-testid="win-chance">
          {formatOdds(winning, of)}
        </span>
        <span className="muted">
          {first}
          <br />
          {second}
        </span>
      </div>
      <FateLine flipBp={flipBp} />
      <PowerBars preview={reckoning.preview} />
      <hr className="rule" />
      <Outcomes {...props} reckoning={reckoning} />
      {winning * 5 < of && <p className="march-remark">{words.longShot}</p>}
      <Remarks territory={territory} rulesetId={rulesetId} />
      <AsOf readAtMs={readAtMs} />
      <p className="faint desk march-small">{words.note(territory.name)}</p>
      <Spoken text={`${formatOdds(winning, of)} ${words.toWin}`} />
    </div>
  );
}
