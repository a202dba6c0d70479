export interface TribeStanding {
  id: string;
  totalVp: number;
  territories: number;
  /** Real time at which the tribe reached its total; a tribe without VP: when it was founded. */
  reachedAtMs: number;
}

/** Order of tribes: more VP, more territories, earlier reaching of the total, lower id. GAME_DESIGN 5. */
export function compareTribes(a: TribeStanding, b: TribeStanding): number {
  return (
    b.totalVp - a.totalVp || b.territories - a.territories || a.reachedAtMs - b.reachedAtMs || compareIds(a.id, b.id)
  );
}

/** All tribes, best first. */
export function rankTribes<T extends TribeStanding>(tribes: readonly T[]): T[] {
  return [...tribes].sort(compareTribes);
}

function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
