/** Records for tests: a new village and a wild territory, changed by what a test names. */
import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { TerritoryDetail, TerritorySummary } from '@cryptotribes/protocol/features/territories';
import type { Tribe, TribeMember } from '@cryptotribes/protocol/features/tribes';
import type { Me } from '@cryptotribes/protocol/features/villages';

const level = (value: number): Me['buildings']['barracks'] => ({
  level: value,
  upgrading: false,
  upgradeStartTime: null,
  upgradeEndTime: null,
});

/** An order of ours against a territory. */
export function aMarch(changes: Partial<Me['marches'][number]> = {}): Me['marches'][number] {
  return {
    battleId: 'f'.repeat(24),
    target: 'territory',
    territoryId: 1,
    campLevel: null,
    villageUserId: null,
    army: { militia: 1, spearman: 0, archer: 0, cavalry: 0 },
    orderedAt: '',
    position: 1,
    ...changes,
  };
}

export function aMe(changes: Partial<Me> = {}): Me {
  return {
    id: 'a'.repeat(24),
    walletAddress: `0x${'1'.repeat(40)}`,
    username: null,
    seasonId: 'd'.repeat(24),
    entered: true,
    tribeId: null,
    tribe: null,
    unreadMessages: 0,
    isAdmin: false,
    gold: 1000,
    goldCapacity: 1000,
    goldProtection: 0.1,
    army: { militia: 0, spearman: 0, archer: 0, cavalry: 0 },
    armyCap: 100,
    armyTotal: 0,
    buildings: { barracks: level(1), warehouse: level(1), workshop: level(1) },
    victoryPoints: 0,
    vpRank: null,
    trainingQueue: [],
    homeFormation: 'balanced',
    income: { perHour: 12, base: 12, territories: 0, nextAt: null, goldFullAt: null },
    garrisons: [],
    marches: [],
    raidCharges: { count: 6, max: 6, nextAt: null },
    shieldUntil: null,
    campsBeaten: 0,
    checklist: { done: [], hidden: false },
    returning: [],
    ...changes,
  };
}

export function aTerritory(changes: Partial<TerritorySummary> = {}): TerritorySummary {
  return {
    id: 'e'.repeat(24),
    territoryId: 1,
    name: 'Frostholm',
    province: 'Frostmark',
    tier: 'center',
    terrain: 'castle',
    coordinates: { x: 5.26, y: 3.66 },
    neighbours: [2, 5, 6, 7, 8],
    owner: null,
    garrison: null,
    npcDefense: {
      units: { militia: 36, spearman: 22, archer: 18, cavalry: 7 },
      formation: 'defensive',
      difficulty: 'elite',
    },
    capacity: 500,
    goldGeneration: 100,
    vpGeneration: 100,
    truceUntil: null,
    pendingOrders: { count: 0, mine: 0 },
    myUnits: null,
    ...changes,
  };
}

export function aTerritoryDetail(changes: Partial<TerritoryDetail> = {}): TerritoryDetail {
  const summary = aTerritory(changes);
  const units = summary.garrison?.units ?? summary.npcDefense?.units;
  return {
    ...summary,
    contributors: units ? [{ userId: null, username: null, units, workshopLevel: 1 }] : [],
    siegeFatigueBp: 0,
    repeatIndex: 0,
    captureBonus: true,
    recentBattles: [],
    ...changes,
  };
}

export function aSeason(changes: Partial<Season> = {}): Season {
  return {
    seasonId: 'd'.repeat(24),
    seasonNumber: 1,
    name: 'Demo',
    status: 'active',
    rulesetId: 'season1',
    speed: 1,
    free: true,
    entryFee: 0,
    timeline: {
      registrationStart: '2026-04-01T00:00:00.000Z',
      registrationEnd: '2026-05-01T00:00:00.000Z',
      seasonStart: '2026-05-01T00:00:00.000Z',
      seasonEnd: '2026-05-11T00:00:00.000Z',
      tribesClose: '2026-05-09T00:00:00.000Z',
    },
    participants: { registeredPlayers: 0, activeTribes: 0, online: 0 },
    prizePool: { total: 0, breakdown: { rank1: 0, rank2: 0, rank3: 0, rank4_10: 0 } },
    commitment: '0'.repeat(64),
    beacon: null,
    nextTickAt: null,
    ...changes,
  };
}

let members = 0;

/** A member as fellow members see them. */
export function aMember(changes: Partial<TribeMember> = {}): TribeMember {
  members++;
  return {
    userId: members.toString(16).padStart(24, 'b'),
    username: null,
    victoryPoints: 0,
    joinedAt: '2026-05-01T00:00:00.000Z',
    online: false,
    lastSeen: '2026-05-01T00:00:00.000Z',
    unitsHome: 0,
    mutedUntil: null,
    ...changes,
  };
}

/** A tribe of nobody, as a member sees it. */
export function aTribe(changes: Partial<Tribe> = {}): Tribe {
  return {
    id: 'c'.repeat(24),
    name: 'Raven Host',
    tag: 'RVN',
    ordinal: 1,
    emblem: '',
    memberCount: 0,
    totalVP: 0,
    tribeRank: 1,
    territoriesControlled: 0,
    members: { chieftain: null, captains: [], warriors: [] },
    prizePool: 0,
    createdAt: '2026-05-01T00:00:00.000Z',
    requests: [],
    invites: [],
    unreadMessages: 0,
    requestedByMe: false,
    ...changes,
  };
}
