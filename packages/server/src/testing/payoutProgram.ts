/**
 * The payout process for tests that kill it: FAILPOINT names the step at which it ends as a crash would. Nothing of the real program reads
 * that. Arguments: the address of the database as the payout role, and as the owner.
 */
import { readConfig } from '../config/config.ts';
import { createLogger } from '../platform/logger.ts';
import { startPayouts } from '../roles/payouts.ts';

const [, , databaseUrl = '', ownerDatabaseUrl = ''] = process.argv;
const deadly = process.env.FAILPOINT ?? '';

await startPayouts({
  config: readConfig(process.env),
  log: createLogger('error'),
  databaseUrl,
  ownerDatabaseUrl,
  idleMs: 50,
  failpoint: (name) => {
    if (name === deadly) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write('ready\n');
