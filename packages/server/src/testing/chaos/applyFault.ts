import { type Cluster, pauseProcess } from './cluster.ts';
import type { Fault } from './plan.ts';

const ANSWERS = 3;
const COMMITS = 2;

/**
 * Does it, and calls `struck` just before. Resolves when the disturbance is over; the program may still be recovering from it.
 */
export async function applyFault(
  cluster: Cluster,
  { kind, target, lastsMs }: Fault,
  struck: () => void,
): Promise<void> {
  const api = cluster.apis[target % cluster.apis.length];
  const worker = cluster.workers[target % cluster.workers.length];
  // Every kill kills something.
  if (kind === 'kill api') await api?.ready();
  if (kind === 'kill worker') await worker?.ready();
  if (kind === 'kill database') await cluster.database.whole();
  if (kind === 'kill session') return cluster.database.killSession(target, struck);
  if (kind === 'fill disk') {
    cluster.disk?.fill();
    await new Promise((resolve) => setTimeout(resolve, lastsMs));
    cluster.disk?.free();
    // What counts is how long it takes from here on.
    return struck();
  }
  struck();
  switch (kind) {
    case 'kill api':
      return api?.kill(lastsMs);
    case 'kill worker':
      return worker?.kill(lastsMs);
    case 'kill database':
      return cluster.database.kill(lastsMs);
    case 'kill redis':
      return cluster.redis?.kill(lastsMs);
    case 'cut players':
      return cluster.playersLine.cut();
    case 'cut database':
      return cluster.databaseLine.cut();
    case 'swallow answers':
      return cluster.playersLine.swallow(ANSWERS);
    case 'swallow commits':
      return cluster.databaseLine.swallow(COMMITS);
    case 'pause api':
      return api && pauseProcess(api, lastsMs);
    case 'pause worker':
      return worker && pauseProcess(worker, lastsMs);
    case 'pause database':
      return cluster.database.pause(lastsMs);
    case 'move clock':
      return cluster.moveClock(lastsMs);
    case 'pause redis':
      return cluster.redis?.pause(lastsMs);
    case 'empty redis':
      return cluster.redis?.empty();
  }
}
