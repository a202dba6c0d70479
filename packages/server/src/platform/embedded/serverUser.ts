import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The account PostgreSQL runs as. PostgreSQL refuses to run as root, so root has to name somebody else. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

function lookUp(name: string): ServerUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** null = run as ourselves (an ordinary user). For root: `postgres`, else `nobody`. */
export function chooseServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (!user) throw new Error('PostgreSQL cannot run as root and there is no user postgres or nobody: set DATABASE_URL');
  return user;
}

/** For root and an existing cluster: its owner, because PostgreSQL only opens a folder that belongs to its own user. */
export function ownerOfCluster(clusterDir: string, fallback: ServerUser | null): ServerUser | null {
  if (fallback === null || !existsSync(clusterDir)) return fallback;
  const { uid, gid } = statSync(clusterDir);
  return uid === 0 ? fallback : { uid, gid };
}

/** Whether the user may walk into the folder: every folder on the way needs its x bit. Always true for null (ourselves). */
export function canEnter(directory: string, user: ServerUser | null): boolean {
  if (user === null) return true;
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    if (existsSync(current)) {
      const { mode, uid, gid } = statSync(current);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (current === path.dirname(current)) return true;
  }
}
