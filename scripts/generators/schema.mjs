import { builtServer, inRoot } from '../lib/paths.mjs';

/** The schema that all migrations together make, read back from a database they ran on. */
export const schemaGenerator = {
  name: 'database schema',
  file: inRoot('packages/server/schema.sql'),
  async make() {
    const { default: pg } = await import('pg');
    const { startTestServer } = await import(builtServer('testing/testServer'));
    const { migrate } = await import(builtServer('platform/migrate'));
    const { dumpSchema } = await import(builtServer('platform/dumpSchema'));
    const server = await startTestServer(undefined);
    const pool = new pg.Pool({ connectionString: server.adminUrl });
    pool.on('error', () => {});
    try {
      await migrate(pool);
      return await dumpSchema(pool);
    } finally {
      await pool.end();
      await server.stop();
    }
  },
};
