/** What one player does in one sitting, decided by what the village and the map look like and by the dice. */
import { type Army, BUILDING_TYPES, FORMATIONS, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { campOf } from '@cryptotribes/rules/raids/camps';
import { orderAttack } from '../../features/battles/order.ts';
import { orderCampRaid, orderVillageRaid } from '../../features/raids/order.ts';
import { moveIntoGarrison, withdrawFromGarrison } from '../../features/territories/service.ts';
import { leaveTribe } from '../../features/tribes/leaving.ts';
import { setRole } from '../../features/tribes/service.ts';
import { readVillageRow } from '../../features/villages/queries.ts';
import { cancelTraining, startTraining, startUpgrade } from '../../features/villages/service.ts';
import type { Village } from '../../features/villages/village.ts';
import { many, maybeOne, statement } from '../../platform/db.ts';
import { join, type World } from './world.ts';

interface Land {
  id: string;
  owner: string | null;
  wild: number;
  truce: boolean;
}
const landOf = statement(
  'play.land',
  `select id, owner_tribe_id as owner, npc_militia + npc_spearman + npc_archer + npc_cavalry as wild,
     coalesce(truce_until > $2, false) as truce from territories where season_id = $1 order by territory_no`,
);
const seatOf = statement(
  'play.seat',
  'select tribe_id as tribe, role from tribe_seats where season_id = $1 and user_id = $2',
);
const stackOf = statement(
  'play.stack',
  `select t.id, s.militia, s.spearman, s.archer, s.cavalry from garrison_stacks s join territories t using (season_id, territory_no)
   where s.season_id = $1 and s.user_id = $2 order by s.territory_no limit 1`,
);
const openTribeOf = statement(
  'play.openTribe',
  `select t.id, c.user_id as chieftain from tribes t join tribe_seats c on c.tribe_id = t.id and c.seat = 1
   where t.season_id = $1 and t.dissolved_at is null and (select count(*) from tribe_seats s where s.tribe_id = t.id and role = 'warrior') < 9
   order by t.ordinal limit 1`,
);
const matesOf = statement(
  'play.mates',
  `select s.user_id as id, v.militia, v.spearman, v.archer, v.cavalry from tribe_seats s join villages v using (season_id, user_id)
   where s.tribe_id = $1 and s.user_id <> $2 order by s.seat`,
);
type Mate = Army & { id: string };

export async function playSession(world: World, userId: string): Promise<void> {
  const village = await readVillageRow(world.ctx.pool, world.season.id, userId);
  if (village === null) throw new Error(`${userId} has no village`);
  await spend(world, village);
  const seat = await maybeOne<{ tribe: string; role: string }>(world.ctx.pool, seatOf, [world.season.id, userId]);
  if (await politics(world, userId, seat)) return;
  const army = totalUnits(village.home);
  if (army === 0) {
    if (world.dice.chance(150)) await comeHome(world, userId);
    return;
  }
  const level = Math.min(10, village.raids.campsBeaten + 1);
  if (army >= 1.3 * totalUnits(campOf(world.rules, level).army) && world.dice.chance(700)) {
    const body = { level, ...order(world, village.home) };
    await world.command((ctx, tx) => orderCampRaid(ctx, tx, userId, body));
  } else if (world.dice.chance(60)) {
    const target = world.dice.pick(world.players) as string;
    const body = { userId: target, ...order(world, village.home) };
    await world.command((ctx, tx) => orderVillageRaid(ctx, tx, userId, body));
  } else {
    await march(world, village, seat?.tribe ?? null);
  }
}

/** Builds, trains, and now and then thinks better of it. */
async function spend(world: World, village: Village): Promise<void> {
  const { dice, rules } = world;
  const { userId } = village;
  const queued = village.batches.at(-1);
  if (queued && dice.chance(150)) await world.command((ctx, tx) => cancelTraining(ctx, tx, userId, queued.id));
  const building = dice.pick(BUILDING_TYPES) as (typeof BUILDING_TYPES)[number];
  if (dice.chance(450) && village.gold > 300) await world.command((ctx, tx) => startUpgrade(ctx, tx, userId, building));
  const unit =
    dice.pick(UNIT_TYPES.filter((type) => rules.units[type].barracksLevel <= village.levels.barracks)) ?? 'militia';
  const quantity = Math.min(40, Math.floor((village.gold * 0.6) / rules.units[unit].costGold));
  if (quantity > 0) await world.command((ctx, tx) => startTraining(ctx, tx, userId, unit, quantity));
}

/** Leaving for another tribe, handing over the lead: rare. True when that was all for this sitting. */
async function politics(world: World, userId: string, seat: { tribe: string; role: string } | null): Promise<boolean> {
  if (seat === null) {
    const open = await maybeOne<{ id: string; chieftain: string }>(world.ctx.pool, openTribeOf, [world.season.id]);
    if (open !== null) await join(world, open.id, open.chieftain, userId);
    return true;
  }
  if (seat.role === 'chieftain' && world.dice.chance(10)) {
    const [heir] = await many<Mate>(world.ctx.pool, matesOf, [seat.tribe, userId]);
    if (heir) await world.command((ctx, tx) => setRole(ctx, tx, userId, seat.tribe, heir.id, 'chieftain'));
    return true;
  }
  if (!world.dice.chance(8)) return false;
  await world.command((ctx, tx) => leaveTribe(ctx, tx, userId, seat.tribe));
  return true;
}

/** Attacks the weakest wild land or somebody's, or strengthens a garrison of the own tribe. */
async function march(world: World, village: Village, tribe: string | null): Promise<void> {
  const { dice, season } = world;
  const now = new Date(world.ctx.clock.nowMs());
  const land = await many<Land>(world.ctx.pool, landOf, [season.id, now]);
  const army = totalUnits(village.home);
  const own = land.filter((place) => place.owner === tribe);
  if (own.length > 0 && dice.chance(300)) {
    const place = dice.pick(own) as Land;
    const units = half(village.home);
    const body = {
      units: totalUnits(units) > 0 ? units : village.home,
      formation: dice.pick(FORMATIONS) ?? 'balanced',
    };
    await world.command((ctx, tx) => moveIntoGarrison(ctx, tx, village.userId, place.id, body));
    return;
  }
  if (army < 12) return;
  const wild = land.filter((place) => place.owner === null && place.wild < army * 1.2);
  const enemy = land.filter((place) => place.owner !== null && place.owner !== tribe && !place.truce);
  const place =
    wild.length > 0 && dice.chance(700)
      ? (wild.sort((a, b) => a.wild - b.wild)[dice.below(Math.min(5, wild.length))] as Land)
      : dice.pick(enemy);
  if (place === null) return;
  const body = { territoryId: place.id, ...order(world, village.home) };
  const given = await world.command((ctx, tx) => orderAttack(ctx, tx, village.userId, body));
  if (given !== null && tribe !== null && dice.chance(300)) await follow(world, tribe, village.userId, place.id);
}

/** A tribesman goes the same way: to fight on, or to join the garrison. Some change their mind about the tribe on the way. */
async function follow(world: World, tribe: string, userId: string, territoryId: string): Promise<void> {
  const mates = (await many<Mate>(world.ctx.pool, matesOf, [tribe, userId])).filter(
    (mate) => totalUnits(unitsOf(mate)) > 0,
  );
  const mate = world.dice.pick(mates);
  if (mate === null) return;
  await world.command((ctx, tx) => orderAttack(ctx, tx, mate.id, { territoryId, ...order(world, unitsOf(mate)) }));
  if (world.dice.chance(150)) await world.command((ctx, tx) => leaveTribe(ctx, tx, mate.id, tribe));
}

/** Takes some of the units out of the first garrison they stand in. */
async function comeHome(world: World, userId: string): Promise<void> {
  const stack = await maybeOne<Army & { id: string }>(world.ctx.pool, stackOf, [world.season.id, userId]);
  if (stack === null) return;
  const { id, ...units } = stack;
  await world.command((ctx, tx) =>
    withdrawFromGarrison(ctx, tx, userId, id, world.dice.chance(500) ? units : half(units)),
  );
}

const order = (world: World, army: Army) => ({
  army,
  formation: world.dice.pick(FORMATIONS) ?? ('balanced' as const),
  clientSeed: world.dice.clientSeed(),
});

const unitsOf = ({ militia, spearman, archer, cavalry }: Army): Army => ({ militia, spearman, archer, cavalry });

const half = (army: Army): Army => ({
  militia: Math.floor(army.militia / 2),
  spearman: Math.floor(army.spearman / 2),
  archer: Math.floor(army.archer / 2),
  cavalry: Math.floor(army.cavalry / 2),
});
