// The PostgreSQL that comes with the program, in a folder of its own that is gone afterwards. Durable, as in production.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../packages/server/dist/platform/embeddedPostgres.js';

export async function startPostgres({ flags = [] } = {}) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'ct-bench-'));
  // Reachable for the user PostgreSQL runs as when root starts it; otherwise the data would be put elsewhere and stay.
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, flags, log: () => {} });
  return {
    url: postgres.url,
    pid: postgres.pid,
    dataDir,
    stop: async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The version of the PostgreSQL that comes with the program. */
export async function postgresVersion() {
  const postgres = await startPostgres();
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await client.connect();
    return (await client.query('show server_version')).rows[0].server_version;
  } finally {
    await client.end();
    await postgres.stop();
  }
}
