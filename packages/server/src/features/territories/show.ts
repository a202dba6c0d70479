/** Territories as they are shown (SPEC 4.4.6 and what the preview needs to be exact). */

import { AppError } from '@cryptotribes/protocol/core/errors';
import type { TerritoryDetail, TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Army } from '@cryptotribes/rules/core/units';
import { addArmies, emptyArmy } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { garrisonCapacity } from '@cryptotribes/rules/territories/garrison';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { readsOf } from '../../platform/reads.ts';
import type { Tx } from '../../platform/tx.ts';
import { captureBonusEligible, listRecentBattles, repeatIndexOf, siegeFatigueOf } from '../battles/history.ts';
import { getSeason } from '../seasons/queries.ts';
import { findSeat } from '../tribes/membership.ts';
import {
  countPending,
  getTerritoryView,
  getTribeRef,
  listOwnPlaces,
  listStacks,
  listTerritoryViews,
  npcUnits,
  type TerritoryRow,
  type TerritoryView,
} from './queries.ts';
import { listWorkshopLevels } from './workshops.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** What everybody sees of the land, as it was read for several requests at once: each territory's JSON, and that of all. */
const textsOf = new WeakMap<TerritoryView[], { each: string[]; all: string }>();

/** JSON of all territories, as `TerritorySummary[]`: what is the same for everybody is written once for all who ask at the same time. */
export async function territoriesText(
  ctx: Context,
  seasonId: string,
  userId: string | null,
  rules: Ruleset,
): Promise<string> {
  const db = readsOf(ctx.pool);
  const [rows, own] = await Promise.all([
    listTerritoryViews(db, seasonId),
    userId === null ? [] : listOwnPlaces(db, seasonId, userId),
  ]);
  const nowMs = ctx.clock.nowMs();
  const texts = textsOf.get(rows) ?? textsFor(rows, rules, nowMs);
  textsOf.set(rows, texts);
  if (own.length === 0) return texts.all;
  const mine = new Map(own.map((place) => [place.territory_no, place]));
  const parts = rows.map((row, index) => {
    const { pending_mine = 0, ...units } = mine.get(row.territory_no) ?? {};
    if (!mine.has(row.territory_no)) return texts.each[index];
    // Read a moment apart from the others' orders: mine are among them.
    const pending = Math.max(row.pending, pending_mine);
    return JSON.stringify(summary({ ...row, ...units, pending, pending_mine }, rules, nowMs));
  });
  return `[${parts.join(',')}]`;
}

function textsFor(rows: TerritoryView[], rules: Ruleset, nowMs: number): { each: string[]; all: string } {
  const each = rows.map((row) => JSON.stringify(summary(row, rules, nowMs)));
  return { each, all: `[${each.join(',')}]` };
}

function summary(row: TerritoryView, rules: Ruleset, nowMs: number): TerritorySummary {
  const info = territoryInfo(row.territory_no);
  const units: Army = {
    militia: row.g_militia,
    spearman: row.g_spearman,
    archer: row.g_archer,
    cavalry: row.g_cavalry,
  };
  const owned = row.owner_tribe_id !== null;
  return {
    id: row.id,
    territoryId: row.territory_no,
    name: info.name,
    province: info.provinceName,
    tier: info.tier,
    terrain: info.terrain,
    coordinates: info.coordinates,
    neighbours: [...info.neighbours],
    owner: owned
      ? {
          tribeId: row.owner_tribe_id as string,
          tribeName: row.tribe_name ?? '',
          tag: row.tag ?? '',
          ordinal: row.ordinal ?? 1,
          controlledSince: iso(row.controlled_since ?? row.garrison_at),
        }
      : null,
    garrison: owned ? { units, formation: row.formation, lastUpdated: iso(row.garrison_at) } : null,
    npcDefense: owned
      ? null
      : { units: npcUnits(row), formation: row.formation, difficulty: rules.tiers[info.tier].npcDifficulty },
    capacity: garrisonCapacity(rules, info.tier),
    goldGeneration: rules.tiers[info.tier].goldPerHour,
    vpGeneration: rules.tiers[info.tier].vpPerHour,
    truceUntil: row.truce_until !== null && row.truce_until > nowMs ? iso(row.truce_until) : null,
    pendingOrders: { count: row.pending, mine: row.pending_mine },
    myUnits:
      row.m_militia === null
        ? null
        : {
            militia: row.m_militia,
            spearman: row.m_spearman ?? 0,
            archer: row.m_archer ?? 0,
            cavalry: row.m_cavalry ?? 0,
          },
  };
}

/** One territory with contributors, fatigue and repeats: the inputs of an exact preview. TERRITORY_NOT_FOUND. */
export async function showTerritory(ctx: Context, id: string, userId: string | null): Promise<TerritoryDetail> {
  const db = ctx.pool;
  const row = await getTerritoryView(db, id, userId);
  const season = row === null ? null : await getSeason(db, row.season_id);
  if (row === null || season === null) throw new AppError('TERRITORY_NOT_FOUND');
  const rules = rulesetById(season.ruleset_id);
  const nowMs = ctx.clock.nowMs();
  const seat = userId === null ? null : await findSeat(db, row.season_id, userId);
  const stacks = await listStacks(db, row.season_id, row.territory_no);
  const workshops = await listWorkshopLevels(
    db,
    row.season_id,
    stacks.map((stack) => stack.userId),
    nowMs,
  );
  return {
    ...summary(row, rules, nowMs),
    contributors:
      row.owner_tribe_id === null
        ? [{ userId: null, username: null, units: npcUnits(row), workshopLevel: 1 }]
        : stacks.map((stack) => ({
            userId: stack.userId,
            username: stack.username,
            units: stack.units,
            workshopLevel: workshops.get(stack.userId) ?? 1,
          })),
    siegeFatigueBp: seat === null ? 0 : await siegeFatigueOf(db, season, rules, row, seat.tribeId, nowMs),
    repeatIndex:
      userId === null || row.owner_tribe_id === null
        ? null
        : await repeatIndexOf(db, season, rules, userId, row.owner_tribe_id, nowMs),
    captureBonus:
      seat === null ? null : await captureBonusEligible(db, season, rules, row.territory_no, seat.tribeId, nowMs),
    recentBattles: await listRecentBattles(db, row.season_id, row.territory_no, 5),
  };
}

/** Tells everybody how a territory looks now. */
export async function tellTerritory(tx: Tx, db: Db, row: TerritoryRow, nowMs: number): Promise<void> {
  const owner = row.owner_tribe_id === null ? null : await getTribeRef(db, row.owner_tribe_id);
  const units =
    owner === null
      ? npcUnits(row)
      : (await listStacks(db, row.season_id, row.territory_no)).reduce(
          (sum, stack) => addArmies(sum, stack.units),
          emptyArmy(),
        );
  tx.tell(
    { season: row.season_id },
    'territory_updated',
    {
      territoryId: row.territory_no,
      territoryName: territoryInfo(row.territory_no).name,
      owner: owner === null ? null : { ...owner, controlledSince: iso(row.controlled_since ?? nowMs) },
      units,
      formation: row.formation,
      truceUntil: row.truce_until !== null && row.truce_until > nowMs ? iso(row.truce_until) : null,
      pending: await countPending(db, row.season_id, row.territory_no),
    },
    nowMs,
  );
}
