/** All tribes of a season in order (GAME_DESIGN 5, by the rules' own comparison). In seasons of very many tribes the list may be some seconds old. */
import { rankTribes, type TribeStanding } from '@cryptotribes/rules/seasons/ranking';
import type { Db } from '../../platform/db.ts';
import { listTribeStandings } from './queries.ts';

/** A list of so many is made anew for everybody who asks. */
const SMALL_SEASON = 500;
const KEEP_MS = 5_000;

interface Kept {
  madeAtMs: number;
  list: Promise<TribeStanding[]>;
}
const known = new WeakMap<Db, Map<string, Kept>>();

export async function tribeStandings(db: Db, seasonId: string): Promise<TribeStanding[]> {
  const seasons = known.get(db) ?? new Map<string, Kept>();
  known.set(db, seasons);
  const kept = seasons.get(seasonId);
  if (kept !== undefined && performance.now() - kept.madeAtMs < KEEP_MS) return kept.list;
  const made = { madeAtMs: performance.now(), list: listTribeStandings(db, seasonId).then(rankTribes) };
  // Kept while it is being made, too: of many who ask at once in a large season, one reads.
  if (kept !== undefined) seasons.set(seasonId, made);
  try {
    const list = await made.list;
    if (list.length > SMALL_SEASON) seasons.set(seasonId, made);
    else seasons.delete(seasonId);
    return list;
  } catch (error) {
    seasons.delete(seasonId);
    throw error;
  }
}
