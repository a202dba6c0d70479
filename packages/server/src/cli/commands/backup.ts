import { readConfig } from '../../config/config.ts';
import { removeOldBackups, takeBackup } from '../../features/backups/backup.ts';
import { takenMsOf } from '../../features/backups/manifest.ts';
import { openStore } from '../../features/backups/openStore.ts';
import { type Command, UsageError } from '../command.ts';
import { atDesk } from '../desk.ts';
import { parseOptions } from '../parseOptions.ts';

const PLACE = `A place is a folder, or s3://bucket/folder with S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY set.`;

export const backupCommand: Command = {
  name: 'backup',
  summary: 'save the whole database, while the game goes on',
  help: `Usage: ct backup [--to PLACE] [--keep-days N]

Saves every table of one moment with checksums, to PLACE or BACKUP_TO. Backups older than N days (BACKUP_KEEP_DAYS, 7) are
removed afterwards; the newest stays. ${PLACE}
A backup holds everything, secrets of running seasons too: keep it where only you can read it.`,
  run(args, io) {
    const options = parseOptions(args, { to: { type: 'string' }, 'keep-days': { type: 'string' } });
    const keep = options['keep-days'];
    if (keep !== undefined && !/^[1-9]\d{0,3}$/.test(keep))
      throw new UsageError('--keep-days must be a number from 1 to 9999');
    const config = readConfig(io.env);
    const place = options.to ?? config.backups.to;
    if (place === null || place === undefined) throw new UsageError('say where to, with --to or BACKUP_TO');
    const store = openStore(place, config.backups);
    return atDesk(config, async ({ pool, clock }) => {
      const taken = await takeBackup(pool, store);
      if (taken === null) throw new Error('another program is taking a backup at this moment');
      io.stdout.write(`Saved ${taken.rows} rows in ${taken.bytes} bytes as ${taken.name} in ${store.place}\n`);
      const days = keep === undefined ? config.backups.keepDays : Number(keep);
      for (const name of await removeOldBackups(store, days, clock.nowMs())) io.stdout.write(`Removed ${name}\n`);
      return 0;
    });
  },
};

export const backupsCommand: Command = {
  name: 'backups',
  summary: 'list the backups at a place',
  help: `Usage: ct backups [--at PLACE]

Lists the whole backups at PLACE or BACKUP_TO, oldest first, with the time at which each was taken. ${PLACE}`,
  async run(args, io) {
    const { at } = parseOptions(args, { at: { type: 'string' } });
    const { backups } = readConfig(io.env);
    const place = at ?? backups.to;
    if (place === null || place === undefined) throw new UsageError('say where, with --at or BACKUP_TO');
    for (const name of await openStore(place, backups).list())
      io.stdout.write(`${new Date(takenMsOf(name) ?? 0).toISOString()}  ${name}\n`);
    return 0;
  },
};
