import type { Me } from '@cryptotribes/protocol/features/villages';
import { useConnectionState, useSeason, useServerNow } from '../../net/hooks.ts';
import { raidsText as t } from '../../text/en/raids.ts';
import { formatCountdown } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { type Foe, type RaidRefusal, raidRefusal, shieldLeftMs } from './raidModel.ts';

/** Why a raid cannot be sent, as the label of its button. */
export function refusalText(refusal: RaidRefusal, foe: Foe, me: Me, nowMs: number): string {
  const { reasons } = t;
  if (refusal === 'shield') {
    return reasons.shield(foe.kind === 'village' ? formatCountdown(shieldLeftMs(foe.village, nowMs)) : '');
  }
  if (refusal === 'charge') {
    return reasons.charge(formatCountdown(Date.parse(me.raidCharges.nextAt ?? '') - nowMs));
  }
  return reasons[refusal];
}

interface RaidButtonProps {
  foe: Foe;
  me: Me;
  name: string;
  isPrime: boolean;
  onRaid: () => void;
}

/** The one way into a raid; says why where there is none. */
export function RaidButton({ foe, me, name, isPrime, onRaid }: RaidButtonProps) {
  const season = useSeason().data;
  const nowMs = useServerNow();
  const isOffline = useConnectionState().state === 'offline';
  const refusal = raidRefusal({ foe, me, season, army: null, isOffline, nowMs });
  const isTimed = refusal === 'shield' || refusal === 'charge';
  return (
    <button
      type="button"
      className={`btn ${isPrime && !refusal ? 'prime' : ''} ${isPrime ? 'w-full' : ''}`}
      disabled={refusal !== null}
      aria-label={refusal ? undefined : t.dialog.title(name)}
      onClick={onRaid}
    >
      <Icon name={isTimed ? 'hourglass' : 'crossed-swords'} />
      {refusal ? refusalText(refusal, foe, me, nowMs) : t.raid}
    </button>
  );
}
