import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type CommandContext, runProgram } from './command.ts';
import { isAlive } from './processes.ts';

const INITDB_OPTIONS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-instructions',
  '--no-sync',
];

const isCluster = (directory: string): boolean => existsSync(path.join(directory, 'PG_VERSION'));

/** Removes what initialisations that were cut off left behind, but not those of programs that still run. */
function sweepDrafts(clusterDir: string): void {
  const prefix = `${path.basename(clusterDir)}.init-`;
  for (const name of readdirSync(path.dirname(clusterDir))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid === process.pid || isAlive(pid)) continue;
    rmSync(path.join(path.dirname(clusterDir), name), { recursive: true, force: true });
  }
}

/**
 * Makes the cluster when there is none: under another name first and then renamed, so that an interrupted start leaves
 * no half-made cluster, and of several starts at once one wins and the others use its cluster.
 */
export async function ensureCluster(context: CommandContext, clusterDir: string, password: string): Promise<void> {
  if (isCluster(clusterDir)) return;
  sweepDrafts(clusterDir);
  const draft = `${clusterDir}.init-${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (context.user) {
      chownSync(draft, context.user.uid, context.user.gid);
      chownSync(passwordFile, context.user.uid, context.user.gid);
    }
    await runProgram(context, 'initdb', [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS]);
    renameSync(draft, clusterDir);
  } catch (error) {
    if (!isCluster(clusterDir)) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Throws when the cluster was made by another major version of PostgreSQL: it could not be opened. */
export function assertClusterVersion(clusterDir: string, major: string): void {
  const made = readFileSync(path.join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  if (made === major) return;
  throw new Error(
    `${clusterDir} was made by PostgreSQL ${made}, the installed programs are ${major}: ` +
      'move the data over with a backup, or set DATABASE_URL',
  );
}
