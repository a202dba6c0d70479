/**
 * A primary with a synchronous standby behind HAProxy. Killing it means: the primary is gone for good, the standby is promoted, and a new standby is
 * made of what was the primary (docs/OPERATIONS.md).
 */
import { APP_ROLE, asRole, ensureRole } from '../../platform/appRole.ts';
import type { DatabaseServer } from './databaseServer.ts';
import { killSession } from './databaseServer.ts';
import { startHaproxy } from './haproxy.ts';
import { pauseAll } from './processes.ts';
import { CHECK_ROLE, initialise, openSystemCluster, type SystemCluster } from './systemCluster.ts';

export interface FailoverOptions {
  readonly binDir: string;
  readonly haproxy: string;
  readonly folder: string;
  readonly password: string;
}

/** What whoever watches over the primary needs to be sure that it is gone. */
const NOTICED_AFTER_MS = 1_000;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function startFailoverServer(options: FailoverOptions): Promise<DatabaseServer> {
  const { folder, password } = options;
  const clusterOptions = (name: string) => ({ ...options, name });
  let primary = await openSystemCluster(clusterOptions('postgres-1'));
  let standby = await openSystemCluster(clusterOptions('postgres-2'));
  await initialise(clusterOptions('postgres-1'));
  await primary.start();
  await primary.sql(`create role ${CHECK_ROLE} login`);
  await ensureRole(primary.url, APP_ROLE, password);
  await joinStandby(primary, standby);
  const haproxy = await startHaproxy(options.haproxy, folder, [primary.port, standby.port]);
  let joining: Promise<void> = Promise.resolve();

  const at = (port: number): string => {
    const changed = new URL(primary.url);
    changed.port = String(port);
    return changed.href;
  };
  return {
    ownerUrl: () => primary.url,
    ownerUrlAt: at,
    appUrlAt: (port) => asRole(at(port), APP_ROLE, password),
    port: () => haproxy.port,
    whole: () => joining,
    kill: async () => {
      await primary.kill();
      await sleep(NOTICED_AFTER_MS);
      await standby.promote();
      [primary, standby] = [standby, primary];
      joining = joinStandby(primary, standby);
      // Whoever waits for it sees why it failed.
      joining.catch(() => {});
    },
    killSession: (nth, struck) => killSession(primary.url, nth, struck),
    pause: (forMs) => pauseAll(primary.pids(), forMs),
    stop: async () => {
      await joining.catch(() => {});
      await haproxy.stop();
      // The other way round the primary would wait for its standby.
      await primary.kill();
      await standby.kill();
    },
  };
}

/** Makes the standby anew from the primary; from then on the primary acknowledges nothing that the standby does not have on its disk. */
async function joinStandby(primary: SystemCluster, standby: SystemCluster): Promise<void> {
  await standby.follow(primary.url);
  await standby.start();
  await primary.sql(`alter system set synchronous_standby_names = '*'`);
  await primary.sql('select pg_reload_conf()');
  for (;;) {
    const [row] = await primary.sql(`select count(*)::int as n from pg_stat_replication where sync_state = 'sync'`);
    if (row?.n === 1) return;
    await sleep(50);
  }
}
