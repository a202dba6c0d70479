import type { Command } from './command.ts';
import { adminCommand } from './commands/admin.ts';
import { backupCommand, backupsCommand } from './commands/backup.ts';
import { depositsCommand } from './commands/deposits.ts';
import { engineCommand } from './commands/engine.ts';
import { checkInvariantsCommand, ledgerCommand, resumePayoutsCommand } from './commands/ledger.ts';
import { createIndexesCommand, migrateCommand } from './commands/migrate.ts';
import { payoutsCommand } from './commands/payouts.ts';
import { releaseCommand, restoreCommand } from './commands/restore.ts';
import { seasonCommand } from './commands/season.ts';
import { seedCommand } from './commands/seed.ts';
import { startCommand } from './commands/start.ts';
import { verifyCommand } from './commands/verify.ts';

/** Every command of `ct`, in the order of its help. A new one is added here; only what works is listed. */
export const COMMANDS: readonly Command[] = [
  startCommand,
  migrateCommand,
  createIndexesCommand,
  seedCommand,
  seasonCommand,
  adminCommand,
  ledgerCommand,
  checkInvariantsCommand,
  resumePayoutsCommand,
  depositsCommand,
  payoutsCommand,
  backupCommand,
  backupsCommand,
  restoreCommand,
  releaseCommand,
  engineCommand,
  verifyCommand,
];
