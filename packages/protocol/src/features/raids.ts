/** Raids: gold from bandit camps and villages, never land (GAME_DESIGN 3). */
import Type, { type Static } from 'typebox';
import { route } from '../core/route.ts';
import {
  Amount,
  ArmySchema,
  ClientSeed,
  FormationSchema,
  Instant,
  NullableInstant,
  NullableText,
  nullable,
  ObjectId,
  object,
  oneOf,
  QueryInteger,
  TerrainSchema,
} from '../core/schema.ts';
import { BeaconWait } from './beacon.ts';

export const RaidCharges = object({
  /** Raids that can be ordered now. */
  count: Amount,
  max: Amount,
  /** When the next charge comes back; null when full. */
  nextAt: NullableInstant,
});
export type RaidCharges = Static<typeof RaidCharges>;

const CampLevel = Type.Integer({ minimum: 1, maximum: 10 });

export const RaidCamp = object({
  level: CampLevel,
  army: ArmySchema,
  formation: FormationSchema,
  terrain: TerrainSchema,
  /** Gold for you if you win: your warehouse's bonus is counted in. */
  loot: Amount,
  beaten: Type.Boolean(),
  /** The camp before it was beaten. */
  unlocked: Type.Boolean(),
});
export type RaidCamp = Static<typeof RaidCamp>;

export const RaidVillage = object({
  userId: ObjectId,
  username: NullableText,
  tribe: nullable(object({ tribeId: ObjectId, name: Type.String(), tag: Type.String(), ordinal: Type.Integer() })),
  victoryPoints: Amount,
  /** What stands at home now and would defend. */
  army: ArmySchema,
  formation: FormationSchema,
  workshopLevel: Type.Integer(),
  /** Gold that a raid takes at most, if the survivors can carry it. */
  lootAtMost: Amount,
  /** Until then nobody may raid it; null = open. */
  shieldUntil: NullableInstant,
  /** How often you fought this village within 24 hours. */
  repeatIndex: Amount,
});
export type RaidVillage = Static<typeof RaidVillage>;

const raidAnswer = object({
  battleId: ObjectId,
  status: Type.Literal('queued'),
  estimatedProcessingTime: Type.String(),
  orderNo: Type.Integer(),
  position: Type.Integer(),
  clientSeed: ClientSeed,
  /** The round of the public beacon that the battle waits for; null in seasons without one. */
  beacon: nullable(BeaconWait),
  remainingArmy: ArmySchema,
  raidCharges: RaidCharges,
});
const orderFields = { army: ArmySchema, formation: FormationSchema, clientSeed: Type.Optional(ClientSeed) };

export const raidRoutes = {
  'raids.camps': route({
    method: 'GET',
    path: '/v1/raids/camps',
    access: 'entrant',
    summary: 'The ten bandit camps as you find them, and your raid charges.',
    data: object({ raidCharges: RaidCharges, camps: Type.Array(RaidCamp) }),
  }),
  'raids.villages': route({
    method: 'GET',
    path: '/v1/raids/villages',
    access: 'entrant',
    summary:
      'Villages outside your tribe in the order of the player ranking, page by page; open=true leaves out shielded ones.',
    query: object({
      cursor: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: 120 })),
      limit: Type.Optional(QueryInteger),
      open: Type.Optional(oneOf(['true', 'false'] as const)),
    }),
    data: object({
      raidCharges: RaidCharges,
      /** Your own village's shield; raiding a village ends the one that new villages have. */
      shieldUntil: NullableInstant,
      /** True while that one protects you: the first raid on a village ends it. */
      raidEndsShield: Type.Boolean(),
      villages: Type.Array(RaidVillage),
      /** For the next page; null on the last one. */
      nextCursor: NullableText,
      at: Instant,
    }),
  }),
  'battles.raidCamp': route({
    method: 'POST',
    path: '/v1/battles/raid-camp',
    access: 'entrant',
    limit: 'battle',
    status: 202,
    summary: 'Send units from home against a bandit camp. Costs a raid charge.',
    body: object({ level: CampLevel, ...orderFields }),
    data: raidAnswer,
  }),
  'battles.raidVillage': route({
    method: 'POST',
    path: '/v1/battles/raid-village',
    access: 'entrant',
    limit: 'battle',
    status: 202,
    summary: 'Send units from home against the home army of a village outside your tribe. Costs a raid charge.',
    body: object({ userId: ObjectId, ...orderFields }),
    data: raidAnswer,
  }),
};
