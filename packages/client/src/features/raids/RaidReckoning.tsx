import { totalUnits } from '@cryptotribes/rules/core/units';
import { marchText as words } from '../../text/en/march.ts';
import { raidsText } from '../../text/en/raids.ts';
import { formatNumber } from '../../ui/format.ts';
import { formatRange } from '../battles/numbers.ts';
import { OutcomeTable } from '../battles/OutcomeTable.tsx';
import { LongShot, lossRows, ReckoningFrame } from '../battles/ReckoningFrame.tsx';
import { type Foe, type RaidReckoning as Reckoning, unitsOf } from './raidModel.ts';

const t = raidsText.dialog;

interface RaidReckoningProps {
  foe: Foe;
  reckoning: Reckoning | null;
  sent: number;
}

/** The right half of the raid dialog: odds, losses and gold, exactly. */
export function RaidReckoning({ foe, reckoning, sent }: RaidReckoningProps) {
  return (
    <ReckoningFrame preview={reckoning?.preview ?? null}>
      {reckoning && <Outcomes foe={foe} reckoning={reckoning} sent={sent} />}
    </ReckoningFrame>
  );
}

function Outcomes({ foe, reckoning, sent }: RaidReckoningProps & { reckoning: Reckoning }) {
  const { preview, loot, vp, carries } = reckoning;
  const { ifLose } = preview;
  const repeats = foe.kind === 'village' ? foe.village.repeatIndex : 0;
  return (
    <>
      <OutcomeTable
        rows={[
          ...lossRows(preview, sent, totalUnits(unitsOf(foe))),
          [t.loot, loot && `+${formatRange(loot)}`, ifLose && '0', 'text-gold'],
          ...(foe.kind === 'village'
            ? [[words.vp, vp && `+${formatRange(vp)}`, ifLose && '0', 'text-laurel'] as const]
            : []),
        ]}
      />
      <LongShot preview={preview} />
      {repeats >= 3 && <p className="march-remark">{t.repeat(repeats)}</p>}
      <p className="faint march-small">
        {foe.kind === 'village' && carries !== null
          ? t.carry(formatNumber(carries), formatNumber(foe.village.lootAtMost))
          : t.campLoot}{' '}
        {t.stays}
      </p>
    </>
  );
}
