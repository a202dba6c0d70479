/**
 * Deciding battles (ARCHITECTURE 4): one transaction locks a territory, takes its oldest order, fights it by the rules and writes everything
 * that follows. A crash before the commit changes nothing; a second run finds nothing to do.
 */
import { orderTurn } from '@cryptotribes/rules/battles/planAttack';
import { type Army, addArmies, emptyArmy, isEmptyArmy } from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { fitGarrison, garrisonCapacity, hasFreeGarrison, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { territoryInfo } from '@cryptotribes/rules/territories/map';
import type { Context } from '../../context.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { failpoint } from '../../testBuild/failpoint.ts';
import { roundOf } from '../beacon/acceptance.ts';
import { decideNextRaid } from '../raids/decide.ts';
import { getSeason } from '../seasons/queries.ts';
import {
  addToGarrison,
  listPlayerTerritories,
  listStacks,
  lockNextTerritoryWithOrders,
  saveTerritory,
} from '../territories/queries.ts';
import { tellTerritory } from '../territories/show.ts';
import { findSeat } from '../tribes/membership.ts';
import { completeDue } from '../villages/completions.ts';
import { lockVillageRows, saveVillage } from '../villages/queries.ts';
import { type Field, villageOn } from './field.ts';
import { fight } from './fight.ts';
import { writeNotFought } from './notFought.ts';
import { getOldestOrder, type Order } from './queries.ts';
import { underItsRequest } from './underItsRequest.ts';

/**
 * Decides the longest waiting order against a territory and the longest waiting raid. True when there may be more of either.
 * For whoever decides all there is; a running program has workers of their own for both.
 */
export async function decideNextBattle(ctx: Context): Promise<boolean> {
  let more = false;
  try {
    more = await decideNextAttack(ctx);
  } finally {
    // A territory that cannot be decided does not keep raids waiting.
    more = (await decideNextRaid(ctx)) || more;
  }
  return more;
}

/** Decides the longest waiting order, if there is one that nobody else is deciding. True when there may be more. */
export async function decideNextAttack(ctx: Context): Promise<boolean> {
  const decided = await underItsRequest(ctx, (found) => inTransaction(ctx, (tx) => decideOldest(ctx, tx, found)));
  if (decided === 'none') return false;
  if (decided === 'again') return true;
  await failpoint('battle.committed');
  ctx.metrics.battles.inc({ status: decided.status });
  ctx.metrics.battleSeconds.observe(decided.waitedMs / 1000);
  return true;
}

/** Of the territory whose order has waited longest; 'again' when others may be waiting elsewhere. */
async function decideOldest(
  ctx: Context,
  tx: Tx,
  found: (order: Order) => void,
): Promise<{ status: string; waitedMs: number } | 'none' | 'again'> {
  const territory = await lockNextTerritoryWithOrders(tx);
  const order = territory === null ? null : await getOldestOrder(tx, territory.season_id, territory.territory_no);
  if (territory === null) return 'none';
  // Somebody decided its last order while we waited for the row; others may still be waiting elsewhere.
  if (order === null) return 'again';
  found(order);
  const season = await getSeason(tx, territory.season_id);
  if (season === null) throw new Error('a territory without its season');
  const round = await roundOf(tx, season, order.beaconRound);
  // The order in front was decided while we waited for the row, and the next one's round is still to come.
  if (round.kind === 'waiting') return 'again';
  const stacks = await listStacks(tx, season.id, territory.territory_no);
  const players = [...new Set([order.attackerId, ...stacks.map((stack) => stack.userId)])];
  const villages = await lockVillageRows(tx, season.id, players);
  await failpoint('battle.locked');
  // Never before the order was given, and never before the last change of this garrison, wherever the clock of a restarted program stands.
  const roundMs = 'atMs' in round ? round.atMs : 0;
  const nowMs = Math.max(ctx.clock.nowMs(), order.acceptedMs, territory.garrison_at, roundMs);
  for (const village of villages) await completeDue(tx, village, nowMs);
  const field: Field = {
    ctx,
    tx,
    season,
    rules: rulesetById(season.ruleset_id),
    territory,
    order,
    stacks,
    villages: new Map(villages.map((village) => [village.userId, village])),
    beacon: round.kind === 'came' ? round.input : null,
    nowMs,
  };
  const seat = await findSeat(tx, season.id, order.attackerId);
  const roundMissing = round.kind === 'missing';
  const turn = roundMissing
    ? 'void'
    : orderTurn({
        orderTribeId: order.attackerTribeId,
        currentTribeId: seat?.tribeId ?? null,
        territory: { ownerTribeId: territory.owner_tribe_id, truceUntilMs: territory.truce_until },
        nowMs,
      });
  if (turn === 'fight') await fight(field);
  else await standDown(field, turn, roundMissing);
  for (const village of villages) await saveVillage(tx, village);
  await saveTerritory(tx, territory);
  await tellTerritory(tx, tx, territory, nowMs);
  await failpoint('battle.saved');
  return { status: turn === 'fight' ? 'completed' : turn, waitedMs: nowMs - order.acceptedMs };
}

/** The ground has changed since the order, or its round never came: join the own garrison as far as there is room, or go home. Costs and gives nothing. */
async function standDown(field: Field, status: 'reinforced' | 'void', roundMissing: boolean): Promise<void> {
  const { tx, rules, territory, order, nowMs, season } = field;
  const village = villageOn(field, order.attackerId);
  const info = territoryInfo(territory.territory_no);
  let stay: Army = emptyArmy();
  let home: Army = order.army;
  const others = (await listPlayerTerritories(tx, season.id, order.attackerId)).filter(
    (no) => no !== territory.territory_no,
  );
  const present = field.stacks.some((stack) => stack.userId === order.attackerId) ? [territory.territory_no] : [];
  if (status === 'reinforced' && hasFreeGarrison(rules, territory.territory_no, [...others, ...present])) {
    const taken = placesUsed(
      field.stacks.reduce((sum, stack) => addArmies(sum, stack.units), emptyArmy()),
      rules,
    );
    ({ stay, home } = fitGarrison(rules, order.army, Math.max(0, garrisonCapacity(rules, info.tier) - taken)));
  }
  if (!isEmptyArmy(stay)) {
    const place = { seasonId: season.id, territoryNo: territory.territory_no, userId: order.attackerId };
    await addToGarrison(tx, place, order.attackerTribeId, stay, nowMs);
    territory.garrison_at = nowMs;
  }
  village.home = addArmies(village.home, home);
  await writeNotFought(tx, order, {
    status,
    nowMs,
    roundMissing,
    defenderTribeId: territory.owner_tribe_id,
    aim: {
      opponent: info.name,
      target: 'territory',
      territoryId: info.id,
      territoryName: info.name,
      campLevel: null,
    },
  });
}
