import { totalUnits } from '@cryptotribes/rules/core/units';
import { marchText as words } from '../../text/en/march.ts';
import { raidsText } from '../../text/en/raids.ts';
import { formatNumber, formatOdds } from '../../ui/format.ts';
import { FateLine } from '../battles/FateLine.tsx';
import { formatRange } from '../battles/numbers.ts';
import { OutcomeTable } from '../battles/OutcomeTable.tsx';
import { PowerBars } from '../battles/PowerBars.tsx';
import { oddsTone } from '../battles/ReckoningPane.tsx';
import { type Foe, type RaidReckoning as Reckoning, unitsOf } from './raidModel.ts';

const t = raidsText.dialog;

interface RaidReckoningProps {
  foe: Foe;
  reckoning: Reckoning | null;
  sent: number;
}

/** The right half of the raid dialog: odds, losses and gold, exactly. */
export function RaidReckoning({ foe, reckoning, sent }: RaidReckoningProps) {
  if (!reckoning) {
    return (
      <div className="march-pane reckoning">
        <h2 className="cap">{words.reckoning}</h2>
        <p className="muted mt-4">{words.noHost}</p>
      </div>
    );
  }
  const { preview, loot, vp, carries } = reckoning;
  const { winning, of, flipBp, ifWin, ifLose } = preview;
  const [first, second] = words.fates(formatNumber(winning), formatNumber(of));
  const standing = totalUnits(unitsOf(foe));
  const repeats = foe.kind === 'village' ? foe.village.repeatIndex : 0;
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
      <PowerBars preview={preview} />
      <hr className="rule" />
      <OutcomeTable
        rows={[
          [
            words.youLose,
            ifWin && formatRange(ifWin.attackerLost),
            ifLose && words.of(formatRange(ifLose.attackerLost), formatNumber(sent)),
          ],
          [
            words.theyLose,
            ifWin && words.of(formatRange(ifWin.defenderLost), formatNumber(standing)),
            ifLose && formatRange(ifLose.defenderLost),
          ],
          [t.loot, loot && `+${formatRange(loot)}`, ifLose && '0', 'text-gold'],
          ...(foe.kind === 'village'
            ? [[words.vp, vp && `+${formatRange(vp)}`, ifLose && '0', 'text-laurel'] as const]
            : []),
        ]}
      />
      {winning * 5 < of && <p className="march-remark">{words.longShot}</p>}
      {repeats >= 3 && <p className="march-remark">{t.repeat(repeats)}</p>}
      <p className="faint march-small">
        {foe.kind === 'village' && carries !== null
          ? t.carry(formatNumber(carries), formatNumber(foe.village.lootAtMost))
          : t.campLoot}{' '}
        {t.stays}
      </p>
    </div>
  );
}
