import path from 'node:path';
import { type BackupConfig, isS3Place } from '../../config/backups.ts';
import { s3Store } from './s3Store.ts';
import { type BackupStore, folderStore } from './store.ts';

/** The store at a place that a person named: a folder, or s3://bucket/prefix with the configured access. Throws when it is neither. */
export function openStore(place: string, { s3 }: Pick<BackupConfig, 's3'>): BackupStore {
  if (!place.startsWith('s3:')) return folderStore(path.resolve(place));
  if (!isS3Place(place)) throw new Error(`${place} is no place for backups: it must look like s3://bucket/folder`);
  if (s3 === null) throw new Error('S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are not set');
  const [bucket = '', ...folders] = place.slice('s3://'.length).split('/');
  return s3Store({ ...s3, bucket, prefix: folders.filter((folder) => folder !== '').join('/') });
}
