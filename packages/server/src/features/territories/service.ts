/** Garrisons (SPEC 4.4.6, GAME_DESIGN 3). Lock order everywhere: seat, territory, villages. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteData } from '@cryptotribes/protocol/routes';
import {
  type Army,
  addArmies,
  emptyArmy,
  type Formation,
  hasUnits,
  isEmptyArmy,
  subtractArmies,
} from '@cryptotribes/rules/core/units';
import { recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { placesUsed, planGarrison } from '@cryptotribes/rules/territories/garrison';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import type { Context } from '../../context.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import { holdSeat } from '../tribes/membership.ts';
import { insertReturning, saveVillage } from '../villages/queries.ts';
import { openVillage } from '../villages/service.ts';
import {
  addToGarrison,
  listPlayerTerritories,
  listStacks,
  lockTerritory,
  removeFromGarrison,
  saveTerritory,
  setGarrisonUnits,
  type TerritoryRow,
} from './queries.ts';
import { tellTerritory } from './show.ts';

/** Locks a territory of the given season. TERRITORY_NOT_FOUND also for those of other seasons. */
export async function openTerritory(tx: Tx, id: string, seasonId: string): Promise<TerritoryRow> {
  const territory = await lockTerritory(tx, id);
  if (territory === null || territory.season_id !== seasonId) throw new AppError('TERRITORY_NOT_FOUND');
  return territory;
}

/** Moves units from home into the own tribe's garrison; with no units it only sets the formation, for those who stand there. */
export async function moveIntoGarrison(
  ctx: Context,
  tx: Tx,
  userId: string,
  territoryId: string,
  order: { units: Army; formation: Formation },
): Promise<RouteData<'territories.garrison'>> {
  const season = await currentSeason(tx, userId);
  const seat = await holdSeat(tx, season.id, userId);
  const territory = await openTerritory(tx, territoryId, season.id);
  const { village, rules, nowMs } = await openVillage(ctx, tx, userId, season);
  assertActive(season, nowMs);
  const info = territoryInfo(territory.territory_no);
  const before = await listStacks(tx, season.id, territory.territory_no);
  const mine = before.find((stack) => stack.userId === userId)?.units ?? emptyArmy();
  const total = before.reduce((sum, stack) => addArmies(sum, stack.units), emptyArmy());
  const formationOnly = isEmptyArmy(order.units) && !isEmptyArmy(mine) && territory.owner_tribe_id === seat?.tribeId;
  if (!formationOnly) {
    const plan = accepted(
      planGarrison(rules, {
        units: order.units,
        home: village.home,
        tribeId: seat?.tribeId ?? null,
        territory: { id: territory.territory_no, tier: info.tier, ownerTribeId: territory.owner_tribe_id },
        placesTaken: placesUsed(total, rules),
        ownTerritoryIds: await listPlayerTerritories(tx, season.id, userId),
      }),
    );
    village.home = plan.homeAfter;
    const place = { seasonId: season.id, territoryNo: territory.territory_no, userId };
    await addToGarrison(tx, place, seat?.tribeId as string, order.units, nowMs);
  }
  await saveVillage(tx, village);
  territory.formation = order.formation;
  territory.garrison_at = nowMs;
  await saveTerritory(tx, territory);
  await tellTerritory(tx, tx, territory, nowMs);
  return {
    territoryId: territory.territory_no,
    garrison: {
      units: addArmies(total, order.units),
      formation: order.formation,
      lastUpdated: new Date(nowMs).toISOString(),
    },
    myUnits: addArmies(mine, order.units),
    remainingArmy: village.home,
  };
}

/** Sends the caller's units home; they arrive after 30 minutes of game time. Codes: EMPTY_ARMY, INSUFFICIENT_UNITS. */
export async function withdrawFromGarrison(
  ctx: Context,
  tx: Tx,
  userId: string,
  territoryId: string,
  units: Army,
): Promise<RouteData<'territories.withdraw'>> {
  const season = await currentSeason(tx, userId);
  const territory = await openTerritory(tx, territoryId, season.id);
  const recalled = await recallUnits(ctx, tx, { season, territory, userId, units });
  return {
    territoryId: territory.territory_no,
    myUnits: recalled.left,
    arrivesAt: new Date(recalled.arrivesMs).toISOString(),
  };
}

export interface Recall {
  season: SeasonRow;
  /** Under its lock. */
  territory: TerritoryRow;
  /** Whose units. */
  userId: string;
  units: Army;
}

/** Sends a player's units home from a garrison. What stays, and when the rest arrives (real time). Codes: EMPTY_ARMY, INSUFFICIENT_UNITS. */
export async function recallUnits(
  ctx: Context,
  tx: Tx,
  { season, territory, userId, units }: Recall,
): Promise<{ left: Army; arrivesMs: number; nowMs: number }> {
  const { village, rules, nowMs } = await openVillage(ctx, tx, userId, season);
  assertActive(season, nowMs);
  if (isEmptyArmy(units)) throw new AppError('EMPTY_ARMY');
  const mine =
    (await listStacks(tx, season.id, territory.territory_no)).find((stack) => stack.userId === userId)?.units ??
    emptyArmy();
  if (!hasUnits(mine, units)) throw new AppError('INSUFFICIENT_UNITS', { required: units, available: mine });
  const left = subtractArmies(mine, units);
  const place = { seasonId: season.id, territoryNo: territory.territory_no, userId };
  if (isEmptyArmy(left)) await removeFromGarrison(tx, season.id, territory.territory_no, [userId], nowMs);
  else await setGarrisonUnits(tx, place, left);
  const arrivesMs = recallArrivesMs(rules, nowMs, season.speed);
  await insertReturning(tx, village, territory.territory_no, units, arrivesMs);
  await saveVillage(tx, village);
  territory.garrison_at = nowMs;
  await saveTerritory(tx, territory);
  await tellTerritory(tx, tx, territory, nowMs);
  tx.afterCommit(() => ctx.dueBell.ring());
  return { left, arrivesMs, nowMs };
}
