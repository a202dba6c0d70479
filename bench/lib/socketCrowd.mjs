// Thousands of connected players, spread over a few processes (socketCrowdChild.mjs).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./socketCrowdChild.mjs', import.meta.url));

/** `add(count)` connects that many more of the server's players; the others answer with what all processes say together. */
export function startCrowd(server, { processes = 2 } = {}) {
  const children = Array.from({ length: processes }, () => {
    const child = fork(CHILD, [server.url], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.setMaxListeners(0);
    return child;
  });
  const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  let connected = 0;
  const askAll = async (task, valueFor = () => ({})) =>
    Promise.all(
      children.map(async (child, index) => {
        child.send({ task, value: valueFor(index) });
        const [answer] = await once(child, 'message');
        if (answer.error) throw new Error(answer.error);
        return answer.value;
      }),
    );
  return {
    size: () => connected,
    /** Milliseconds until all of them were greeted. */
    add: async (count) => {
      const startedAt = performance.now();
      const first = connected;
      await askAll('add', (index) => ({
        players: Array.from({ length: count }, (_, n) => first + n)
          .filter((n) => n % processes === index)
          .map((n) => ({ n, token: server.tokens[n], userId: server.userIds[n] })),
      }));
      connected += count;
      return performance.now() - startedAt;
    },
    /** Latencies in ms of the stamped news that arrived since the last call. */
    takeLatencies: async () => (await askAll('takeLatencies')).flat(),
    /** All connections cut at once and made again, missed news fetched: { ms, lost, doubled }. */
    storm: async () => {
      const startedAt = performance.now();
      const parts = await askAll('storm');
      const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
      return { ms: performance.now() - startedAt, lost: sum('lost'), doubled: sum('doubled'), fetched: sum('fetched') };
    },
    stop: async () => {
      for (const child of children) child.disconnect();
      await Promise.all(ended);
    },
  };
}
