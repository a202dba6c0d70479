/**
 * A whole demo season in memory for the bots' tests: the game's own rules on plain records, without database, queue or ticks
 * (battles are fought at once, gold flows continuously). Good enough to see how a population of bots behaves over hours.
 */
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import type { Army, BuildingType, Formation, UnitType } from '@cryptotribes/rules/core/units';
import {
  addArmies,
  emptyArmy,
  hasUnits,
  isEmptyArmy,
  subtractArmies,
  totalUnits,
} from '@cryptotribes/rules/core/units';
import { campBattle, campLootGold, planCampRaid } from '@cryptotribes/rules/raids/camps';
import { type ChargeState, spendCharge, startCharges } from '@cryptotribes/rules/raids/charges';
import { planVillageRaid, shieldUntilMs, villageBattle, villageLootGold } from '@cryptotribes/rules/raids/villageRaid';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { captureOutcome, recallArrivesMs } from '@cryptotribes/rules/territories/capture';
import { garrisonCapacity, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { TERRITORIES, type TerritoryInfo } from '@cryptotribes/rules/territories/map';
import { npcGarrison } from '@cryptotribes/rules/territories/npc';
import { armyCap, goldCapacity, newVillage, planUpgrade } from '@cryptotribes/rules/villages/buildings';
import { baseGoldPerHour } from '@cryptotribes/rules/villages/income';
import { planTraining } from '@cryptotribes/rules/villages/training';
import { createBotRandom } from '../botRandom.ts';

export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

export interface FakeTribe {
  id: string;
  name: string;
  tag: string;
  members: string[];
  requests: string[];
}
export interface FakePlayer {
  id: string;
  username: string | null;
  entered: boolean;
  tribeId: string | null;
  gold: number;
  goldAtMs: number;
  home: Army;
  buildings: Record<BuildingType, { level: number; endMs: number | null }>;
  queue: { unit: UnitType; quantity: number; endMs: number }[];
  returning: { units: Army; atMs: number }[];
  invites: string[];
  raids: { charges: ChargeState; campsBeaten: number; hasRaidedVillage: boolean; lastRaidedMs: number | null };
  beganMs: number;
}
export interface FakeTerritory {
  info: TerritoryInfo;
  id: string;
  ownerId: string | null;
  formation: Formation;
  /** Wild defenders have userId null. */
  contributors: { userId: string | null; units: Army }[];
  truceUntilMs: number;
}

const HOUR_MS = 3_600_000;

export class FakeGame {
  readonly speed: number;
  readonly nowMs: () => number;
  readonly #random = createBotRandom(7);
  #ids = 0;
  seasonId = '';
  seasonNumber = 0;
  status: 'registration' | 'active' | 'ended' = 'active';
  players = new Map<string, FakePlayer>();
  tribes = new Map<string, FakeTribe>();
  territories: FakeTerritory[] = [];
  readonly captures: { atMs: number; place: number; by: string; from: string | null }[] = [];
  raids: { atMs: number; by: string; on: string }[] = [];
  readonly attacks: { atMs: number; place: number; userId: string; against: (string | null)[] }[] = [];

  constructor(nowMs: () => number, speed = 60) {
    this.nowMs = nowMs;
    this.speed = speed;
    this.newSeason();
  }
  newId(): string {
    this.#ids += 1;
    return this.#ids.toString(16).padStart(24, '0');
  }
  newSeason(): void {
    this.seasonId = this.newId();
    this.seasonNumber += 1;
    this.status = 'active';
    this.tribes.clear();
    for (const [id, player] of this.players)
      this.players.set(id, { ...this.#freshPlayer(id), username: player.username });
    this.territories = TERRITORIES.map((info) => {
      const wild = npcGarrison(season1, info.id, 8);
      const contributors = [{ userId: null, units: wild.units }];
      return { info, id: this.newId(), ownerId: null, formation: wild.formation, contributors, truceUntilMs: 0 };
    });
  }
  #freshPlayer(id: string): FakePlayer {
    const { gold, army } = newVillage(season1);
    const building = () => ({ level: 1, endMs: null });
    return {
      id,
      username: null,
      entered: false,
      tribeId: null,
      gold,
      goldAtMs: this.nowMs(),
      home: army,
      buildings: { barracks: building(), warehouse: building(), workshop: building() },
      queue: [],
      returning: [],
      invites: [],
      raids: {
        charges: startCharges(season1, this.nowMs()),
        campsBeaten: 0,
        hasRaidedVillage: false,
        lastRaidedMs: null,
      },
      beganMs: this.nowMs(),
    };
  }
  addPlayer(): FakePlayer {
    const player = this.#freshPlayer(this.newId());
    this.players.set(player.id, player);
    return player;
  }
  player(id: string): FakePlayer {
    const player = this.players.get(id);
    if (!player) throw new Refusal('USER_NOT_FOUND', 404);
    this.#complete(player);
    return player;
  }
  join(player: FakePlayer): boolean {
    const already = player.entered;
    if (!already) Object.assign(player, this.#freshPlayer(player.id), { entered: true, username: player.username });
    return already;
  }
  levels({ buildings }: FakePlayer): Record<BuildingType, number> {
    const { barracks, warehouse, workshop } = buildings;
    return { barracks: barracks.level, warehouse: warehouse.level, workshop: workshop.level };
  }
  garrisonsOf(userId: string): { territory: FakeTerritory; units: Army }[] {
    return this.territories.flatMap((territory) =>
      territory.contributors.filter((one) => one.userId === userId).map(({ units }) => ({ territory, units })),
    );
  }
  armyTotal(player: FakePlayer): number {
    const inGarrisons = this.garrisonsOf(player.id).reduce((sum, { units }) => sum + totalUnits(units), 0);
    const onTheWay = player.returning.reduce((sum, { units }) => sum + totalUnits(units), 0);
    return (
      totalUnits(player.home) + inGarrisons + onTheWay + player.queue.reduce((sum, batch) => sum + batch.quantity, 0)
    );
  }
  #complete(player: FakePlayer): void {
    const now = this.nowMs();
    for (const building of Object.values(player.buildings)) {
      if (building.endMs !== null && building.endMs <= now)
        Object.assign(building, { level: building.level + 1, endMs: null });
    }
    for (const batch of player.queue.filter(({ endMs }) => endMs <= now)) player.home[batch.unit] += batch.quantity;
    player.queue = player.queue.filter(({ endMs }) => endMs > now);
    for (const { units } of player.returning.filter(({ atMs }) => atMs <= now))
      player.home = addArmies(player.home, units);
    player.returning = player.returning.filter(({ atMs }) => atMs > now);
    const { warehouse } = this.levels(player);
    const perHour = this.garrisonsOf(player.id).reduce(
      (sum, { territory }) => sum + season1.tiers[territory.info.tier].goldPerHour / 2,
      baseGoldPerHour(season1, warehouse),
    );
    const earned = (perHour * (now - player.goldAtMs) * this.speed) / HOUR_MS;
    player.gold = Math.max(player.gold, Math.min(goldCapacity(season1, warehouse), player.gold + earned));
    player.goldAtMs = now;
  }
  upgrade(player: FakePlayer, type: BuildingType): void {
    const { level, endMs } = player.buildings[type];
    const plan = planUpgrade(season1, {
      type,
      level,
      upgrading: endMs !== null,
      gold: player.gold,
      nowMs: this.nowMs(),
      speed: this.speed,
    });
    if (!plan.ok) throw new Refusal(plan.code);
    player.gold -= plan.value.cost;
    player.buildings[type].endMs = plan.value.endMs;
  }
  train(player: FakePlayer, unit: UnitType, quantity: number): void {
    const plan = planTraining(season1, {
      unit,
      quantity,
      gold: player.gold,
      buildings: this.levels(player),
      livingUnits: this.armyTotal(player),
      queue: player.queue,
      nowMs: this.nowMs(),
      speed: this.speed,
    });
    if (!plan.ok) throw new Refusal(plan.code);
    player.gold -= plan.value.cost;
    player.queue.push({ unit, quantity, endMs: plan.value.endMs });
  }
  armyCap(player: FakePlayer): number {
    return armyCap(season1, player.buildings.barracks.level);
  }
  goldCapacity(player: FakePlayer): number {
    return goldCapacity(season1, player.buildings.warehouse.level);
  }
  territory(id: string): FakeTerritory {
    const territory = this.territories.find((one) => one.id === id);
    if (!territory) throw new Refusal('TERRITORY_NOT_FOUND', 404);
    return territory;
  }
  unitsAt({ contributors }: FakeTerritory): Army {
    return contributors.reduce((sum, { units }) => addArmies(sum, units), emptyArmy());
  }
  #checkSlot(player: FakePlayer, territory: FakeTerritory): void {
    const held = this.garrisonsOf(player.id).map((garrison) => garrison.territory);
    if (!held.includes(territory) && held.length >= 4) throw new Refusal('GARRISON_LIMIT');
  }
  #take(player: FakePlayer, units: Army): void {
    if (isEmptyArmy(units)) throw new Refusal('EMPTY_ARMY');
    if (!hasUnits(player.home, units)) throw new Refusal('INSUFFICIENT_UNITS');
    player.home = subtractArmies(player.home, units);
  }
  garrison(player: FakePlayer, territory: FakeTerritory, units: Army, formation: Formation): void {
    if (player.tribeId === null || territory.ownerId !== player.tribeId) throw new Refusal('NOT_OWN_TERRITORY', 403);
    this.#checkSlot(player, territory);
    const places = placesUsed(addArmies(this.unitsAt(territory), units), season1);
    if (places > garrisonCapacity(season1, territory.info.tier)) throw new Refusal('GARRISON_FULL');
    this.#take(player, units);
    const mine = territory.contributors.find(({ userId }) => userId === player.id);
    if (mine) mine.units = addArmies(mine.units, units);
    else territory.contributors.push({ userId: player.id, units });
    territory.formation = formation;
  }
  withdraw(player: FakePlayer, territory: FakeTerritory, units: Army): void {
    const mine = territory.contributors.find(({ userId }) => userId === player.id);
    if (!mine || isEmptyArmy(units) || !hasUnits(mine.units, units)) throw new Refusal('INSUFFICIENT_UNITS');
    mine.units = subtractArmies(mine.units, units);
    territory.contributors = territory.contributors.filter((one) => !isEmptyArmy(one.units));
    player.returning.push({ units, atMs: recallArrivesMs(season1, this.nowMs(), this.speed) });
  }
  attack(player: FakePlayer, territory: FakeTerritory, army: Army, formation: Formation): void {
    const now = this.nowMs();
    if (player.tribeId === null) throw new Refusal('NOT_IN_TRIBE', 403);
    if (territory.ownerId === player.tribeId) throw new Refusal('OWN_TERRITORY');
    if (territory.truceUntilMs > now) throw new Refusal('TERRITORY_PROTECTED');
    this.#checkSlot(player, territory);
    this.#take(player, army);
    const { info, contributors } = territory;
    this.attacks.push({
      atMs: now,
      place: info.id,
      userId: player.id,
      against: contributors.map(({ userId }) => userId),
    });
    const workshopOf = (userId: string | null) => (userId === null ? 1 : this.player(userId).buildings.workshop.level);
    const outcome = resolveBattle(
      {
        rulesetId: season1.id,
        terrain: info.terrain,
        attacker: { army, formation, workshopLevel: player.buildings.workshop.level },
        defender: {
          formation: territory.formation,
          contributors: contributors.map((one) => ({ ...one, workshopLevel: workshopOf(one.userId) })),
        },
        siegeFatigueBp: 0,
      },
      this.#random.between(-1_000, 1_000),
    );
    const withLosses = contributors.map((one, index) => ({
      ...one,
      losses: outcome.contributorLosses[index]?.losses ?? emptyArmy(),
    }));
    if (outcome.winner === 'defender') {
      player.home = addArmies(player.home, subtractArmies(army, outcome.attackerLosses));
      territory.contributors = withLosses.map(({ userId, units, losses }) => ({
        userId,
        units: subtractArmies(units, losses),
      }));
      return;
    }
    const after = captureOutcome(season1, {
      tier: info.tier,
      attackerArmy: army,
      attackerLosses: outcome.attackerLosses,
      attackerFormation: formation,
      contributors: withLosses,
      nowMs: now,
      speed: this.speed,
    });
    for (const { userId, units } of after.defendersHome) {
      const loser = this.player(userId);
      loser.home = addArmies(loser.home, units);
    }
    this.captures.push({ atMs: now, place: info.id, by: player.tribeId, from: territory.ownerId });
    player.home = addArmies(player.home, after.home);
    Object.assign(territory, {
      ownerId: player.tribeId,
      formation: after.formation,
      contributors: isEmptyArmy(after.garrison) ? [] : [{ userId: player.id, units: after.garrison }],
      truceUntilMs: after.truceUntilMs,
    });
  }
  shieldUntilMs({ raids, beganMs }: FakePlayer): number {
    return shieldUntilMs(season1, { ...raids, beganMs, speed: this.speed });
  }
  #spendCharge(player: FakePlayer): void {
    const spent = spendCharge(season1, player.raids.charges, this.nowMs(), this.speed);
    if (!spent.ok) throw new Refusal(spent.code);
    player.raids.charges = { charges: spent.value.charges, asOfMs: spent.value.asOfMs };
  }
  raidCamp(player: FakePlayer, level: number, army: Army, formation: Formation): void {
    const { campsBeaten } = player.raids;
    const plan = planCampRaid(season1, { level, highestBeaten: campsBeaten, army, home: player.home });
    if (!plan.ok) throw new Refusal(plan.code);
    this.#spendCharge(player);
    const attacker = { army, formation, workshopLevel: player.buildings.workshop.level };
    const outcome = resolveBattle(campBattle(season1, level, attacker), this.#random.between(-1_000, 1_000));
    player.home = subtractArmies(player.home, outcome.attackerLosses);
    if (outcome.winner === 'defender') return;
    player.gold += campLootGold(season1, level, player.buildings.warehouse.level);
    player.raids.campsBeaten = Math.max(campsBeaten, level);
  }
  raidVillage(player: FakePlayer, victim: FakePlayer, army: Army, formation: Formation): void {
    const plan = planVillageRaid({
      attacker: { userId: player.id, tribeId: player.tribeId },
      defender: { userId: victim.id, tribeId: victim.tribeId, shieldUntilMs: this.shieldUntilMs(victim) },
      army,
      home: player.home,
      nowMs: this.nowMs(),
    });
    if (!plan.ok) throw new Refusal(plan.code);
    this.#spendCharge(player);
    const attacker = { army, formation, workshopLevel: player.buildings.workshop.level };
    const workshopLevel = victim.buildings.workshop.level;
    const defender = { userId: victim.id, home: victim.home, formation: 'balanced' as const, workshopLevel };
    const outcome = resolveBattle(villageBattle(season1, attacker, defender), this.#random.between(-1_000, 1_000));
    player.raids.hasRaidedVillage = true;
    player.home = subtractArmies(player.home, outcome.attackerLosses);
    victim.home = subtractArmies(victim.home, outcome.defenderLosses);
    this.raids.push({ atMs: this.nowMs(), by: player.id, on: victim.id });
    if (outcome.winner === 'defender') return;
    const survivors = subtractArmies(army, outcome.attackerLosses);
    const { level } = victim.buildings.warehouse;
    const loot = villageLootGold(season1, { survivors, gold: Math.floor(victim.gold), warehouse: level });
    player.gold += loot;
    victim.gold -= loot;
    victim.raids.lastRaidedMs = this.nowMs();
  }
  foundTribe(player: FakePlayer, name: string, tag: string): FakeTribe {
    if (player.tribeId !== null) throw new Refusal('ALREADY_IN_TRIBE');
    for (const tribe of this.tribes.values()) {
      if (tribe.name === name) throw new Refusal('NAME_TAKEN', 409);
      if (tribe.tag === tag) throw new Refusal('TAG_TAKEN', 409);
    }
    const tribe = { id: this.newId(), name, tag, members: [player.id], requests: [] };
    this.tribes.set(tribe.id, tribe);
    player.tribeId = tribe.id;
    return tribe;
  }
  acceptRequest(tribe: FakeTribe, userId: string): void {
    if (!tribe.requests.includes(userId)) throw new Refusal('REQUEST_NOT_FOUND', 404);
    if (tribe.members.length >= 12) throw new Refusal('TRIBE_FULL');
    tribe.requests = tribe.requests.filter((id) => id !== userId);
    tribe.members.push(userId);
    this.player(userId).tribeId = tribe.id;
  }
}
