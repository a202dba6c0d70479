/** A tribe's garrisons, member by member, and the leaders' right to send units home (GAME_DESIGN 3). */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { GarrisonTotals, TribeGarrison } from '@cryptotribes/protocol/features/tribes';
import type { RouteData } from '@cryptotribes/protocol/routes';
import { type Army, addArmies, emptyArmy } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import { garrisonCapacity, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { territoryIncomeHalves } from '@cryptotribes/rules/villages/income';
import type { Context } from '../../context.ts';
import type { Tx } from '../../platform/tx.ts';
import { currentSeason } from '../seasons/service.ts';
import { openTerritory, recallUnits } from '../territories/service.ts';
import { listTribeStacks, type TribeStack } from '../territories/tribeStacks.ts';
import { iso } from '../villages/service.ts';
import { findSeat, isOpenTribe } from './membership.ts';
import { assertLeader, memberOf, openSeason, openTribe } from './open.ts';
import { listMembers } from './queries.ts';
import { getUsername } from './usernames.ts';

/** Chieftain or captain sends a member's units home. Codes: FORBIDDEN, MEMBER_NOT_FOUND, NOT_OWN_TERRITORY, EMPTY_ARMY, INSUFFICIENT_UNITS. */
export async function sendHome(
  ctx: Context,
  tx: Tx,
  leaderId: string,
  params: { tribeId: string; userId: string },
  order: { territoryId: string; units: Army },
): Promise<RouteData<'tribes.sendHome'>> {
  const season = await openSeason(ctx, tx, leaderId);
  const tribe = await openTribe(tx, params.tribeId, season);
  await assertLeader(tx, season, tribe, leaderId);
  const { user_id: userId } = await memberOf(tx, tribe, params.userId);
  const territory = await openTerritory(tx, order.territoryId, season.id);
  const info = territoryInfo(territory.territory_no);
  if (territory.owner_tribe_id !== tribe.id) throw new AppError('NOT_OWN_TERRITORY', { territoryId: info.id });
  const { left, arrivesMs, nowMs } = await recallUnits(ctx, tx, { season, territory, userId, units: order.units });
  const arrivesAt = iso(arrivesMs);
  if (userId !== leaderId) {
    const by = { userId: leaderId, username: await getUsername(tx, leaderId) };
    const place = { territoryId: info.id, territoryName: info.name };
    tx.tell({ user: userId }, 'units_recalled', { ...place, units: order.units, arrivesAt, by }, nowMs);
  }
  return { territoryId: info.id, userId, unitsLeft: left, arrivesAt };
}

/** Who of the caller's tribe stands where. Codes: TRIBE_NOT_FOUND, NOT_IN_TRIBE. */
export async function showGarrisons(
  ctx: Context,
  tribeId: string,
  userId: string,
): Promise<RouteData<'tribes.garrisons'>> {
  const season = await currentSeason(ctx.pool, userId);
  if (!(await isOpenTribe(ctx.pool, season.id, tribeId))) throw new AppError('TRIBE_NOT_FOUND');
  const rules = rulesetById(season.ruleset_id);
  const nowMs = ctx.clock.nowMs();
  const rows = await listTribeStacks(ctx.pool, season.id, tribeId);
  const members = await listMembers(ctx.pool, tribeId);
  // Looked up last: whoever lost the seat meanwhile gets nothing that was read after it.
  if ((await findSeat(ctx.pool, season.id, userId))?.tribeId !== tribeId) throw new AppError('NOT_IN_TRIBE');
  const byTerritory = new Map<number, TribeStack[]>();
  for (const row of rows) byTerritory.set(row.territory_no, [...(byTerritory.get(row.territory_no) ?? []), row]);
  const totals = members.map((member): GarrisonTotals => {
    const own = rows.filter((row) => row.user_id === member.user_id);
    return {
      userId: member.user_id,
      username: member.username,
      role: member.role,
      territories: own.length,
      units: own.reduce((sum, row) => addArmies(sum, unitsOf(row)), emptyArmy()),
      goldPerHour: own.reduce((sum, row) => sum + goldPerHour(rules, row.territory_no), 0),
    };
  });
  return {
    territories: [...byTerritory.values()].map((stacks) => showGarrison(stacks, rules, nowMs)),
    members: totals,
  };
}

/** The rows of one territory; a territory in which nobody stands has one row without a player. */
function showGarrison(rows: TribeStack[], rules: Ruleset, nowMs: number): TribeGarrison {
  const [land] = rows as [TribeStack];
  const info = territoryInfo(land.territory_no);
  const units = rows.reduce((sum, row) => addArmies(sum, unitsOf(row)), emptyArmy());
  return {
    id: land.id,
    territoryId: info.id,
    name: info.name,
    tier: info.tier,
    controlledSince: iso(land.controlled_since),
    truceUntil: land.truce_until !== null && land.truce_until > nowMs ? iso(land.truce_until) : null,
    formation: land.formation,
    units,
    capacity: garrisonCapacity(rules, info.tier),
    placesTaken: placesUsed(units, rules),
    pendingOrders: land.pending,
    members: rows.flatMap((row) =>
      row.user_id === null
        ? []
        : [{ userId: row.user_id, units: unitsOf(row), goldPerHour: goldPerHour(rules, land.territory_no) }],
    ),
  };
}

const unitsOf = (row: TribeStack): Army => ({
  militia: row.militia,
  spearman: row.spearman,
  archer: row.archer,
  cavalry: row.cavalry,
});

/** What units of any number in a territory earn their owner in an hour of game time; edges give half coins. */
const goldPerHour = (rules: Ruleset, territoryNo: number): number =>
  territoryIncomeHalves(rules, territoryInfo(territoryNo).tier) / 2;
