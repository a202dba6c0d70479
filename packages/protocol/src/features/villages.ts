/** Users' own state: profile, buildings, training (SPEC 4.4.2 to 4.4.4). */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  BuildingTypeSchema,
  FormationSchema,
  Instant,
  NullableInstant,
  NullableInteger,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  RoleSchema,
  UnitTypeSchema,
} from '../core/schema.ts';
import { Checklist } from './onboarding.ts';
import { RaidCharges } from './raids.ts';

const Level = Type.Integer({ minimum: 1, maximum: 10 });
export const BuildingState = object({
  level: Level,
  upgrading: Type.Boolean(),
  upgradeStartTime: NullableInstant,
  upgradeEndTime: NullableInstant,
});
export const TrainingBatch = object({
  queueId: ObjectId,
  unitType: UnitTypeSchema,
  quantity: Amount,
  startTime: Instant,
  endTime: Instant,
  queuePosition: Type.Integer(),
  costPaid: Amount,
});
export type TrainingBatch = Static<typeof TrainingBatch>;

export const Me = object({
  id: ObjectId,
  walletAddress: Type.String(),
  username: NullableText,
  /** The season these figures are of; null between seasons. */
  seasonId: NullableText,
  /** False until the player has joined or paid: then the figures are those of a new village. */
  entered: Type.Boolean(),
  tribeId: NullableText,
  tribe: nullable(
    object({ id: ObjectId, name: Type.String(), tag: Type.String(), ordinal: Type.Integer(), role: RoleSchema }),
  ),
  /** Messages of others in the tribe's council that you have not read, counted up to 1,000; 0 without a tribe. */
  unreadMessages: Amount,
  /** Whether you hold a role of the administration. */
  isAdmin: Type.Boolean(),
  gold: Amount,
  goldCapacity: Amount,
  /** Share of the gold that raids cannot take: 0.25 = a quarter. */
  goldProtection: Type.Number(),
  /** Units at home. */
  army: ArmySchema,
  armyCap: Amount,
  /** Every living unit: at home, in garrisons, on the way home, in training, in queued battles. */
  armyTotal: Amount,
  buildings: object({ barracks: BuildingState, warehouse: BuildingState, workshop: BuildingState }),
  victoryPoints: Amount,
  vpRank: NullableInteger,
  trainingQueue: Type.Array(TrainingBatch),
  homeFormation: FormationSchema,
  income: object({
    perHour: Type.Number(),
    base: Amount,
    territories: Type.Number(),
    nextAt: NullableInstant,
    goldFullAt: NullableInstant,
  }),
  garrisons: Type.Array(object({ territoryId: Type.Integer(), units: ArmySchema })),
  marches: Type.Array(
    object({
      battleId: ObjectId,
      target: oneOf(['territory', 'camp', 'village'] as const),
      /** Null for raids. */
      territoryId: NullableInteger,
      campLevel: NullableInteger,
      /** Whose village is raided; null otherwise. */
      villageUserId: NullableText,
      army: ArmySchema,
      orderedAt: Instant,
      position: Type.Integer(),
    }),
  ),
  raidCharges: RaidCharges,
  /** Until then nobody may raid this village; null = open. */
  shieldUntil: NullableInstant,
  /** The highest bandit camp beaten in this season; 0 = none. */
  campsBeaten: Amount,
  /** Your first steps; null without a village. */
  checklist: nullable(Checklist),
  returning: Type.Array(object({ units: ArmySchema, arrivesAt: Instant, fromTerritoryId: NullableInteger })),
});
export type Me = Static<typeof Me>;

const usernameText = Type.String({ minLength: 1, maxLength: 64 });

export const villageRoutes = {
  'users.me': route({
    method: 'GET',
    path: '/v1/users/me',
    access: 'user',
    summary: 'Your own player in the current season.',
    data: Me,
  }),
  'users.update': route({
    method: 'PATCH',
    path: '/v1/users/me',
    access: 'user',
    summary: 'Change your name (3 to 20 characters, null removes it) or the formation of your home army.',
    body: Type.Object(
      { username: Type.Optional(nullable(usernameText)), homeFormation: Type.Optional(FormationSchema) },
      { additionalProperties: false, minProperties: 1 },
    ),
    data: object({ username: NullableText, homeFormation: FormationSchema }),
  }),
  'users.get': route({
    method: 'GET',
    path: '/v1/users/:userId',
    access: 'public',
    summary: 'What everybody may see of a player.',
    params: object({ userId: ObjectId }),
    data: object({
      id: ObjectId,
      username: NullableText,
      tribeId: NullableText,
      tribeName: NullableText,
      tribeTag: NullableText,
      tribeOrdinal: NullableInteger,
      victoryPoints: Amount,
      vpRank: NullableInteger,
      /** Points of each full game hour of the last game day, oldest first; empty without a village. */
      hours: Type.Array(Amount),
    }),
  }),
  'buildings.upgrade': route({
    method: 'POST',
    path: '/v1/buildings/upgrade',
    access: 'entrant',
    summary: 'Start raising a building by one level.',
    body: object({ buildingType: BuildingTypeSchema }),
    data: object({
      buildingType: BuildingTypeSchema,
      /** The level being built. */
      level: Level,
      upgrading: Type.Boolean(),
      upgradeStartTime: Instant,
      upgradeEndTime: Instant,
      costPaid: Amount,
      remainingGold: Amount,
    }),
  }),
  'buildings.complete': route({
    method: 'POST',
    path: '/v1/buildings/complete-upgrade',
    access: 'entrant',
    summary: 'Finish an upgrade whose time has come. Safe to call again.',
    body: object({ buildingType: BuildingTypeSchema }),
    data: object({ buildingType: BuildingTypeSchema, level: Level, upgrading: Type.Boolean() }),
  }),
  'training.start': route({
    method: 'POST',
    path: '/v1/training/start',
    access: 'entrant',
    summary: 'Train units: a batch at the end of the queue.',
    body: object({ unitType: UnitTypeSchema, quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
    data: object({
      queueId: ObjectId,
      unitType: UnitTypeSchema,
      quantity: Amount,
      startTime: Instant,
      endTime: Instant,
      costPaid: Amount,
      remainingGold: Amount,
      queuePosition: Type.Integer(),
    }),
  }),
  'training.complete': route({
    method: 'POST',
    path: '/v1/training/complete',
    access: 'entrant',
    summary: 'Take in a batch whose time has come. Safe to call again.',
    body: object({ queueId: ObjectId }),
    data: object({ unitType: UnitTypeSchema, quantity: Amount, newArmyCount: ArmySchema }),
  }),
  'training.cancel': route({
    method: 'DELETE',
    path: '/v1/training/cancel/:queueId',
    access: 'entrant',
    summary: 'Cancel a batch: half its cost comes back, later batches move forward.',
    params: object({ queueId: ObjectId }),
    data: object({ refundedGold: Amount, remainingGold: Amount }),
  }),
};
