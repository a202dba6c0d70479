import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadOrCreateSecret } from '../../config/secrets.ts';
import { canEnter, type ServerUser } from './serverUser.ts';

/** Where one embedded database keeps its things. */
export interface EmbeddedHome {
  readonly directory: string;
  readonly clusterDir: string;
  readonly logFile: string;
  readonly ownerFile: string;
}

function systemDirectory(): string {
  try {
    accessSync('/var/lib', constants.W_OK);
    return '/var/lib/cryptotribes';
  } catch {
    return path.join(tmpdir(), 'cryptotribes');
  }
}

/**
 * The folder for the database: `dataDir`, unless we are root and PostgreSQL's user cannot get there (a checkout below
 * /root or another private folder). Then it is a folder under /var/lib whose name is kept in `dataDir`, so that
 * removing `dataDir` still means a fresh start.
 */
export function openHome(dataDir: string, user: ServerUser | null, log: (line: string) => void): EmbeddedHome {
  mkdirSync(dataDir, { recursive: true });
  let directory = realpathSync(dataDir);
  if (!canEnter(directory, user)) {
    const place = loadOrCreateSecret(directory, 'postgres-place').slice(0, 16);
    const moved = path.join(systemDirectory(), place);
    mkdirSync(moved, { recursive: true, mode: 0o711 });
    log(`the database cannot use ${directory} (a private folder): it is kept in ${moved}`);
    directory = realpathSync(moved);
  }
  return {
    directory,
    clusterDir: path.join(directory, 'postgres'),
    logFile: path.join(directory, 'postgres.log'),
    ownerFile: path.join(directory, 'postgres.owner'),
  };
}
