import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { isEmptyArmy } from '@cryptotribes/rules/core/units';
import type { TerritoryView } from '../../board/view.ts';

/** What the reader can do with a territory now; everything but `march` and `garrison` is a reason why not. */
export type PrimaryAction =
  | 'connect'
  | 'enter'
  | 'closed'
  | 'findTribe'
  | 'garrison'
  | 'truce'
  | 'nobodyHome'
  | 'march';

/** The main action for a territory, in the order in which the reasons matter to the reader. */
export function primaryAction(
  view: TerritoryView,
  me: Me | null,
  season: Season | undefined,
  nowMs: number,
): PrimaryAction {
  if (!me) return 'connect';
  const isRunning = season?.status === 'active' && nowMs < Date.parse(season.timeline.seasonEnd);
  if (!isRunning) return 'closed';
  if (!me.entered) return 'enter';
  if (!me.tribeId) return 'findTribe';
  if (view.isMine) return 'garrison';
  if ((view.truceUntilMs ?? 0) > nowMs) return 'truce';
  return isEmptyArmy(me.army) ? 'nobodyHome' : 'march';
}
