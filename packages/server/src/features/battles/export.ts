/** A player's battles as a file: CSV for spreadsheets, JSON for programs. Read page by page, so that it never holds more than one in memory. */
import type { BattleListItem } from '@cryptotribes/protocol/features/battles';
import { UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { csvLine } from '../../platform/csv.ts';
import type { Db } from '../../platform/db.ts';
import { listItem, placeOf } from './list.ts';
import { type BattleFilter, type ListPlace, listBattles } from './listQueries.ts';

const PAGE = 500;
export const MAX_EXPORTED = 10_000;

async function* items(db: Db, seasonId: string, filter: BattleFilter): AsyncGenerator<BattleListItem> {
  let after: ListPlace | null = null;
  for (let given = 0; given < MAX_EXPORTED; given += PAGE) {
    const rows = await listBattles(db, seasonId, filter, {
      limit: Math.min(PAGE, MAX_EXPORTED - given),
      offset: 0,
      after,
    });
    for (const row of rows) yield listItem(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = placeOf(last);
  }
}

const losses = (whose: string): string[] => UNIT_TYPES.map((unit) => `${whose}_lost_${unit}`);
const COLUMNS = [
  'battle_id',
  'ordered_at',
  'type',
  'role',
  'result',
  'opponent',
  'opponent_tribe',
  'territory_id',
  'territory',
  'camp_level',
  ...losses('my'),
  ...losses('their'),
  'gold_looted',
  'vp_gained',
];

export async function* exportCsv(db: Db, seasonId: string, filter: BattleFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const item of items(db, seasonId, filter)) {
    yield csvLine([
      item.battleId,
      item.createdAt,
      item.battleType,
      item.role,
      item.result,
      item.opponent,
      item.opponentTribe?.tag ?? null,
      item.territory?.territoryId ?? null,
      item.territory?.name ?? null,
      item.campLevel,
      ...UNIT_TYPES.map((unit) => item.myLosses?.[unit] ?? null),
      ...UNIT_TYPES.map((unit) => item.theirLosses?.[unit] ?? null),
      item.goldLooted,
      item.vpGained,
    ]);
  }
}

/** One JSON array of the history's items. */
export async function* exportJson(db: Db, seasonId: string, filter: BattleFilter): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const item of items(db, seasonId, filter)) {
    yield separator + JSON.stringify(item);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** The same chunks, the first two of them made before anything is sent: what fails there is still answered as an error. */
export async function begun(chunks: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first = [await chunks.next(), await chunks.next()];
  return (async function* () {
    for (const { done, value } of first) if (!done) yield value;
    yield* chunks;
  })();
}
