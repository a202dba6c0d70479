/** GET /v1/users/me: the player's own view of the season (SPEC 4.4.2, UI needs). Looks without locking; what is due counts as done. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { gameToRealMs } from '@cryptotribes/rules/core/time';
import { addArmies, type BuildingType, emptyArmy, totalUnits } from '@cryptotribes/rules/core/units';
import { startCharges } from '@cryptotribes/rules/raids/charges';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import { armyCap, goldCapacity, goldProtectionBp, newVillage } from '@cryptotribes/rules/villages/buildings';
import { baseGoldPerHour, incomePerHourHalves } from '@cryptotribes/rules/villages/income';
import type { Context } from '../../context.ts';
import { readsOf } from '../../platform/reads.ts';
import { walletText } from '../auth/wallet.ts';
import { rankOf } from '../leaderboard/standings.ts';
import { checklistOf } from '../onboarding/service.ts';
import { shieldUntil, showCharges } from '../raids/state.ts';
import { type OwnSeason, readOwnRecord } from './meQueries.ts';
import { toArmy } from './queries.ts';
import { iso, livingUnits } from './service.ts';
import type { Village } from './village.ts';

/** The village as it is at `nowMs`, with everything due counted in, changing nothing. */
function asOf(village: Village, nowMs: number): Village {
  const levels = { ...village.levels };
  const upgrades = { ...village.upgrades };
  for (const type of Object.keys(upgrades) as BuildingType[]) {
    const upgrade = upgrades[type];
    if (upgrade && upgrade.endMs <= nowMs) {
      levels[type] += 1;
      upgrades[type] = null;
    }
  }
  let home = village.home;
  for (const batch of village.batches)
    if (batch.endMs <= nowMs) home = addArmies(home, { ...emptyArmy(), [batch.unit]: batch.quantity });
  for (const group of village.returning) if (group.arrivesMs <= nowMs) home = addArmies(home, group.units);
  return {
    ...village,
    levels,
    upgrades,
    home,
    batches: village.batches.filter((batch) => batch.endMs > nowMs),
    returning: village.returning.filter((group) => group.arrivesMs > nowMs),
  };
}

export async function showMe(ctx: Context, userId: string): Promise<Me> {
  const nowMs = ctx.clock.nowMs();
  const db = readsOf(ctx.pool);
  const record = await readOwnRecord(db, userId);
  const { season, village: stored, tribe, garrisons, marches } = record;
  if (season === null) throw new AppError('SEASON_NOT_FOUND');
  const village = stored === null ? unentered(season, userId, nowMs) : asOf(stored, nowMs);
  const vpRank =
    stored === null
      ? null
      : await rankOf(db, season.id, { userId, victoryPoints: stored.victoryPoints, reachedMs: stored.vpReachedMs });
  const away = [...garrisons, ...marches].reduce((sum, units) => sum + totalUnits(units), 0);
  const rules = rulesetById(season.ruleset_id);
  const capacity = goldCapacity(rules, village.levels.warehouse);
  const base = baseGoldPerHour(rules, village.levels.warehouse);
  const perHour =
    incomePerHourHalves(
      rules,
      village.levels.warehouse,
      garrisons.map((row) => territoryInfo(row.territory_no).tier),
    ) / 2;
  const building = (type: BuildingType) => ({
    level: village.levels[type],
    upgrading: village.upgrades[type] !== null,
    upgradeStartTime: isoOrNull(village.upgrades[type]?.startMs),
    upgradeEndTime: isoOrNull(village.upgrades[type]?.endMs),
  });
  return {
    id: userId,
    walletAddress: walletText(record.wallet),
    username: record.username,
    seasonId: season.id,
    entered: stored !== null,
    tribeId: tribe?.id ?? null,
    tribe,
    unreadMessages: record.unread,
    isAdmin: record.roles.length > 0,
    gold: village.gold,
    goldCapacity: capacity,
    goldProtection: goldProtectionBp(rules, village.levels.warehouse) / 10_000,
    army: village.home,
    armyCap: armyCap(rules, village.levels.barracks),
    armyTotal: livingUnits(village, away),
    buildings: { barracks: building('barracks'), warehouse: building('warehouse'), workshop: building('workshop') },
    victoryPoints: village.victoryPoints,
    vpRank,
    trainingQueue: village.batches.map((batch, index) => ({
      queueId: batch.id,
      unitType: batch.unit,
      quantity: batch.quantity,
      startTime: iso(batch.startMs),
      endTime: iso(batch.endMs),
      queuePosition: index + 1,
      costPaid: batch.cost,
    })),
    homeFormation: village.homeFormation,
    income: {
      perHour,
      base,
      territories: perHour - base,
      nextAt: nextCredit(season, rules.season.slotGameMs, nowMs),
      goldFullAt:
        stored === null || village.gold >= capacity || perHour <= 0
          ? null
          : iso(
              nowMs +
                Math.ceil(((capacity - village.gold) / perHour) * gameToRealMs(rules.season.hourGameMs, season.speed)),
            ),
    },
    garrisons: garrisons.map((row) => ({ territoryId: row.territory_no, units: toArmy(row) })),
    marches: marches.map((row) => ({
      battleId: row.id,
      target: row.territory_no !== null ? 'territory' : row.camp_level !== null ? 'camp' : 'village',
      territoryId: row.territory_no,
      campLevel: row.camp_level,
      villageUserId: row.target_user_id,
      army: toArmy(row),
      orderedAt: iso(row.accepted_ms),
      position: row.position,
    })),
    raidCharges: showCharges(season, rules, village, nowMs),
    shieldUntil: stored === null ? null : shieldUntil(season, rules, village, nowMs),
    campsBeaten: village.raids.campsBeaten,
    checklist:
      stored &&
      checklistOf(record.firstSteps, village, {
        units: livingUnits({ ...village, batches: [] }, away),
        hasTribe: tribe !== null,
      }),
    returning: village.returning.map((group) => ({
      units: group.units,
      arrivesAt: iso(group.arrivesMs),
      fromTerritoryId: group.territoryNo,
    })),
  };
}

function unentered(season: OwnSeason, userId: string, nowMs: number): Village {
  const rules = rulesetById(season.ruleset_id);
  const fresh = newVillage(rules);
  return {
    seasonId: season.id,
    userId,
    gold: fresh.gold,
    home: fresh.army,
    levels: fresh.buildings,
    upgrades: { barracks: null, warehouse: null, workshop: null },
    createdMs: nowMs,
    homeFormation: 'balanced',
    raids: {
      charges: startCharges(rules, nowMs),
      campsBeaten: 0,
      hasRaidedVillage: false,
      lastRaidedMs: null,
      nextOrderNo: 1,
      nextCampOrderNo: 1,
    },
    victoryPoints: 0,
    vpReachedMs: nowMs,
    nextDueMs: null,
    batches: [],
    returning: [],
  };
}

function nextCredit(season: OwnSeason, slotGameMs: number, nowMs: number): string | null {
  if (nowMs < season.season_start || nowMs >= season.season_end) return null;
  const n = Math.floor(((nowMs - season.season_start) * season.speed) / slotGameMs) + 1;
  return iso(season.season_start + gameToRealMs(slotGameMs * n, season.speed));
}
const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));
