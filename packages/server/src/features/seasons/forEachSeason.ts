import type { SeasonRow } from './queries.ts';

/** Seasons are worlds of their own: one that fails keeps none of the others waiting. Throws the first failure at the end. */
export async function forEachSeason(
  seasons: readonly SeasonRow[],
  work: (season: SeasonRow) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const season of seasons) await work(season).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
