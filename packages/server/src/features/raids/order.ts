/** Giving the order to raid (GAME_DESIGN 3, ARCHITECTURE 4): one transaction from the check to the queue. Locks: villages by user id. */
import { randomBytes } from 'node:crypto';
import { AppError } from '@cryptotribes/protocol/core/errors';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import type { Army } from '@cryptotribes/rules/core/units';
import { planCampRaid } from '@cryptotribes/rules/raids/camps';
import { spendCharge } from '@cryptotribes/rules/raids/charges';
import { planVillageRaid } from '@cryptotribes/rules/raids/villageRaid';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import type { Ruleset } from '@cryptotribes/rules/rulesets/ruleset';
import type { Context } from '../../context.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { hashOrder } from '../battles/order.ts';
import { acceptance } from '../beacon/acceptance.ts';
import { waitOf } from '../beacon/show.ts';
import { assertActive, currentSeason, type SeasonRow } from '../seasons/service.ts';
import { findSeat } from '../tribes/membership.ts';
import { completeDue } from '../villages/completions.ts';
import { lockVillageRows, saveVillage } from '../villages/queries.ts';
import { entryRequired, openVillage } from '../villages/service.ts';
import type { Village } from '../villages/village.ts';
import { insertRaid, type RaidOrder, type RaidTarget, raidPosition } from './queries.ts';
import { showCharges, villageShieldMs } from './state.ts';

/** Codes: CAMP_LOCKED, EMPTY_ARMY, INSUFFICIENT_UNITS, NO_RAID_CHARGE. */
export async function orderCampRaid(
  ctx: Context,
  tx: Tx,
  userId: string,
  body: RouteBody<'battles.raidCamp'>,
): Promise<RouteData<'battles.raidCamp'>> {
  const season = await currentSeason(tx, userId);
  const { village, rules, nowMs: openedMs } = await openVillage(ctx, tx, userId, season);
  const { acceptedMs: nowMs, beaconRound } = await acceptance(tx, season, openedMs);
  assertActive(season, nowMs);
  const { homeAfter } = accepted(
    planCampRaid(rules, {
      level: body.level,
      highestBeaten: village.raids.campsBeaten,
      army: body.army,
      home: village.home,
    }),
  );
  const orderNo = village.raids.nextCampOrderNo;
  village.raids = { ...village.raids, nextCampOrderNo: orderNo + 1 };
  const raid = {
    season,
    rules,
    village,
    nowMs,
    target: { kind: 'camp', level: body.level } as const,
    orderNo,
    homeAfter,
    beaconRound,
  };
  return queueRaid(ctx, tx, raid, body);
}

/** Codes: USER_NOT_FOUND, OWN_VILLAGE, OWN_TRIBE, VILLAGE_SHIELDED, EMPTY_ARMY, INSUFFICIENT_UNITS, NO_RAID_CHARGE. */
export async function orderVillageRaid(
  ctx: Context,
  tx: Tx,
  userId: string,
  body: RouteBody<'battles.raidVillage'>,
): Promise<RouteData<'battles.raidVillage'>> {
  const season = await currentSeason(tx, userId);
  const rules = rulesetById(season.ruleset_id);
  const villages = await lockVillageRows(tx, season.id, [userId, body.userId]);
  const { acceptedMs: nowMs, beaconRound } = await acceptance(tx, season, ctx.clock.nowMs());
  const village = villages.find((item) => item.userId === userId);
  const target = villages.find((item) => item.userId === body.userId);
  if (!village) throw entryRequired(season);
  assertActive(season, nowMs);
  if (!target) throw new AppError('USER_NOT_FOUND');
  for (const item of villages) await completeDue(tx, item, nowMs);
  const mine = await findSeat(tx, season.id, userId);
  const theirs = await findSeat(tx, season.id, body.userId);
  const { homeAfter } = accepted(
    planVillageRaid({
      attacker: { userId, tribeId: mine?.tribeId ?? null },
      defender: {
        userId: body.userId,
        tribeId: theirs?.tribeId ?? null,
        shieldUntilMs: villageShieldMs(season, rules, target),
      },
      army: body.army,
      home: village.home,
      nowMs,
    }),
  );
  const orderNo = target.raids.nextOrderNo;
  target.raids = { ...target.raids, nextOrderNo: orderNo + 1 };
  await saveVillage(tx, target);
  const raid = {
    season,
    rules,
    village,
    nowMs,
    target: { kind: 'village', userId: body.userId } as const,
    orderNo,
    homeAfter,
    beaconRound,
  };
  return queueRaid(ctx, tx, raid, body);
}

interface Raid {
  season: SeasonRow;
  rules: Ruleset;
  /** The raider's, locked. */
  village: Village;
  nowMs: number;
  target: RaidTarget;
  orderNo: number;
  homeAfter: Army;
  beaconRound: number | null;
}

/** Takes the charge and the units, freezes the order and puts it into its queue. */
async function queueRaid(
  ctx: Context,
  tx: Tx,
  raid: Raid,
  body: Pick<RouteBody<'battles.raidCamp'>, 'army' | 'formation' | 'clientSeed'>,
): Promise<RouteData<'battles.raidCamp'>> {
  const { season, rules, village, nowMs, target } = raid;
  const { charges, asOfMs } = accepted(spendCharge(rules, village.raids.charges, nowMs, season.speed));
  village.raids = { ...village.raids, charges: { charges, asOfMs } };
  village.home = raid.homeAfter;
  const seat = await findSeat(tx, season.id, village.userId);
  const order: RaidOrder = {
    id: ctx.newId(),
    seasonId: season.id,
    target,
    orderNo: raid.orderNo,
    terrain: target.kind === 'camp' ? rules.raids.campTerrain : rules.raids.villageTerrain,
    attackerId: village.userId,
    attackerTribeId: seat?.tribeId ?? null,
    army: body.army,
    formation: body.formation,
    workshopLevel: village.levels.workshop,
    clientSeed: body.clientSeed === undefined ? randomBytes(16) : Buffer.from(body.clientSeed, 'hex'),
    ordersHash: Buffer.alloc(0),
    acceptedMs: nowMs,
    beaconRound: raid.beaconRound,
  };
  order.ordersHash = hashOrder(order, target.kind === 'camp' ? `camp=${target.level}` : `village=${target.userId}`);
  await saveVillage(tx, village);
  await insertRaid(tx, order);
  tx.afterCommit(() => ctx.battleBell.ring());
  const position = await raidPosition(tx, order.id);
  return {
    battleId: order.id,
    status: 'queued',
    estimatedProcessingTime: `${position}s`,
    orderNo: order.orderNo,
    position,
    clientSeed: order.clientSeed.toString('hex'),
    beacon: waitOf(season, order.beaconRound),
    remainingArmy: village.home,
    raidCharges: showCharges(season, rules, village, nowMs),
  };
}
