import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../platform/embeddedPostgres.ts';

/** A PostgreSQL for one run of tests. */
export interface TestServer {
  /** A database of this server that is nobody's template. */
  readonly adminUrl: string;
  /** First part of the names of the databases that the tests make. */
  readonly prefix: string;
  stop(): Promise<void>;
}

/** The machine's death cannot matter to a test, so nothing is synced; commits stay as strict as in the game. */
const FLAGS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=on', 'max_connections=200'];

function givenServer(url: string): TestServer {
  const name = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname.slice(1)) : '';
  // Tests drop and make databases: the name has to say that this is what the server is for (RELIABILITY D104).
  if (!name.endsWith('_test')) throw new Error('TEST_DATABASE_URL must name a database that ends with _test');
  return { adminUrl: url, prefix: name, stop: async () => {} };
}

/** The server named by TEST_DATABASE_URL, else an embedded one in a folder of its own that is removed at the end. */
export async function startTestServer(givenUrl: string | undefined): Promise<TestServer> {
  if (givenUrl) return givenServer(givenUrl);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ct-test-'));
  // PostgreSQL's own user must be able to enter when root runs the tests.
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: (line) => console.warn(line),
    flags: FLAGS.flatMap((setting) => ['-c', setting]),
  });
  return {
    adminUrl: postgres.url,
    prefix: 'ct',
    stop: async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
      if (!postgres.directory.startsWith(dataDir)) rmSync(postgres.directory, { recursive: true, force: true });
    },
  };
}
