/** Where the database is: for the program, and for migrations. */
import type { Config } from '../config/config.ts';
import { loadOrCreateSecret } from '../config/secrets.ts';
import { APP_ROLE, asRole, ensureRole, PAYOUT_ROLE } from './appRole.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';

export interface DatabaseAddress {
  /** As the role the program works as. */
  readonly url: string;
  /** As the owner of the tables; null = the same user. */
  readonly ownerUrl: string | null;
  /** Null with a database of one's own. */
  readonly embedded: EmbeddedPostgres | null;
}

/** The configured database, or the embedded one, started or joined, with a role for the program. */
export async function openDatabaseAddress(
  config: Pick<Config, 'databaseUrl' | 'migrationDatabaseUrl' | 'dataDir' | 'role'>,
  log: (line: string) => void,
): Promise<DatabaseAddress> {
  if (config.databaseUrl !== null)
    return { url: config.databaseUrl, ownerUrl: config.migrationDatabaseUrl, embedded: null };
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    const [role, secret] =
      config.role === 'payouts' ? [PAYOUT_ROLE, 'postgres-payouts-password'] : [APP_ROLE, 'postgres-app-password'];
    const password = loadOrCreateSecret(embedded.directory, secret);
    await ensureRole(embedded.url, role, password);
    return { url: asRole(embedded.url, role, password), ownerUrl: embedded.url, embedded };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}
