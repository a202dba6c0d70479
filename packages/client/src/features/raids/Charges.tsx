import type { RaidCharges } from '@cryptotribes/protocol/features/raids';
import { useServerNow } from '../../net/hooks.ts';
import { raidsText as t } from '../../text/en/raids.ts';
import { formatCountdown } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';

/** Raid charges as torches: lit ones can be used now; the next one says when. */
export function Charges({ charges }: { charges: RaidCharges }) {
  const nowMs = useServerNow();
  const { count, max, nextAt } = charges;
  const leftMs = nextAt === null ? null : Date.parse(nextAt) - nowMs;
  return (
    <div className="charges" data-testid="raid-charges">
      <span className="row" role="img" aria-label={t.chargesOf(count, max)}>
        {Array.from({ length: max }, (_, i) => i).map((i) => (
          <Icon key={i} name="campfire" className={i < count ? 'lit' : ''} />
        ))}
      </span>
      <span className="charges-text">
        <b>{t.chargesOf(count, max)}</b>
        <small>{leftMs === null ? t.chargesFull : t.chargeNext(formatCountdown(leftMs))}</small>
      </span>
    </div>
  );
}
