import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../platform/migrate.ts';
import { withDatabaseName } from './testDatabase.ts';
import { startTestServer } from './testServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: { adminUrl: string; prefix: string; template: string };
  }
}

/** Before the first database test of a run: one server, one migrated template. Answers with what ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer(process.env.TEST_DATABASE_URL);
  const template = `${server.prefix}_template`;
  const admin = new pg.Client({ connectionString: server.adminUrl });
  admin.on('error', () => {});
  try {
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await admin.query(`CREATE DATABASE "${template}"`);
    const pool = new pg.Pool({ connectionString: withDatabaseName(server.adminUrl, template) });
    pool.on('error', () => {});
    await migrate(pool).finally(() => pool.end());
  } catch (error) {
    await admin.end();
    await server.stop();
    throw error;
  }
  project.provide('testServer', { adminUrl: server.adminUrl, prefix: server.prefix, template });
  return async () => {
    await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await admin.end();
    await server.stop();
  };
}
