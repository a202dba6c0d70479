import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import pg from 'pg';

/** Below 32768: above it outgoing connections pick their ports, and one of them may take ours at any moment. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const PORT_TRIES = 50;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found between ${FIRST_PORT} and ${LAST_PORT}`);
}

/** The address of a database of the embedded server. */
export function embeddedUrl(port: number, password: string, database = 'postgres'): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Whether the server answers a query. Throws when it runs but refuses our password: waiting would not help. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new Error('The embedded PostgreSQL refuses the password kept beside its data (postgres-password)');
    }
    return false;
  } finally {
    client.end().catch(() => {});
  }
}
