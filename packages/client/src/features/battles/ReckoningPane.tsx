import type { TerritoryDetail } from '@cryptotribes/protocol/features/territories';
import { repeatFactorBp } from '@cryptotribes/rules/battles/repeat';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { useServerNow } from '../../net/hooks.ts';
import { marchText as words } from '../../text/en/march.ts';
import { formatRank, formatSpan } from '../../ui/format.ts';
import { defenderCount, type Reckoning } from './marchModel.ts';
import { formatRange, formatShare } from './numbers.ts';
import { OutcomeTable } from './OutcomeTable.tsx';
import { LongShot, lossRows, ReckoningFrame } from './ReckoningFrame.tsx';

const STALE_MS = 60_000;

interface ReckoningPaneProps {
  territory: TerritoryDetail;
  reckoning: Reckoning | null;
  sent: number;
  rulesetId: string;
  speed: number;
  /** When the territory's numbers were read, in ms of this machine. */
  readAtMs: number;
}

function Outcomes({ territory, reckoning, sent, rulesetId, speed }: ReckoningPaneProps & { reckoning: Reckoning }) {
  const { preview, vp } = reckoning;
  const { ifWin, ifLose } = preview;
  const truce = formatSpan(gameToRealMs(rulesetById(rulesetId).territory.truceGameMs, speed));
  return (
    <OutcomeTable
      rows={[
        ...lossRows(preview, sent, defenderCount(territory)),
        [words.vp, vp && `+${formatRange(vp)}`, ifLose && '0', 'text-laurel'],
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

/** The right half of the march dialog: what will happen, exactly. */
export function ReckoningPane(props: ReckoningPaneProps) {
  const { territory, reckoning, rulesetId, readAtMs } = props;
  return (
    <ReckoningFrame preview={reckoning?.preview ?? null}>
      {reckoning && (
        <>
          <Outcomes {...props} reckoning={reckoning} />
          <LongShot preview={reckoning.preview} />
        </>
      )}
      <Remarks territory={territory} rulesetId={rulesetId} />
      <AsOf readAtMs={readAtMs} />
      <p className="faint desk march-small">{words.note(territory.name)}</p>
    </ReckoningFrame>
  );
}
