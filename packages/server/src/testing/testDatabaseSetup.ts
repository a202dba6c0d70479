import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensureRole } from '../platform/appRole.ts';
import { sqlState } from '../platform/db.ts';
import { migrate } from '../platform/migrate.ts';
import { withDatabaseName } from './testDatabase.ts';
import { startTestServer } from './testServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `app` null = this server lets us make no role: the program then works as the owner. */
    testServer: { adminUrl: string; prefix: string; template: string; app: { role: string; password: string } | null };
  }
}

/** Before the first database test of a run: one server, one migrated template. Answers with what ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer(process.env.TEST_DATABASE_URL);
  const template = `${server.prefix}_template`;
  const admin = new pg.Client({ connectionString: server.adminUrl });
  admin.on('error', () => {});
  const app = await programRole(server.adminUrl, `${server.prefix}_app`);
  try {
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await admin.query(`CREATE DATABASE "${template}"`);
    const pool = new pg.Pool({ connectionString: withDatabaseName(server.adminUrl, template) });
    pool.on('error', () => {});
    await migrate(pool, app === null ? {} : { appRole: app.role }).finally(() => pool.end());
  } catch (error) {
    await admin.end();
    await server.stop();
    throw error;
  }
  project.provide('testServer', { adminUrl: server.adminUrl, prefix: server.prefix, template, app });
  return async () => {
    await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await admin.end();
    await server.stop();
  };
}

/** The role that programs under test work as, as in production; null where the server's user may make none. */
async function programRole(adminUrl: string, role: string): Promise<{ role: string; password: string } | null> {
  const password = randomBytes(16).toString('hex');
  try {
    await ensureRole(adminUrl, role, password);
    return { role, password };
  } catch (error) {
    if (sqlState(error) === '42501') return null;
    throw error;
  }
}
