/** What can be raided: the bandit camps and the villages of other tribes. Looks without locking. */
import { ObjectId } from '@cryptotribes/protocol/core/schema';
import type { RaidVillage } from '@cryptotribes/protocol/features/raids';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { campLootGold } from '@cryptotribes/rules/raids/camps';
import { lootableGold } from '@cryptotribes/rules/raids/villageRaid';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import Type from 'typebox';
import type { Context } from '../../context.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { currentSeason, type SeasonRow } from '../seasons/service.ts';
import { findSeat } from '../tribes/membership.ts';
import { readVillageRow, toArmy } from '../villages/queries.ts';
import { entryRequired } from '../villages/service.ts';
import type { Village } from '../villages/village.ts';
import { listVillages, type Place, type VillageListRow } from './listQueries.ts';
import { countRaidsOn } from './queries.ts';
import { isNewcomer, shieldUntil, showCharges } from './state.ts';

/** Codes: SEASON_NOT_FOUND, ENTRY_FEE_REQUIRED. */
async function ownVillage(db: Db, userId: string): Promise<{ season: SeasonRow; rules: Ruleset; village: Village }> {
  const season = await currentSeason(db, userId);
  const village = await readVillageRow(db, season.id, userId);
  if (village === null) throw entryRequired(season);
  return { season, rules: rulesetById(season.ruleset_id), village };
}

export async function showCamps(ctx: Context, userId: string): Promise<RouteData<'raids.camps'>> {
  const { season, rules, village } = await ownVillage(ctx.pool, userId);
  const nowMs = ctx.clock.nowMs();
  const { campsBeaten } = village.raids;
  const upgradeEndMs = village.upgrades.warehouse?.endMs ?? Number.POSITIVE_INFINITY;
  const warehouse = village.levels.warehouse + (upgradeEndMs <= nowMs ? 1 : 0);
  return {
    raidCharges: showCharges(season, rules, village, nowMs),
    camps: rules.raids.camps.map(({ army }, index) => ({
      level: index + 1,
      army,
      formation: rules.raids.campFormation,
      terrain: rules.raids.campTerrain,
      loot: campLootGold(rules, index + 1, warehouse),
      beaten: index + 1 <= campsBeaten,
      unlocked: index <= campsBeaten,
    })),
  };
}

const whole = (maximum: number) => Type.Integer({ minimum: 0, maximum });
/** Points, when they were reached (a date at most), whose they are. */
const PlaceInRanking = Type.Tuple([whole(Number.MAX_SAFE_INTEGER), whole(8_640_000_000_000_000), ObjectId]);

/** `limit` 1 to 100; `cursor` as given with the page before, undefined = from the start. Code: VALIDATION_FAILED (not a cursor of ours). */
export async function showVillages(
  ctx: Context,
  userId: string,
  page: { cursor: string | undefined; limit: number; openOnly: boolean },
): Promise<RouteData<'raids.villages'>> {
  const db = ctx.pool;
  const place = readCursor(page.cursor, PlaceInRanking);
  const after: Place | null = place && { victoryPoints: place[0], vpReachedMs: place[1], userId: place[2] };
  const { season, rules, village } = await ownVillage(db, userId);
  const nowMs = ctx.clock.nowMs();
  const toRealMs = (gameMs: number) => gameToRealMs(gameMs, season.speed);
  const rows = await listVillages(db, {
    seasonId: season.id,
    userId,
    tribeId: (await findSeat(db, season.id, userId))?.tribeId ?? null,
    after,
    openOnly: page.openOnly,
    seasonStartMs: season.season_start,
    nowMs,
    newVillageShieldMs: toRealMs(rules.raids.newVillageShieldGameMs),
    raidedShieldMs: toRealMs(rules.raids.raidedShieldGameMs),
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const sinceMs = nowMs - toRealMs(rules.victoryPoints.repeatWindowGameMs);
  const repeats = await countRaidsOn(
    db,
    season.id,
    userId,
    shown.map((row) => row.user_id),
    sinceMs,
  );
  const last = shown.at(-1);
  return {
    raidCharges: showCharges(season, rules, village, nowMs),
    shieldUntil: shieldUntil(season, rules, village, nowMs),
    raidEndsShield: !village.raids.hasRaidedVillage && isNewcomer(season, rules, village, nowMs),
    villages: shown.map((row) => showVillage(season, rules, row, repeats.get(row.user_id) ?? 0, nowMs)),
    nextCursor:
      rows.length > page.limit && last ? writeCursor([last.victory_points, last.vp_reached_at, last.user_id]) : null,
    at: new Date(nowMs).toISOString(),
  };
}

function showVillage(
  season: SeasonRow,
  rules: Ruleset,
  row: VillageListRow,
  repeatIndex: number,
  nowMs: number,
): RaidVillage {
  const raids = { hasRaidedVillage: row.has_raided_village, lastRaidedMs: row.last_raided_at };
  return {
    userId: row.user_id,
    username: row.username,
    tribe:
      row.tribe_id === null
        ? null
        : { tribeId: row.tribe_id, name: row.tribe_name ?? '', tag: row.tag ?? '', ordinal: row.ordinal ?? 1 },
    victoryPoints: row.victory_points,
    army: toArmy(row),
    formation: row.home_formation,
    workshopLevel: row.workshop,
    lootAtMost: lootableGold(rules, { gold: row.gold, warehouse: row.warehouse }),
    shieldUntil: shieldUntil(season, rules, { createdMs: row.created_at, raids }, nowMs),
    repeatIndex,
  };
}
