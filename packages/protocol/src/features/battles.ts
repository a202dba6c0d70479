import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  ClientSeed,
  Cursor,
  FormationSchema,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
  SearchText,
  TerrainSchema,
} from '../core/schema.ts';
import { BattleBeacon, BeaconWait } from './beacon.ts';

export const BattleType = oneOf(['pvp', 'pve_npc', 'pve_raid'] as const);
/** reinforced: the ground was already the own tribe's, units joined it; void: not fought, units went home (GAME_DESIGN 3). */
export const BattleStatus = oneOf(['queued', 'completed', 'reinforced', 'void'] as const);

const PowerSteps = object({ base: Amount, workshop: Amount, counter: Amount, terrain: Amount, formation: Amount });
const nullableArmy = nullable(ArmySchema);

export const BattleSide = object({
  /** Null for wild defenders. */
  userId: NullableText,
  username: NullableText,
  tribeId: NullableText,
  tribeName: NullableText,
  tribeTag: NullableText,
  tribeOrdinal: NullableInteger,
  /** Null while the battle is queued, for everybody but the one who sent it. */
  army: nullableArmy,
  formation: NullableText,
  workshopLevel: NullableInteger,
  power: NullableInteger,
});
export const BattleReport = object({
  battleId: ObjectId,
  seasonId: ObjectId,
  rulesetId: Type.String(),
  battleType: BattleType,
  status: BattleStatus,
  territory: nullable(
    object({ id: ObjectId, territoryId: Type.Integer(), name: Type.String(), terrain: TerrainSchema }),
  ),
  /** Null for battles over territories. */
  raid: nullable(object({ target: oneOf(['camp', 'village'] as const), campLevel: NullableInteger })),
  /** Contiguous per territory; for raids per village, for camps per raider (GAME_DESIGN 6). */
  orderNo: Type.Integer(),
  /** 1 = next to be fought; null once decided. */
  position: NullableInteger,
  attacker: BattleSide,
  defender: BattleSide,
  /** Who defended, in the order of arrival: the odd unit and the odd point go to the earlier one, so computing it again needs this order. */
  contributors: Type.Array(
    object({
      userId: NullableText,
      username: NullableText,
      units: ArmySchema,
      workshopLevel: Type.Integer(),
      losses: ArmySchema,
      vp: Amount,
    }),
  ),
  results: nullable(
    object({
      winner: oneOf(['attacker', 'defender'] as const),
      casualties: object({ attacker: ArmySchema, defender: ArmySchema }),
      vpAwarded: object({ attacker: Amount, defender: Amount }),
      territoryTransferred: Type.Boolean(),
      /** Gold that the raiders took; 0 without a raid. */
      goldLooted: Amount,
    }),
  ),
  details: nullable(
    object({
      varianceBp: Type.Integer(),
      attackerFinalPower: Amount,
      defenderFinalPower: Amount,
      siegeFatigueBp: Type.Integer(),
      attackerSteps: PowerSteps,
      defenderSteps: PowerSteps,
      vpBreakdown: object({
        attackerKills: Amount,
        capture: Amount,
        defenderKills: Amount,
        holding: Amount,
        consolation: Amount,
        repeatFactorBp: Amount,
        /** 0 = the first battle against this opponent within 24 hours. */
        repeatIndex: Amount,
      }),
      /** Where the attacker's survivors went. */
      survivors: object({ garrison: ArmySchema, home: ArmySchema }),
      truceUntil: NullableInstant,
    }),
  ),
  fairness: object({
    clientSeed: NullableText,
    ordersHash: NullableText,
    /** SHA-256 of the season's secret, published before the season. */
    commitment: Type.String(),
    /** The round of the public beacon; null in seasons without one. */
    beacon: nullable(BattleBeacon),
  }),
  createdAt: Instant,
  battleStartTime: NullableInstant,
  battleEndTime: NullableInstant,
});
export type BattleReport = Static<typeof BattleReport>;

export const BattleListItem = object({
  battleId: ObjectId,
  battleType: BattleType,
  status: BattleStatus,
  role: oneOf(['attacker', 'defender'] as const),
  result: oneOf(['victory', 'defeat', 'pending', 'reinforced', 'void'] as const),
  opponent: Type.String(),
  opponentTribe: nullable(object({ tribeId: ObjectId, tag: Type.String(), ordinal: Type.Integer() })),
  territory: nullable(object({ territoryId: Type.Integer(), name: Type.String() })),
  /** Null unless it was a raid on a bandit camp. */
  campLevel: NullableInteger,
  /** Gold that the raiders took; 0 without a raid. */
  goldLooted: Amount,
  myLosses: nullableArmy,
  theirLosses: nullableArmy,
  vpGained: Amount,
  /** Decided, and you have not opened the report. */
  unread: Type.Boolean(),
  /** The round of the public beacon that a queued battle waits for; null once decided, and in seasons without one. */
  beacon: nullable(BeaconWait),
  createdAt: Instant,
});
export type BattleListItem = Static<typeof BattleListItem>;

