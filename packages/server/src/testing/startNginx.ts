/** Debian's nginx with the file that we ship (deploy/nginx.conf), on ports and in folders of a test's own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { swapOnce } from './swapOnce.ts';

const DEPLOY = path.resolve(import.meta.dirname, '../../../../deploy');
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

export interface NginxOptions {
  /** Of the program behind it, or of its several processes. */
  upstream: string | readonly string[];
  /** Folder of the built page. */
  root?: string;
  /** Seconds for the head of a request; the file's unless given. */
  headSeconds?: number;
  tls?: boolean;
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startNginx(program: string, options: NginxOptions) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ct-nginx-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const tlsPort = options.tls ? await freePort() : null;
  let text = readFileSync(path.join(DEPLOY, 'nginx.conf'), 'utf8');
  // Only root may become somebody else, and temporary files belong to whoever that is.
  text = swapOnce(text, 'user www-data;', process.getuid?.() === 0 ? 'user root;' : '');
  text = swapOnce(text, 'worker_processes auto;', 'worker_processes 1;');
  text = swapOnce(text, 'pid /run/nginx.pid;', `pid ${folder}/nginx.pid;`);
  text = swapOnce(text, '/var/log/nginx/error.log', `${folder}/error.log`);
  text = swapOnce(text, '/var/log/nginx/access.log', `${folder}/access.log`);
  const lines = [options.upstream].flat().map((url) => `server 127.0.0.1:${new URL(url).port} max_fails=0;`);
  text = swapOnce(text, 'server 127.0.0.1:3000 max_fails=0;', lines.join(' '));
  text = swapOnce(text, 'listen 80 default_server;', `listen 127.0.0.1:${port} default_server;`);
  text = swapOnce(text, 'root /srv/cryptotribes/packages/client/dist;', `root ${options.root ?? folder};`);
  if (options.headSeconds !== undefined)
    text = swapOnce(text, 'client_header_timeout 10s;', `client_header_timeout ${options.headSeconds}s;`);
  mkdirSync(path.join(folder, 'conf.d'));
  mkdirSync(path.join(folder, 'cryptotribes'));
  const paths = TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
  writeFileSync(path.join(folder, 'conf.d/folders.conf'), paths);
  if (tlsPort !== null) writeTls(folder, tlsPort);
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, text);

  const args = ['-p', folder, '-c', file, '-e', `${folder}/error.log`];
  const check = spawnSync(program, [...args, '-t'], { encoding: 'utf8' });
  if (check.status !== 0) throw new Error(`nginx does not take deploy/nginx.conf: ${check.stderr}`);
  const child = spawn(program, [...args, '-g', 'daemon off;'], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilOpen(port, child);
  return {
    url: `http://127.0.0.1:${port}`,
    tlsUrl: tlsPort === null ? '' : `https://127.0.0.1:${tlsPort}`,
    /** What it wrote down about trouble. */
    errors: () => readFileSync(path.join(folder, 'error.log'), 'utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeTls(folder: string, port: number): void {
  const place = path.join(folder, 'cryptotribes');
  const made = spawnSync(
    'openssl',
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem'.split(
      ' ',
    ),
    { cwd: place, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`no certificate: ${made.stderr ?? made.error}`);
  copyFileSync(path.join(DEPLOY, 'nginx-tls.conf'), path.join(place, 'tls.conf'));
  const text = readFileSync(path.join(place, 'tls.conf'), 'utf8')
    .replace('listen 443 ', `listen 127.0.0.1:${port} `)
    .replaceAll('/etc/nginx/cryptotribes/', `${place}/`);
  writeFileSync(path.join(place, 'tls.conf'), text);
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (child.exitCode !== null) throw new Error(`nginx ended with code ${child.exitCode}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nginx does not answer');
}
