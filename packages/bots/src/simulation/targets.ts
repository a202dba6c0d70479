/** Which land a simulated player attacks, and with what: by taste, by what can be seen, with a workshop guessed. */
import { sidePower } from '@cryptotribes/rules/battles/power';
import type { Army, Formation, UnitType } from '@cryptotribes/rules/core/units';
import { armyOf, isEmptyArmy, totalUnits, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import { garrisonCapacity, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { bonusIsDue, fatigueOf, unitsIn } from './land.ts';
import type { Land, Player, World } from './state.ts';
import { homeOf } from './village.ts';

export interface Target {
  land: Land;
  army: Army;
  formation: Formation;
}

/** Land that a player looks at in one sitting. */
const LOOKS = 14;
/** Nobody computes exactly what a garrison is worth: a look is wrong by up to this part, either way. */
const MISJUDGED = 0.2;
/** While the own tribe besieges land, a mate joins in with this part of the defender's power: even a lost attack helps. */
const SIEGE_RATIO = 0.6;
/** Attacks are made with so much more than the defender has, where so much is at hand. */
const SURPLUS = 1.35;

export const isOpen = (land: Land, player: Player, nowMs: number): boolean =>
  land.owner !== player.tribe && (land.truceUntilMs === null || land.truceUntilMs <= nowMs);

/** Attacker's power : defender's power before luck, as the attacker sees it: workshops of others are taken for the own level. */
export function powerRatio(world: World, player: Player, land: Land, army: Army, formation: Formation, nowMs: number) {
  const { rules } = world;
  const { terrain } = land.info;
  const enemy = unitsIn(land);
  if (isEmptyArmy(enemy)) return Number.POSITIVE_INFINITY;
  const workshopLevel = player.buildings.workshop;
  const attacker = sidePower(rules, [{ units: army, workshopLevel }], { role: 'attacker', terrain, formation, enemy });
  const guessed = land.owner === null ? 1 : workshopLevel;
  const defender = sidePower(rules, [{ units: enemy, workshopLevel: guessed }], {
    role: 'defender',
    terrain,
    formation: land.formation,
    enemy: army,
  });
  const tired = (defender * (10_000 - fatigueOf(world, land, player.tribe, nowMs))) / 10_000;
  return tired === 0 ? Number.POSITIVE_INFINITY : attacker / tired;
}

/** The most tempting land that can be won; null when there is none. */
export function chooseTarget(world: World, player: Player, nowMs: number): Target | null {
  const { rules, random } = world;
  const { formations } = rules;
  const { tiers, wild, minRatio, patientDays, dealing } = player.tribe.strategy;
  const home = homeOf(player);
  const patient = nowMs * world.speed < patientDays * 24 * 3_600_000;
  let best: { target: Target; score: number } | null = null;
  const from = random.between(0, world.lands.length - 1);
  for (let look = 0; look < LOOKS; look++) {
    // Seven steps apart, so that a look sees land of all kinds; 7 and 50 have no common factor.
    const land = world.lands[(from + look * 7) % world.lands.length]!;
    if (!isOpen(land, player, nowMs) || (patient && land.owner !== null)) continue;
    const isFriends = land.owner !== null && land.owner === player.tribe.partner;
    if (isFriends && !(dealing === 'trades' && bonusIsDue(world, land, player.tribe, nowMs))) continue;
    const seen = land.owner === null ? 1 : 1 + MISJUDGED * (2 * random.next() - 1);
    const offensive = seen * powerRatio(world, player, land, home, 'offensive', nowMs);
    const besieged = fatigueOf(world, land, player.tribe, nowMs) > 0;
    const needed = land.owner === null ? 1.12 : besieged ? Math.min(minRatio, SIEGE_RATIO) : minRatio;
    if (offensive < needed) continue;
    const balanced = (offensive * formations.balanced.attackingBp) / formations.offensive.attackingBp;
    const formation = balanced >= SURPLUS ? 'balanced' : 'offensive';
    const ratio = formation === 'balanced' ? balanced : offensive;
    const ease = Math.min(ratio, 3) / 3;
    const friends = isFriends ? 5 : 1;
    const score =
      tiers[land.info.tier] * (land.owner === null ? wild : 1) * (0.4 + ease) * friends * (0.6 + 0.8 * random.next());
    if (best !== null && best.score >= score) continue;
    best = { target: { land, army: partFor(rules, home, ratio, land), formation }, score };
  }
  return best?.target ?? null;
}

/** Enough of the home army to win and to hold: everything for a castle, a surplus for an edge; power grows with numbers. */
function partFor(rules: World['rules'], home: Army, ratio: number, land: Land): Army {
  if (!Number.isFinite(ratio)) return shareOf(home, Math.max(0.1, Math.min(1, 30 / totalUnits(home))));
  const enough = SURPLUS / ratio;
  const places = placesUsed(home, rules);
  // Above the garrison's places nobody could stay.
  const room = garrisonCapacity(rules, land.info.tier) / places;
  const wish = land.info.tier === 'edge' ? 0.3 : 0.8;
  return shareOf(home, Math.min(1, Math.max(enough, Math.min(wish, room))));
}

/** A part of an army, type by type, at least one unit. */
export function shareOf(army: Army, share: number): Army {
  const part = armyOf(...UNIT_TYPES.map((unit) => Math.min(army[unit], Math.ceil(army[unit] * share))));
  return part;
}

/** What a counter-picker trains: the types that beat the garrisons of land that it would like to have. */
export function counterTaste(world: World, player: Player): Army {
  const seen = armyOf();
  for (let look = 0; look < 5; look++) {
    const land = world.lands[world.random.between(0, world.lands.length - 1)]!;
    if (land.owner === null || land.owner === player.tribe) continue;
    const units = unitsIn(land);
    for (const unit of UNIT_TYPES)
      seen[unit] += units[unit] * world.rules.units[unit].hp * world.rules.units[unit].damage;
  }
  if (isEmptyArmy(seen)) return player.tribe.strategy.taste as Army;
  const against = (unit: UnitType): number => {
    const { counters } = world.rules.units[unit];
    return 1 + (counters === null ? 0 : (6 * seen[counters]) / (totalUnits(seen) || 1));
  };
  return armyOf(...UNIT_TYPES.map(against));
}