const historyFilters = {
  /** me = you took part; tribe = your present tribe did. */
  scope: Type.Optional(oneOf(['me', 'tribe'] as const)),
  role: Type.Optional(oneOf(['attacker', 'defender'] as const)),
  type: Type.Optional(BattleType),
  result: Type.Optional(oneOf(['victory', 'defeat', 'pending', 'reinforced', 'void'] as const)),
  /** 1 to 50. */
  territory: Type.Optional(Type.String({ pattern: '^([1-9]|[1-4][0-9]|50)$', maxLength: 2 })),
  /** 1 = only raids, on camps and on villages. */
  raids: Type.Optional(Type.Literal('1')),
  /** 1 = only reports that you have not opened. */
  unread: Type.Optional(Type.Literal('1')),
  /** Part of the name of the place, the opponent or the opponent's tribe, without regard to case. */
  search: Type.Optional(SearchText(40)),
};

export const battleRoutes = {
  'battles.attackTerritory': route({
    method: 'POST',
    path: '/v1/battles/attack-territory',
    access: 'member',
    limit: 'battle',
    status: 202,
    summary: 'Send units from home against a territory. The battle is queued and fought in order of acceptance.',
    body: object({
      territoryId: ObjectId,
      army: ArmySchema,
      formation: FormationSchema,
      clientSeed: Type.Optional(ClientSeed),
    }),
    data: object({
      battleId: ObjectId,
      status: Type.Literal('queued'),
      estimatedProcessingTime: Type.String(),
      orderNo: Type.Integer(),
      position: Type.Integer(),
      clientSeed: ClientSeed,
      /** The round of the public beacon that the battle waits for; null in seasons without one. */
      beacon: nullable(BeaconWait),
      remainingArmy: ArmySchema,
    }),
  }),
  'battles.card': route({
    method: 'GET',
    path: '/v1/battles/:battleId/card.png',
    access: 'public',
    summary: 'The picture that other sites show for a link to the battle, 1200 x 630.',
    produces: ['image/png'],
    params: object({ battleId: ObjectId }),
    data: Type.String(),
  }),
  'battles.get': route({
    method: 'GET',
    path: '/v1/battles/:battleId',
    access: 'public',
    summary: 'The report of a battle. Before it is decided only the sender sees the army.',
    params: object({ battleId: ObjectId }),
    data: BattleReport,
  }),
  'battles.history': route({
    method: 'GET',
    path: '/v1/battles/history',
    access: 'entrant',
    summary: 'Your battles, newest first; with scope=tribe those of your tribe (NOT_IN_TRIBE without one).',
    query: object({
      limit: Type.Optional(QueryInteger),
      offset: Type.Optional(QueryInteger),
      /** `pagination.next` of an earlier answer with the same filters; wins over offset. */
      cursor: Type.Optional(Cursor),
      ...historyFilters,
    }),
    data: object({
      battles: Type.Array(BattleListItem),
      pagination: object({
        total: Amount,
        limit: Amount,
        offset: Amount,
        hasMore: Type.Boolean(),
        /** Cursor of the next page; null at the end. */
        next: NullableText,
      }),
    }),
  }),
  'battles.read': route({
    method: 'POST',
    path: '/v1/battles/:battleId/read',
    access: 'entrant',
    summary: 'You have opened this report. Only for battles of yours or of your tribe; again changes nothing.',
    params: object({ battleId: ObjectId }),
    data: object({ unread: Amount }),
  }),
  'battles.readAll': route({
    method: 'POST',
    path: '/v1/battles/read',
    access: 'entrant',
    summary: 'Mark all reports of your battles of the season as opened.',
    data: object({ unread: Amount }),
  }),
  'battles.export': route({
    method: 'GET',
    path: '/v1/battles/export',
    access: 'entrant',
    summary:
      'Your battles of the season as a file (CSV unless format=json), newest first, at most 10,000. The same filters as the history.',
    produces: ['text/csv', 'application/json'],
    query: object({ format: Type.Optional(oneOf(['csv', 'json'] as const)), ...historyFilters }),
    data: Type.String(),
  }),
};
