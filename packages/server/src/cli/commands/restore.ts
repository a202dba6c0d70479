import { readConfig } from '../../config/config.ts';
import { CONSOLE, recordAct } from '../../features/admin/audit.ts';
import { openStore } from '../../features/backups/openStore.ts';
import { noteRestore, openRestore, releaseRestore } from '../../features/backups/quarantine.ts';
import { restoreBackup } from '../../features/backups/restore.ts';
import { checkLedger } from '../../features/ledger/check.ts';
import { freezePayouts } from '../../features/ledger/freeze.ts';
import { inTransaction } from '../../platform/tx.ts';
import { type Command, UsageError } from '../command.ts';
import { atDesk } from '../desk.ts';
import { withOwner } from '../openDatabase.ts';
import { parseOptions } from '../parseOptions.ts';

const RESTORED = 'the database was restored from a backup';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'bring a backup into an empty database',
  help: `Usage: ct restore [NAME] [--from PLACE] --quarantine | --live

Fills the configured database, which must be empty, with the backup NAME (the newest unless given) of PLACE or BACKUP_TO, and checks every
checksum and every reference; a damaged backup changes nothing. For the embedded database set DATA_DIR to a new folder.

  --quarantine  the game stands still until \`ct release\`: no battles, credits or payments, and no orders of players. For
                real use: what happened after the backup is unknown to it.
  --live        the game goes on at once. For trials only.

Payouts are stopped in both cases; \`ct resume-payouts\` lifts that.`,
  run(args, io) {
    const [first, ...others] = args;
    const name = first === undefined || first.startsWith('-') ? null : first;
    const options = parseOptions(name === null ? args : others, {
      from: { type: 'string' },
      quarantine: { type: 'boolean' },
      live: { type: 'boolean' },
    });
    if (Boolean(options.quarantine) === Boolean(options.live)) throw new UsageError('say --quarantine or --live');
    const config = readConfig(io.env);
    const place = options.from ?? config.backups.to;
    if (place === null || place === undefined) throw new UsageError('say where from, with --from or BACKUP_TO');
    const store = openStore(place, config.backups);
    return withOwner(config, async ({ owner, appRole, clock }) => {
      const chosen = name ?? (await store.list()).at(-1);
      if (chosen === undefined) throw new Error(`there is no backup in ${store.place}`);
      const manifest = await restoreBackup(owner, {
        store,
        name: chosen,
        ...(appRole === undefined ? {} : { appRole }),
        afterLoad: async (client, { takenAt }) => {
          await freezePayouts(client, [{ rule: RESTORED, found: [{ backup: chosen }] }], clock.nowMs());
          if (options.quarantine) await noteRestore(client, chosen, Date.parse(takenAt));
        },
      });
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      io.stdout.write(`Restored ${chosen}: ${rows} rows, as they were at ${manifest.takenAt}\n`);
      const broken = await checkLedger(owner);
      for (const { rule } of broken) io.stdout.write(`BROKEN: ${rule}\n`);
      if (broken.length > 0) return 1;
      io.stdout.write(
        `The books agree. Payouts are stopped${options.quarantine ? ', and the game stands still until `ct release`' : ''}.\n`,
      );
      return 0;
    });
  },
};

export const releaseCommand: Command = {
  name: 'release',
  summary: 'let the game go on after a restore, when all was looked into',
  help: `Usage: ct release --reason TEXT

Ends the quarantine of a restored database. Before it, compare with the chain and the payment service what came after the backup
(docs/OPERATIONS.md). Refused while the books disagree. Payouts stay stopped until \`ct resume-payouts\`.`,
  run(args, io) {
    const reason = parseOptions(args, { reason: { type: 'string' } }).reason?.trim() ?? '';
    if (reason.length < 1 || reason.length > 1_000)
      throw new UsageError('--reason must say why, in at most 1000 characters');
    return atDesk(readConfig(io.env), async (desk) => {
      const open = await openRestore(desk.pool);
      if (open === null) throw new Error('nothing is waiting for release');
      const broken = await checkLedger(desk.pool);
      if (broken.length > 0) throw new Error(`the books disagree: ${broken.map(({ rule }) => rule).join('; ')}`);
      await inTransaction(desk, async (tx) => {
        const nowMs = desk.clock.nowMs();
        if (!(await releaseRestore(tx, reason, nowMs))) throw new Error('it was released meanwhile');
        const target = { kind: 'restore', id: String(open.id) } as const;
        await recordAct(tx, nowMs, { by: CONSOLE, action: 'restore.release', target, reason });
      });
      io.stdout.write('Released. The game goes on.\n');
      return 0;
    });
  },
};
