/** Where backups go, and how often one is taken. */
import type { EnvReader } from './envReader.ts';

export interface BackupConfig {
  /** A folder, or s3://bucket/prefix; null = none are taken by the program. */
  readonly to: string | null;
  readonly everyHours: number;
  readonly keepDays: number;
  /** For s3:// places; null = not configured. */
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  } | null;
}

const S3_PLACE = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?$/;
export const isS3Place = (place: string): boolean => S3_PLACE.test(place);

function readS3(reader: EnvReader): BackupConfig['s3'] {
  const endpoint = reader.url('S3_ENDPOINT', ['http:', 'https:']);
  const accessKeyId = reader.text('S3_ACCESS_KEY_ID');
  const secretAccessKey = reader.text('S3_SECRET_ACCESS_KEY');
  if (endpoint === null && accessKeyId === null && secretAccessKey === null) return null;
  if (endpoint === null || accessKeyId === null || secretAccessKey === null) {
    reader.problems.push('S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set all or none');
    return null;
  }
  const region = reader.text('S3_REGION') ?? 'us-east-1';
  return Object.freeze({ endpoint: endpoint.replace(/\/+$/, ''), region, accessKeyId, secretAccessKey });
}

export function readBackups(reader: EnvReader): BackupConfig {
  const to = reader.text('BACKUP_TO');
  const s3 = readS3(reader);
  if (to?.startsWith('s3:') && !isS3Place(to)) reader.problems.push('BACKUP_TO must be a folder or s3://bucket/folder');
  if (to !== null && isS3Place(to) && s3 === null)
    reader.problems.push('BACKUP_TO is a bucket: it needs S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY');
  return Object.freeze({
    to,
    everyHours: reader.integer('BACKUP_EVERY_HOURS', 24, 1, 168),
    keepDays: reader.integer('BACKUP_KEEP_DAYS', 7, 1, 3_650),
    s3,
  });
}
