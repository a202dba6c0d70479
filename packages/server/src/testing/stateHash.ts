/** One hash over everything that a season left behind, for telling whether two runs came to the same end. */
import { createHash } from 'node:crypto';
import type { TestApp } from './testApp.ts';

/** Tables whose rows must be equal after equal runs. */
const TABLES = [
  'users',
  'seasons',
  'season_secrets',
  'entries',
  'villages',
  'building_log',
  'training_batches',
  'returning_units',
  'tribes',
  'tribe_scores',
  'tribe_seats',
  'tribe_requests',
  'territories',
  'battles',
  'battle_defenders',
  'beacon_rounds',
  'ticks',
  'season_rankings',
  'season_prizes',
];

/**
 * Numbers given by sequences show who came to a territory before whom, and that order counts. The numbers themselves do not: a transaction
 * that ran twice leaves a gap behind, and of two territories that change in the same moment either may be first.
 */
const ORDERED = { garrison_stacks: 'arrival_no', tenures: 'id' };

/** Rows written many at a time: which of them got which number is chance, what they say is not. */
const UNNUMBERED = {
  vp_moves: `concat_ws('|', season_id, user_id, tribe_id, delta, reason, ref, at)`,
  news: `concat_ws('|', recipient, type, data, at)`,
};

/** SHA-256 of each table's rows. */
export async function tableHashes(app: Pick<TestApp, 'sql'>): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  const rows = [
    ...TABLES.map((table) => [table, 't::text'] as const),
    ...Object.entries(ORDERED).map(([table, column]) => [table, placed(column)] as const),
    ...Object.entries(UNNUMBERED),
  ];
  for (const [table, text] of rows) {
    const [row] = await app.sql<{ hash: string }>(
      `select encode(sha256(convert_to(coalesce(string_agg(line, E'\\n' order by line collate "C"), ''), 'UTF8')), 'hex') as hash
       from (select ${text} as line from ${table} t) x`,
    );
    hashes[table] = row?.hash ?? '';
  }
  return hashes;
}

/** A row with its place in its territory's order of `column` instead of the number there. */
const placed = (column: string): string =>
  `(to_jsonb(t) || jsonb_build_object('${column}', dense_rank() over (partition by t.season_id, t.territory_no order by t.${column})))::text`;

export const stateHash = (hashes: Record<string, string>): string =>
  createHash('sha256').update(JSON.stringify(hashes)).digest('hex');
