/** Giving the order to attack (SPEC 4.4.5, ARCHITECTURE 4): one transaction from the check to the queue. */
import { createHash, randomBytes } from 'node:crypto';
import type { RouteBody, RouteData } from '@cryptotribes/protocol/routes';
import { canonicalOrderText } from '@cryptotribes/rules/battles/orderText';
import { planAttack } from '@cryptotribes/rules/battles/planAttack';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import type { Context } from '../../context.ts';
import { accepted } from '../../platform/refusal.ts';
import type { Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { acceptance } from '../beacon/acceptance.ts';
import { waitOf } from '../beacon/show.ts';
import { assertActive, currentSeason } from '../seasons/service.ts';
import { countPending, getTribeRef, listPlayerTerritories, takeOrderNo } from '../territories/queries.ts';
import { openTerritory } from '../territories/service.ts';
import { holdSeat } from '../tribes/membership.ts';
import { saveVillage } from '../villages/queries.ts';
import { openVillage } from '../villages/service.ts';
import { type FrozenOrder, insertOrder, type Order } from './queries.ts';

export async function orderAttack(
  ctx: Context,
  tx: Tx,
  userId: string,
  body: RouteBody<'battles.attackTerritory'>,
): Promise<RouteData<'battles.attackTerritory'>> {
  const season = await currentSeason(tx, userId);
  // Sent at once, done by the database in this order: the locks are taken in the order that holds everywhere.
  const [seat, territory, { village, rules, nowMs: openedMs }, ownTerritoryIds] = await Promise.all([
    holdSeat(tx, season.id, userId),
    openTerritory(tx, body.territoryId, season.id),
    openVillage(ctx, tx, userId, season),
    listPlayerTerritories(tx, season.id, userId),
  ]);
  await failpoint('attack.locked');
  const { acceptedMs: nowMs, beaconRound } = await acceptance(tx, season, openedMs);
  // The time was read after the last lock: an order that waited across the end is late.
  assertActive(season, nowMs);
  const plan = accepted(
    planAttack(rules, {
      army: body.army,
      home: village.home,
      tribeId: seat?.tribeId ?? null,
      territory: {
        id: territory.territory_no,
        ownerTribeId: territory.owner_tribe_id,
        truceUntilMs: territory.truce_until,
      },
      ownTerritoryIds,
      nowMs,
    }),
  );
  const info = territoryInfo(territory.territory_no);
  const order: Order = {
    id: ctx.newId(),
    seasonId: season.id,
    territoryNo: territory.territory_no,
    orderNo: territory.next_order_no,
    terrain: info.terrain,
    attackerId: userId,
    attackerTribeId: seat?.tribeId as string,
    army: body.army,
    formation: body.formation,
    workshopLevel: village.levels.workshop,
    clientSeed: body.clientSeed === undefined ? randomBytes(16) : Buffer.from(body.clientSeed, 'hex'),
    ordersHash: Buffer.alloc(0),
    acceptedMs: nowMs,
    beaconRound,
  };
  order.ordersHash = hashOrder(order, `territory=${order.territoryNo}`);
  village.home = plan.homeAfter;
  const target = { territoryNo: order.territoryNo, campLevel: null, userId: null };
  const [, , , attacker, pending] = await Promise.all([
    saveVillage(tx, village),
    takeOrderNo(tx, territory.id),
    insertOrder(tx, order, target, territory.owner_tribe_id === null ? 'pve_npc' : 'pvp'),
    getTribeRef(tx, order.attackerTribeId),
    countPending(tx, season.id, info.id),
  ]);
  await failpoint('attack.stored');
  const place = { territoryId: info.id, territoryName: info.name };
  const beacon = waitOf(season, beaconRound);
  tx.tell(
    { season: season.id },
    'battle_queued',
    {
      battleId: order.id,
      ...place,
      orderNo: order.orderNo,
      pending,
      attacker,
      ...(beacon === null ? {} : { beacon }),
    },
    nowMs,
  );
  if (territory.owner_tribe_id !== null) {
    tx.tell({ tribe: territory.owner_tribe_id }, 'attack_incoming', { battleId: order.id, attacker, ...place }, nowMs);
  }
  tx.afterCommit(() => ctx.battleBell.ring());
  return {
    battleId: order.id,
    status: 'queued',
    estimatedProcessingTime: `${pending}s`,
    orderNo: order.orderNo,
    // The territory is held: nobody's order is behind this one.
    position: pending,
    clientSeed: order.clientSeed.toString('hex'),
    beacon,
    remainingArmy: village.home,
  };
}

/** SHA-256 over the order's canonical text: frozen at acceptance, checked by whoever verifies the season. */
export function hashOrder(
  order: Omit<FrozenOrder, 'terrain' | 'ordersHash'>,
  target: `${'territory' | 'village' | 'camp'}=${string | number}`,
): Buffer {
  const text = canonicalOrderText({
    ...order,
    battleId: order.id,
    target,
    tribeId: order.attackerTribeId,
    clientSeed: order.clientSeed.toString('hex'),
  });
  return createHash('sha256').update(text, 'utf8').digest();
}
