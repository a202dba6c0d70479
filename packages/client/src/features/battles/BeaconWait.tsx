import type { BeaconWait as Wait } from '@cryptotribes/protocol/features/beacon';
import { useServerNow } from '../../net/hooks.ts';
import { beaconText as t } from '../../text/en/beacon.ts';
import { formatClock } from '../../ui/format.ts';

/** From then on a round counts as late: it is usually there within a second. */
const LATE_MS = 20_000;

/** Which round of the public beacon a queued battle waits for; what happens if it does not come, once it is late. */
export function BeaconWait({ wait, withWhy = true }: { wait: Wait; withWhy?: boolean }) {
  const isLate = useServerNow() > Date.parse(wait.at) + LATE_MS;
  if (isLate)
    return (
      <p className="march-remark" data-testid="beacon-late">
        {t.late(String(wait.round), formatClock(Date.parse(wait.givesUpAt)))}
      </p>
    );
  return (
    <div data-testid="beacon-wait">
      <p>{t.waits(String(wait.round))}</p>
      {withWhy && <p className="muted">{t.waitsWhy}</p>}
    </div>
  );
}
