import type { Season } from '@cryptotribes/protocol/features/seasons';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { canDismiss, canJoinAt } from '@cryptotribes/rules/tribes/roster';
import { useConnectionState, useSeason, useServerNow } from '../../net/hooks.ts';
import { tribeText } from '../../text/en/tribe.ts';

const t = tribeText;

interface Blocked {
  /** Why nothing about tribes can be ordered at the moment; null = it can. */
  all: string | null;
  /** Why nobody can join: the above, or the end is too near. */
  joining: string | null;
  /** Why nobody can be dismissed. */
  dismissing: string | null;
}

const isOpen = (season: Season) => season.status === 'active' || season.status === 'registration';

/** The reasons of the moment for which orders about tribes are not taken; the server decides by the same rules. */
export function useBlocked(): Blocked {
  const season = useSeason().data;
  const isOffline = useConnectionState().state === 'offline';
  const nowMs = useServerNow();
  const all = isOffline ? t.offline : season && !isOpen(season) ? t.notOpen : null;
  if (!season) return { all, joining: all, dismissing: all };
  const rules = rulesetById(season.rulesetId);
  const endsMs = Date.parse(season.timeline.seasonEnd);
  const startsMs = Date.parse(season.timeline.seasonStart);
  const { speed } = season;
  const mayJoin = canJoinAt(rules, { endsMs, speed }, nowMs);
  const mayDismiss = canDismiss(rules, 'chieftain', { startsMs, speed }, nowMs);
  return {
    all,
    joining: all ?? (mayJoin ? null : t.closedLastHours),
    dismissing: all ?? (mayDismiss ? null : t.dismissClosed),
  };
}
