import { startEmbeddedPostgres } from '../platform/embeddedPostgres.ts';

/**
 * A program that does nothing but hold an embedded database, for tests that kill it.
 * Arguments: folder, then "lone" for a server that outlives its program. Prints one line of JSON when ready.
 */
const [dataDir = '', mode] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres({
  dataDir,
  log: (line) => console.error(line),
  flags: ['-c', 'fsync=off'],
  ...(mode === 'lone' ? { dieWithParent: false } : {}),
});
const { url, pid, owned, directory } = postgres;
process.stdout.write(`${JSON.stringify({ url, pid, owned, directory })}\n`);
process.once('SIGTERM', () => {
  void postgres.stop().then(() => process.exit(0));
});
setInterval(() => {}, 60_000);
