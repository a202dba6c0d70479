/** What stands beside the data of a backup: enough to know whether it is whole, and which program it needs. */
import { type Static, Type } from 'typebox';
import Value from 'typebox/value';

const Count = Type.Integer({ minimum: 0 });
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const Manifest = Type.Object(
  {
    format: Type.Literal(1),
    /** When the snapshot was taken, by the database's clock. */
    takenAt: Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$` }),
    postgres: Type.String(),
    migrations: Type.Array(
      Type.Object(
        { version: Type.Integer({ minimum: 1 }), name: Type.String(), sha256: Sha256 },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
    tables: Type.Array(
      Type.Object(
        {
          name: Type.String({ pattern: '^[a-z_][a-z0-9_]*$' }),
          columns: Type.Array(Type.String({ pattern: '^[a-z_][a-z0-9_]*$' }), { minItems: 1 }),
          rows: Count,
          /** Of the compressed file. */
          bytes: Count,
          sha256: Sha256,
        },
        { additionalProperties: false },
      ),
    ),
    /** `last` null = never used. */
    sequences: Type.Array(
      Type.Object(
        {
          name: Type.String({ pattern: '^[a-z_][a-z0-9_]*$' }),
          last: Type.Union([Type.String({ pattern: String.raw`^\d{1,19}$` }), Type.Null()]),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;
export type TableInBackup = Manifest['tables'][number];

export const MANIFEST_FILE = 'manifest.json';
export const tableFile = (table: string): string => `${table}.copy.gz`;

/** Reads a manifest; throws with what is wrong with it. */
export function parseManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('the manifest is no JSON');
  }
  if (!Value.Check(Manifest, value)) {
    const [first] = Value.Errors(Manifest, value);
    throw new Error(`the manifest is not as expected: ${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim());
  }
  return value;
}

const NAME = /^cryptotribes-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** "cryptotribes-20261125T161500Z": the names sort by time. */
export const backupName = (takenMs: number): string =>
  `cryptotribes-${new Date(takenMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** When a backup of that name was taken, ms; null when it is no such name. */
export function takenMsOf(name: string): number | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, ...number[]];
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}
