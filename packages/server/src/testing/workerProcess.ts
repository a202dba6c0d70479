import { readConfig } from '../config/config.ts';
import { createLogger } from '../platform/logger.ts';
import { startProgram } from '../program.ts';

/**
 * A worker as a process of its own, for tests that stop, resume or kill it. Arguments: the database's address as the program, and as the owner of the tables. Logs to standard output; the line
 * `ready` says that it is at work.
 */
const [databaseUrl = '', ownerDatabaseUrl = databaseUrl] = process.argv.slice(2);
await startProgram({
  config: readConfig({ NODE_ENV: 'test', ROLE: 'worker', DEMO: '0', DATABASE_URL: databaseUrl }),
  log: createLogger('warn'),
  databaseUrl,
  ownerDatabaseUrl,
  jwtSecret: 'a secret that only these tests know, and nobody else',
  watchGame: false,
});
process.stdout.write('ready\n');
