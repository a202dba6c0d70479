import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  FormationSchema,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  TerrainSchema,
  TierSchema,
} from '../core/schema.ts';

const ownerFields = {
  tribeId: ObjectId,
  tribeName: Type.String(),
  tag: Type.String(),
  /** 1 = the season's first tribe: its colour on the map. */
  ordinal: Type.Integer(),
  controlledSince: Instant,
};
const garrisonFields = { units: ArmySchema, formation: FormationSchema, lastUpdated: Instant };
const npcFields = {
  units: ArmySchema,
  formation: FormationSchema,
  difficulty: oneOf(['elite', 'strong', 'weak'] as const),
};

const summaryFields = {
  id: ObjectId,
  /** 1 to 50: the place on the map. */
  territoryId: Type.Integer({ minimum: 1, maximum: 50 }),
  name: Type.String(),
  province: Type.String(),
  tier: TierSchema,
  terrain: TerrainSchema,
  coordinates: object({ x: Type.Number(), y: Type.Number() }),
  neighbours: Type.Array(Type.Integer()),
  owner: nullable(object(ownerFields)),
  garrison: nullable(object(garrisonFields)),
  npcDefense: nullable(object(npcFields)),
  /** How many places the garrison has (cavalry takes two). */
  capacity: Amount,
  goldGeneration: Amount,
  vpGeneration: Amount,
  /** Until then nobody may attack it. */
  truceUntil: NullableInstant,
  pendingOrders: object({ count: Amount, mine: Amount }),
  myUnits: nullable(ArmySchema),
};
export const TerritorySummary = object(summaryFields);
export type TerritorySummary = Static<typeof TerritorySummary>;

export const GarrisonContributor = object({
  userId: nullable(ObjectId),
  username: NullableText,
  units: ArmySchema,
  workshopLevel: Type.Integer(),
});
export const TerritoryDetail = object({
  ...summaryFields,
  /** Who stands there, in the order in which they came; with it the preview is exact. */
  contributors: Type.Array(GarrisonContributor),
  /** Basis points by which earlier failed attacks of your tribe lower the defence (GAME_DESIGN 3, siege fatigue). */
  siegeFatigueBp: Type.Integer(),
  /** How often you fought this defender within 24 hours; null when not signed in or unowned. */
  repeatIndex: NullableInteger,
  /** Whether your tribe would get the capture bonus here now; null when not signed in. */
  captureBonus: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }),
  recentBattles: Type.Array(
    object({
      battleId: ObjectId,
      result: oneOf(['defended', 'captured'] as const),
      attacker: Type.String(),
      createdAt: Instant,
    }),
  ),
});
export type TerritoryDetail = Static<typeof TerritoryDetail>;

const territoryParams = object({ territoryId: ObjectId });
const garrisonAnswer = object({
  territoryId: Type.Integer(),
  garrison: object(garrisonFields),
  myUnits: ArmySchema,
  remainingArmy: ArmySchema,
});

export const territoryRoutes = {
  'territories.list': route({
    method: 'GET',
    path: '/v1/territories',
    access: 'public',
    summary: 'All 50 territories of a season (the current one unless seasonId is given).',
    query: object({ seasonId: Type.Optional(ObjectId) }),
    data: object({ seasonId: ObjectId, territories: Type.Array(TerritorySummary) }),
  }),
  'territories.get': route({
    method: 'GET',
    path: '/v1/territories/:territoryId',
    access: 'public',
    summary: 'One territory, with who stands in its garrison and the last battles.',
    params: territoryParams,
    data: TerritoryDetail,
  }),
  'territories.garrison': route({
    method: 'POST',
    path: '/v1/territories/:territoryId/garrison',
    access: 'member',
    summary: 'Move units from home into the garrison of a territory of your tribe, and set its formation.',
    params: territoryParams,
    body: object({ units: ArmySchema, formation: FormationSchema }),
    data: garrisonAnswer,
  }),
  'territories.withdraw': route({
    method: 'DELETE',
    path: '/v1/territories/:territoryId/garrison',
    access: 'entrant',
    summary: 'Send your units home from a garrison; they arrive after 30 minutes of game time.',
    params: territoryParams,
    body: object({ units: ArmySchema }),
    data: object({ territoryId: Type.Integer(), myUnits: ArmySchema, arrivesAt: Instant }),
  }),
};
