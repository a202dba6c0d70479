import type { BattlePreview } from '@cryptotribes/rules/battles/preview';
import { marchText as words } from '../../text/en/march.ts';
import { formatPower, formatPowerBand } from './numbers.ts';

/** Both powers on one scale; the sender's with the whole band of luck. */
export function PowerBars({ preview }: { preview: BattlePreview }) {
  const { attackerPowerMin, attackerPowerMax, defenderPower } = preview;
  const scale = 100 / Math.max(1, Math.max(attackerPowerMax, defenderPower) * 1.04);
  return (
    <div className="power">
      <span className="muted">{words.yourPower}</span>
      <svg height="14" preserveAspectRatio="none" viewBox="0 0 100 14" aria-hidden="true">
        <rect width={attackerPowerMin * scale} y="1" height="12" fill="var(--color-ember)" />
        <rect
          x={attackerPowerMin * scale}
          y="1"
          width={(attackerPowerMax - attackerPowerMin) * scale}
          height="12"
          fill="var(--color-ember)"
          fillOpacity=".42"
        />
      </svg>
      <b>{formatPowerBand(attackerPowerMin, attackerPowerMax)}</b>
      <span className="muted">{words.theirPower}</span>
      <svg height="14" preserveAspectRatio="none" viewBox="0 0 100 14" aria-hidden="true">
        <rect width={defenderPower * scale} y="1" height="12" fill="var(--color-frost-2)" />
      </svg>
      <b>{formatPower(defenderPower)}</b>
    </div>
  );
}
