import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { Link } from 'wouter';
import { errorText } from '../../app/errorText.ts';
import { useBattle } from '../../net/battleHooks.ts';
import { marchText as words } from '../../text/en/march.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { BeaconWait } from './BeaconWait.tsx';
import { FateLine } from './FateLine.tsx';
import { chanceOf, missingRound } from './reportModel.ts';
import type { AcceptedOrder } from './useSentOrder.ts';

interface OrderProgressProps {
  order: AcceptedOrder;
  /** One sentence about what the battle changed. */
  outcome: (report: BattleReport) => string;
  /** Why the order was not fought. */
  notFought: (report: BattleReport) => string;
  /** As it was when the order was sent; the verdict shows the one it was fought with. */
  flipBp: number | null;
  onClose: () => void;
}

/** From "accepted" to the verdict, in the dialog that sent the order. */
export function OrderProgress({ order, outcome, notFought, flipBp, onClose }: OrderProgressProps) {
  const battle = useBattle(order.battleId);
  const report = battle.data;
  const isDecided = report !== undefined && report.status !== 'queued';
  const position = report?.position ?? order.position;
  const wait = report?.fairness.beacon ?? order.beacon;
  return (
    <>
      <div className="march-result" aria-live="polite">
        {isDecided ? (
          <Verdict report={report} outcome={outcome} notFought={notFought} />
        ) : (
          <>
            <p className="cap">{words.drawing}</p>
            <p className="disp march-order">{words.accepted(formatNumber(order.orderNo), position)}</p>
            <FateLine flipBp={flipBp} isSwaying />
            {wait && <BeaconWait wait={wait} />}
            <p className="muted">{words.acceptedWhy}</p>
            {battle.error && <p className="march-remark">{errorText(battle.error)}</p>}
          </>
        )}
      </div>
      <div className="march-foot">
        <span className="flex-1" />
        {isDecided && report.status === 'completed' && (
          <Link href={`/battles/${order.battleId}`} className="btn" onClick={onClose}>
            <Icon name="scroll-unfurled" />
            {words.report}
          </Link>
        )}
        <button type="button" className={`btn ${isDecided ? 'prime' : ''}`} onClick={onClose}>
          {words.close}
        </button>
      </div>
    </>
  );
}

function Verdict({
  report,
  outcome,
  notFought,
}: Pick<OrderProgressProps, 'outcome' | 'notFought'> & { report: BattleReport }) {
  const { results, details, status } = report;
  if (status !== 'completed' || !results) {
    return (
      <>
        <p className="cap">{words.notFought}</p>
        <p className="muted">{missingRound(report) ?? notFought(report)}</p>
      </>
    );
  }
  const hasWon = results.winner === 'attacker';
  const lost = totalUnits(results.casualties.attacker);
  const killed = totalUnits(results.casualties.defender);
  const sent = report.attacker.army ? totalUnits(report.attacker.army) : lost;
  return (
    <>
      <p className="cap">{words.complete}</p>
      <p className={`disp verdict-word ${hasWon ? 'won' : 'lost'}`}>
        <Icon name={hasWon ? 'laurels' : 'broken-shield'} />
        <span data-battle-result={hasWon ? 'victory' : 'defeat'}>{hasWon ? words.victory : words.defeat}</span>
      </p>
      <p>{outcome(report)}</p>
      {details && <FateLine flipBp={chanceOf(report)?.flipBp ?? null} drawnBp={details.varianceBp} />}
      <dl className="verdict-facts">
        <div>
          <dt>{words.youLose}</dt>
          <dd>{words.of(formatNumber(lost), formatNumber(sent))}</dd>
        </div>
        <div>
          <dt>{words.theyLose}</dt>
          <dd>{formatNumber(killed)}</dd>
        </div>
        {report.raid && (
          <div>
            <dt>{words.gold}</dt>
            <dd className="text-gold">+{formatNumber(results.goldLooted)}</dd>
          </div>
        )}
        <div>
          <dt>{words.vp}</dt>
          <dd className="text-laurel">+{formatNumber(results.vpAwarded.attacker)}</dd>
        </div>
      </dl>
    </>
  );
}
