import type { BattleListItem } from '@cryptotribes/protocol/features/battles';
import type { BattleQuery } from '../../net/battleHooks.ts';
import { battleText as words } from '../../text/en/battle.ts';

export const FILTERS = ['all', 'tribe', 'attacker', 'defender', 'raids', 'unread'] as const;
export type Filter = (typeof FILTERS)[number];

const QUERIES: Record<Filter, BattleQuery> = {
  all: {},
  tribe: { scope: 'tribe' },
  attacker: { role: 'attacker' },
  defender: { role: 'defender' },
  raids: { raids: '1' },
  unread: { unread: '1' },
};

/** What the server is asked for: the filter, and the search when there is one. */
export function battleQuery(filter: Filter, search: string): BattleQuery {
  const text = search.trim();
  return text === '' ? QUERIES[filter] : { ...QUERIES[filter], search: text };
}

/** Where it was fought: a land, a camp, or a village, whose owner stands in the opponent's place. */
export function placeName({ territory, campLevel }: Pick<BattleListItem, 'territory' | 'campLevel'>): string {
  if (territory) return territory.name;
  return campLevel === null ? words.village : words.camp(campLevel);
}

/** What our side did. */
export function deedOf({ role, territory }: Pick<BattleListItem, 'role' | 'territory'>, isTribe: boolean): string {
  if (!territory) return role === 'attacker' ? words.raided : words.raidedBy;
  if (isTribe) return role === 'attacker' ? words.tribeMarched : words.tribeHeld;
  return role === 'attacker' ? words.marched : words.held;
}
