/** JSON schemas as short TypeScript-like text. Schemas that are equal to a named one are written by its name. */

const LINE = 96;

/** The names for what many routes share: {name, schema, meaning}. */
export function basicShapes(core) {
  return [
    { name: 'id', schema: core.ObjectId, meaning: '24 lower-case hex characters; sorts by time of creation' },
    { name: 'instant', schema: core.Instant, meaning: 'ISO 8601 in UTC with milliseconds' },
    { name: 'amount', schema: core.Amount, meaning: 'whole number from 0: gold, units, points, a count' },
    { name: 'address', schema: core.WalletAddress, meaning: '`0x` and 40 hex digits, any letter case' },
    { name: 'seed', schema: core.ClientSeed, meaning: '32 lower-case hex digits' },
    { name: 'number text', schema: core.QueryInteger, meaning: 'a whole number in a query string' },
    { name: 'Army', schema: core.ArmySchema, meaning: 'four counts, each 0 to 10,000; all four must be given' },
    { name: 'UnitType', schema: core.UnitTypeSchema },
    { name: 'Formation', schema: core.FormationSchema },
    { name: 'Terrain', schema: core.TerrainSchema },
    { name: 'Tier', schema: core.TierSchema },
    { name: 'BuildingType', schema: core.BuildingTypeSchema },
    { name: 'Role', schema: core.RoleSchema },
  ];
}

/** A writer of shapes that knows the given names. */
export function shapeWriter(named) {
  const names = new Map(named.map(({ name, schema }) => [JSON.stringify(schema), name]));

  function write(schema, key = '', depth = 0) {
    return names.get(JSON.stringify(schema)) ?? writeInFull(schema, key, depth);
  }

  /** `depth` is how far the lines of a long object are moved in; `key` is the field's name, which tells texts apart. */
  function writeInFull(schema, key = '', depth = 0) {
    if (schema.const !== undefined)
      return typeof schema.const === 'string' ? `'${schema.const}'` : String(schema.const);
    if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
    if (schema.anyOf) return schema.anyOf.map((part) => write(part, key, depth)).join(' | ');
    if (Array.isArray(schema.type)) return schema.type.map((type) => plainType(type, key)).join(' | ');
    if (schema.type === 'array') return arrayOf(write(schema.items, key, depth));
    if (schema.type === 'object') return schema.properties ? objectOf(schema, depth) : 'object';
    return plainType(schema.type, key);
  }

  function objectOf(schema, depth) {
    const required = new Set(schema.required ?? []);
    const fields = (inner) =>
      Object.entries(schema.properties).map(
        ([key, value]) => `${key}${required.has(key) ? '' : '?'}: ${write(value, key, inner)}`,
      );
    const short = `{ ${fields(depth).join(', ')} }`;
    if (!short.includes('\n') && short.length + 2 * depth <= LINE) return short;
    const indent = '  '.repeat(depth);
    return `{\n${fields(depth + 1)
      .map((field) => `${indent}  ${field}`)
      .join('\n')}\n${indent}}`;
  }

  return { write, writeInFull };
}

const arrayOf = (item) => (/ \| /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`);

/** Times and ids that may be null are plain texts in the schema, for speed: their names tell what they are. */
function plainType(type, key) {
  if (type === 'string') {
    if (/(At|Until|Time)$/.test(key)) return 'instant';
    return /Id$/.test(key) && key !== 'rulesetId' ? 'id' : 'text';
  }
  return type;
}

/** What a value must keep to besides its type, for a table of fields; '' when the type says it all. */
export function limitsOf(schema) {
  if (schema.type === 'integer') return `${grouped(schema.minimum)} to ${grouped(schema.maximum)}`;
  if (schema.type === 'string' && schema.minLength !== undefined) {
    return schema.minLength === schema.maxLength
      ? `${schema.maxLength} characters`
      : `${schema.minLength} to ${schema.maxLength} characters`;
  }
  if (schema.type === 'string' && schema.maxLength !== undefined) return `at most ${schema.maxLength} characters`;
  return schema.anyOf ? schema.anyOf.map(limitsOf).filter(Boolean).join(', ') : '';
}

const grouped = (value) => value.toLocaleString('en-US');
