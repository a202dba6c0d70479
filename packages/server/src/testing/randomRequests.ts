/** Requests that nobody would think of, made from the route table: sometimes right, often nearly right, sometimes nothing of the kind. */
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import fc, { type Arbitrary } from 'fast-check';

/** Stands for an id that exists when the request is sent; followed by the field's name and a number that chooses which. */
const KNOWN_ID = 'known-';

export interface RandomRequest {
  name: RouteName;
  method: string;
  /** Chooses who sends it. */
  caller: number;
  path: string;
  body: unknown;
}

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
}

const idFor = (field: string): Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.nat(10_000).map((n) => `${KNOWN_ID}${field}-${n}.`) },
    { weight: 1, arbitrary: fc.nat(10_000).map((n) => `${KNOWN_ID}any-${n}.`) },
    { weight: 1, arbitrary: fc.constant('f0f0f0f0f0f0f0f0f0f0f0f0') },
  );

/** Values that fit a schema; small numbers and edges more often than others. */
function fitting(schema: JsonSchema, field = 'any'): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fitting(one, field)));
  const [type, ...others] = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (others.length > 0)
    return fc.oneof(...[type, ...others].map((one) => fitting({ ...schema, type: one as string }, field)));
  switch (type) {
    case 'integer':
    case 'number': {
      const min = schema.minimum ?? 0;
      const max = schema.maximum ?? Number.MAX_SAFE_INTEGER;
      return fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min, max: Math.min(max, min + 30) }) },
        { weight: 1, arbitrary: fc.constantFrom(min, max) },
        { weight: 1, arbitrary: fc.integer({ min, max }) },
      );
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {});
      return fc.record(Object.fromEntries(fields.map(([name, part]) => [name, fitting(part, name)])), {
        requiredKeys: (schema.required ?? []) as never[],
      });
    }
    case 'string':
      return text(schema, field);
    default:
      return fc.jsonValue();
  }
}

function text({ pattern, minLength = 0, maxLength = 40 }: JsonSchema, field: string): Arbitrary<string> {
  if (pattern === '^[0-9a-f]{24}$') return idFor(field);
  if (pattern) return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  return fc.oneof(
    fc.stringMatching(/^[A-Z][a-z]{2,12}$/),
    fc.string({ minLength, maxLength: Math.min(maxLength, 200), unit: 'grapheme' }),
    fc.string({ minLength, maxLength: Math.min(maxLength, 200), unit: 'binary' }),
  );
}

const junk: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(-1, 1.5, 2 ** 53, -0, '', '5', ' 5 ', '\u0000', '__proto__', null, true, [], {}, 'x'.repeat(5_000)),
);

/** Spoils one value somewhere inside, or adds a field. */
const spoilt = (value: unknown): Arbitrary<unknown> =>
  fc.tuple(fc.nat(1_000), junk).map(([where, bad]) => {
    const copy = structuredClone(value);
    const holders: [Record<string, unknown>, string][] = [];
    const walk = (part: unknown): void => {
      if (part === null || typeof part !== 'object') return;
      for (const [key, inner] of Object.entries(part)) {
        holders.push([part as Record<string, unknown>, key]);
        walk(inner);
      }
    };
    walk(copy);
    const chosen = holders[where % (holders.length + 1)];
    if (chosen === undefined) return where % 2 === 0 || copy === undefined ? bad : { ...(copy as object), extra: bad };
    chosen[0][chosen[1]] = bad;
    return copy;
  });

function requestFor(name: RouteName, definition: RouteDefinition): Arbitrary<RandomRequest> {
  const query = fitting((definition.query ?? { type: 'object' }) as JsonSchema) as Arbitrary<Record<string, string>>;
  const params = fitting((definition.params ?? { type: 'object' }) as JsonSchema) as Arbitrary<Record<string, string>>;
  const body: Arbitrary<unknown> =
    definition.method === 'GET'
      ? fc.constant(undefined)
      : definition.body
        ? fitting(definition.body as JsonSchema)
        : fc.constant(undefined);
  const mixed = body.chain((fit) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(fit) },
      { weight: definition.method === 'GET' ? 0 : 1, arbitrary: spoilt(fit) },
    ),
  );
  return fc
    .record({ query, params, body: mixed, caller: fc.nat(1_000), odd: fc.nat(19) })
    .map(({ query: asked, params: given, body: sent, caller, odd }) => {
      const parts = Object.entries(asked ?? {}).map(([key, value]) => `${key}=${encode(value)}`);
      if (odd === 0) parts.push('limit=-1');
      const path = definition.path.replace(/:(\w+)/g, (_, key: string) =>
        encode(odd === 1 ? '%00' : (given?.[key] ?? 'x')),
      );
      return {
        name,
        method: definition.method,
        caller,
        path: path + (parts.length > 0 ? `?${parts.join('&')}` : ''),
        body: sent,
      };
    });
}

/** Percent-encoded, known ids left for later; halves of surrogate pairs, which no address can carry, are replaced. */
const encode = (value: unknown): string => {
  const plain = String(value);
  return plain.startsWith(KNOWN_ID) ? plain : encodeURIComponent(plain.replace(/\p{Surrogate}/gu, '?'));
};

/** Routes that end or change callers' sessions: the rest would be refused. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'auth.logout',
  'auth.refresh',
  'auth.endSession',
  'auth.endOtherSessions',
  'admin.endSessions',
  'admin.ban',
]);
const names = (Object.keys(routes) as RouteName[]).filter((name) => !LEFT_OUT.has(name));
/** What moves the game comes often; what ends a player's part in it, and what only administrators may, rarely. */
function weightOf(name: RouteName): number {
  if (/^(battles\.(attack|raid)|training|territories\.(garrison|withdraw))/.test(name)) return 12;
  return /^(admin\.|tribes\.(leave|dismiss))/.test(name) ? 1 : 3;
}

/** Sequences of requests, the same for the same seed. */
export const randomSequences = (seed: number, sequences: number, length: number): RandomRequest[][] =>
  fc.sample(
    fc.array(
      fc.oneof(...names.map((name) => ({ weight: weightOf(name), arbitrary: requestFor(name, routes[name]) }))),
      {
        minLength: length,
        maxLength: length,
        size: 'max',
      },
    ),
    { seed, numRuns: sequences },
  );

/** Puts ids that exist into a path or a body: of the kind that the field names, if there are any. */
export const withIds = (written: string, known: Readonly<Record<string, readonly string[]>>): string =>
  written.replace(/known-(\w+)-(\d+)\./g, (_, field: string, n: string) => {
    const some = known[field]?.length ? known[field] : (known.any as readonly string[]);
    return some[Number(n) % some.length] as string;
  });
