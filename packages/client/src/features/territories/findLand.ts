import type { TerritoryView } from '../../board/view.ts';

const SHOWN = 8;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Lands whose name, owner, tag or province carries the text; those that begin with it come first. Empty for no text. */
export function findLand(views: readonly TerritoryView[], text: string): TerritoryView[] {
  const wanted = plain(text.trim());
  if (wanted === '') return [];
  const rank = (view: TerritoryView): number => {
    const name = plain(view.name);
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    const others = [view.owner?.tag, view.owner?.name, view.province].map((other) => plain(other ?? ''));
    return others.some((other) => other.includes(wanted)) ? 2 : 3;
  };
  return views
    .map((view) => ({ view, rank: rank(view) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.view.territoryId - b.view.territoryId)
    .slice(0, SHOWN)
    .map(({ view }) => view);
}
