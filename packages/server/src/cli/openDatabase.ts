import type { Pool } from 'pg';
import type { Config } from '../config/config.ts';
import { createPool } from '../platform/db.ts';
import { startEmbeddedPostgres } from '../platform/embeddedPostgres.ts';
import { createLogger } from '../platform/logger.ts';

/**
 * Runs `work` on the configured database, DATABASE_URL or the embedded one, and closes everything after it. When the
 * game runs with its embedded database, that one is shared and goes on running.
 */
export async function withDatabase<T>(config: Config, work: (pool: Pool) => Promise<T>): Promise<T> {
  const logger = createLogger('warn');
  const embedded = config.databaseUrl
    ? null
    : await startEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => logger.warn(line) });
  const pool = createPool({ url: config.databaseUrl ?? embedded?.url ?? '', size: 2, log: logger, name: 'ct' });
  try {
    return await work(pool);
  } finally {
    await pool.end();
    await embedded?.stop();
  }
}
