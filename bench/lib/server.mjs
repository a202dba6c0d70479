// A program of its own, full of players, for one measurement (bench/serve.mjs).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../serve.mjs', import.meta.url));

/** Starts bench/serve.mjs with these options; { ...what it says about itself, ask, pid, stop }. */
export async function startServer(options = {}) {
  const child = fork(SERVE, [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [
      ...(options.exposeGc ? ['--expose-gc'] : []),
      ...(options.cpuProfile ? ['--cpu-prof', `--cpu-prof-dir=${options.cpuProfile}`] : []),
    ],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const first = await Promise.race([once(child, 'message'), ended.then(() => null)]);
  if (first === null) throw new Error('the server did not start');
  return {
    ...first[0],
    pid: child.pid,
    /** Has the server do something between two rounds; see its `tasks`. */
    ask: async (task, value) => {
      child.send({ task, value });
      const [answer] = await once(child, 'message');
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs `work` against a server of its own. */
export async function withServer(options, work) {
  const server = await startServer(options);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
