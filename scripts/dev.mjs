/** `npm run dev`: the server from source, restarted on changes, and Vite's server for the client in front of it. */
import { spawn } from 'node:child_process';
import { inRoot, loadEnvFile, ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';
import { watchParent } from './lib/watchParent.mjs';

const CLIENT_ORIGIN = 'http://localhost:5173';

preflight();
watchParent();
loadEnvFile();

const port = process.env.PORT || '3000';
const serverEnv = {
  PUBLIC_URL: CLIENT_ORIGIN,
  CLIENT_URL: `${CLIENT_ORIGIN},http://localhost:${port}`,
  ...process.env,
};
// The client's configuration reads the server's address from API_URL.
const clientEnv = { ...process.env, API_URL: `http://127.0.0.1:${port}` };

const children = [
  spawn(
    process.execPath,
    [inRoot('node_modules/tsx/dist/cli.mjs'), 'watch', '--conditions=source', inRoot('scripts/lib/devServer.mjs')],
    { cwd: ROOT, env: serverEnv, stdio: ['ignore', 'inherit', 'inherit'] },
  ),
  spawn(process.execPath, [inRoot('node_modules/vite/bin/vite.js'), '--port', '5173', '--strictPort'], {
    cwd: inRoot('packages/client'),
    env: clientEnv,
    stdio: ['ignore', 'inherit', 'inherit'],
  }),
];

let stopping = false;
function stop(code) {
  if (!stopping) process.exitCode = code;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
}

for (const child of children) child.once('exit', (code) => stop(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
