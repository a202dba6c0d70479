/**
 * Building blocks for the schemas of every route and event.
 * What always holds: objects refuse unknown fields, integers have a minimum and a maximum, ids are 24 lower-case hex characters.
 */
import type { Army, BuildingType, Formation, Terrain, Tier, UnitType } from '@cryptotribes/rules/core/units';
import Type, { type Static, type TProperties, type TSchema } from 'typebox';

/** An object that refuses fields it does not name. */
export const object = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

/** One of the given texts. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

/** The schema's value, or null. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A number or null, without the cost of a union. */
export const NullableInteger = Type.Unsafe<number | null>({ type: ['integer', 'null'] });
export const NullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });

/** ObjectId layout (SPEC 3): 24 hex characters, time-ordered. */
export const ObjectId = Type.String({ pattern: '^[0-9a-f]{24}$', minLength: 24, maxLength: 24 });
/** ISO 8601 in UTC with milliseconds. */
export const Instant = Type.String({ format: 'date-time' });
export const NullableInstant = NullableText;
/** An EVM address as a wallet spells it: any letter case. */
export const WalletAddress = Type.String({ pattern: '^0x[0-9a-fA-F]{40}$', minLength: 42, maxLength: 42 });
/** Whole amount of gold, units, victory points or a count. */
export const Amount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** 16 bytes chosen by the attacker, mixed into the battle's seed (GAME_DESIGN 6). */
export const ClientSeed = Type.String({ pattern: '^[0-9a-f]{32}$', minLength: 32, maxLength: 32 });

/** A whole number in a query string: text there, parsed by `queryInteger`. */
export const QueryInteger = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$', maxLength: 15 });

/** Reads a `QueryInteger`, clamped to [min, max]; `fallback` when absent. */
export function queryInteger(text: string | undefined, fallback: number, min: number, max: number): number {
  return text === undefined ? fallback : Math.min(max, Math.max(min, Number(text)));
}

/** What somebody looks for: no control characters, which no name has and the database would not take. */
export const SearchText = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*$' });

/** Where a page of a list ends; made by the server, handed back as it is. */
export const Cursor = Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: 200 });

const unitCount = Type.Integer({ minimum: 0, maximum: 10_000 });
export const ArmySchema = Type.Unsafe<Army>(
  object({ militia: unitCount, spearman: unitCount, archer: unitCount, cavalry: unitCount }),
);
export const UnitTypeSchema = oneOf([
  'militia',
  'spearman',
  'archer',
  'cavalry',
] as const satisfies readonly UnitType[]);
export const FormationSchema = oneOf(['offensive', 'balanced', 'defensive'] as const satisfies readonly Formation[]);
export const TerrainSchema = oneOf([
  'castle',
  'forest',
  'hills',
  'river',
  'plains',
] as const satisfies readonly Terrain[]);
export const TierSchema = oneOf(['center', 'ring', 'edge'] as const satisfies readonly Tier[]);
export const BuildingTypeSchema = oneOf([
  'barracks',
  'warehouse',
  'workshop',
] as const satisfies readonly BuildingType[]);
export const RoleSchema = oneOf(['chieftain', 'captain', 'warrior'] as const);
export type TribeRole = Static<typeof RoleSchema>;
export const PaymentMethodSchema = oneOf(['stripe', 'crypto'] as const);
/**
 * creating, pending: waits for the player. settled: paid, the player is in. expired, failed: was not paid. refunding, refunded: goes back, is
 * back. disputed: the bank has taken it back for now; charged_back: for good.
 */
export const PaymentStatusSchema = oneOf([
  'creating',
  'pending',
  'settled',
  'expired',
  'failed',
  'refunding',
  'refunded',
  'disputed',
  'charged_back',
] as const);
