/** The files in deploy/ agree with the program and with each other. Starting them is tested in roles/manyProcesses, http/nginx and testing/chaos. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from './config/config.ts';
import { shippedProcesses } from './testing/gameProcess.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const inRoot = (file: string): string => path.join(ROOT, file);
const read = (file: string): string => readFileSync(inRoot(file), 'utf8');
const hasProgram = (name: string, ...args: string[]): boolean => spawnSync(name, args).status === 0;

interface Service {
  environment?: Record<string, string>;
  depends_on?: object;
  volumes?: string[];
  command?: string | string[];
  [key: string]: unknown;
}

const known = new Set([...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]));
const SECRETS = { JWT_SECRET: randomBytes(32).toString('hex'), CRON_SECRET: randomBytes(32).toString('hex') };

describe('PM2’s file', () => {
  it('starts two APIs at two ports and two workers, each with a configuration that the program takes', () => {
    const apps = shippedProcesses();
    expect(apps.map(({ env }) => env.ROLE)).toEqual(['api', 'api', 'worker', 'worker']);
    expect(new Set(apps.map(({ name }) => name)).size).toBe(4);
    const ports = apps.map(({ env }) => env.PORT).filter((port) => port !== undefined);
    expect(new Set(ports).size).toBe(2);
    for (const app of apps) {
      expect(existsSync(inRoot(app.script))).toBe(true);
      expect(app.args).toBe('start');
      expect(app.kill_timeout).toBeGreaterThan(25_000);
      expect(readConfig({ ...SECRETS, ...app.env }).isProduction).toBe(true);
    }
  });
});

describe('the units for systemd', () => {
  const units = readdirSync(inRoot('deploy')).filter((file) => file.endsWith('.service'));

  it('name the program, its roles and known settings', () => {
    expect(units).toHaveLength(3);
    for (const unit of units) {
      const text = read(`deploy/${unit}`);
      expect(text).toContain('packages/server/bin/ct.mjs start');
      const names = [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) =>
        pairs!.split(' ').map((pair) => pair.split('=')[0]),
      );
      expect(names.filter((name) => !known.has(name!) && name !== 'NODE_ENV')).toEqual([]);
    }
  });

  it.skipIf(!hasProgram('systemd-analyze', '--version'))('are taken by systemd', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ct-units-'));
    for (const unit of units) {
      const file = path.join(folder, unit.replace('@', '@3000'));
      writeFileSync(file, read(`deploy/${unit}`).replace('/usr/bin/node', process.execPath));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
      const ours = stderr.split('\n').filter((line) => line.includes(path.basename(file)));
      expect({ status, ours }).toEqual({ status: 0, ours: [] });
    }
    rmSync(folder, { recursive: true });
  });
});

describe('HAProxy’s file', () => {
  const text = read('deploy/haproxy.cfg');
  const bytes = (what: string) =>
    [...text.matchAll(new RegExp(`${what} ([0-9a-f]+)$`, 'gm'))].map(([, hex]) => Buffer.from(hex ?? '', 'hex'));

  it('asks in the protocol of PostgreSQL whether a server is a standby, and knows the answer of a primary', () => {
    const [signIn, ask] = bytes('send-binary');
    const [answer] = bytes('expect binary');
    expect(signIn?.readUInt32BE(0)).toBe(signIn?.length);
    expect(signIn?.toString('latin1', 8)).toBe('user\0haproxy_check\0database\0postgres\0\0');
    expect(ask?.readUInt32BE(1)).toBe((ask?.length ?? 0) - 1);
    expect(ask?.toString('latin1', 5)).toBe('select pg_is_in_recovery()\0');
    expect(answer).toEqual(Buffer.from('D\0\0\0\x0b\0\x01\0\0\0\x01f', 'latin1'));
  });

  it.skipIf(!hasProgram('haproxy', '-v'))('is taken by HAProxy', () => {
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', inRoot('deploy/haproxy.cfg')], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the containers', () => {
  const compose = parse(read('deploy/compose.yaml'), { merge: true }) as { services: Record<string, Service> };
  const programs = Object.entries(compose.services).filter(([, { environment }]) => environment?.ROLE !== undefined);

  it('are two APIs and two workers with known settings, and files that exist', () => {
    expect(programs.map(([, { environment }]) => environment!.ROLE)).toEqual(['api', 'api', 'worker', 'worker']);
    for (const [, { environment }] of programs)
      expect(Object.keys(environment!).filter((name) => !known.has(name) && name !== 'NODE_ENV')).toEqual([]);
    const mounted = Object.values(compose.services).flatMap(({ volumes }) => volumes ?? []);
    for (const volume of mounted.filter((one) => one.startsWith('.')))
      expect(existsSync(inRoot(path.join('deploy', volume.split(':')[0]!))), volume).toBe(true);
  });

  it('put lines into nginx’s file that are there to be replaced', () => {
    const nginx = read('deploy/nginx.conf');
    expect(nginx.match(/server 127\.0\.0\.1:3000 max_fails=0;/g)).toHaveLength(1);
    expect(nginx.match(/^user www-data;/gm)).toHaveLength(1);
    const command = String(compose.services.proxy?.command);
    expect(command).toContain('s/server 127.0.0.1:3000 max_fails=0;/');
    expect(command).toContain('s/^user www-data;/');
    for (const [name] of programs.filter(([, { environment }]) => environment!.ROLE === 'api'))
      expect(command).toContain(`server ${name}:3000`);
  });

  it('get every package that the build needs', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    const dockerfile = read('deploy/Dockerfile');
    for (const workspace of workspaces) expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
    expect(dockerfile).toContain('USER node');
  });
});

describe('the workflow', () => {
  it('runs the one check with the least rights, and takes other people’s actions by commit, never by a name that can move', () => {
    const text = read('.github/workflows/ci.yml');
    const workflow = parse(text) as { permissions: Record<string, string>; jobs: Record<string, { steps: Service[] }> };
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
    expect(existsSync(inRoot('.ci/run'))).toBe(true);
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action as string);
    expect(uses).toHaveLength(2);
    for (const action of uses) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

describe('what watches the game', () => {
  const names = new Set(
    [...read('packages/server/src/platform/metrics.ts').matchAll(/'(ct_[a-z_]+)'/g)].map(([, name]) => name!),
  );
  const asked = (text: string): string[] => [
    ...new Set([...text.matchAll(/\bct_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''))),
  ];

  it.each(['deploy/grafana-dashboard.json', 'deploy/prometheus-alerts.yaml', 'docs/OPERATIONS.md'])(
    'asks for metrics that exist: %s',
    (file) => {
      const found = asked(read(file));
      expect(found.length).toBeGreaterThan(8);
      expect(found.filter((name) => !names.has(name))).toEqual([]);
    },
  );

  it('leaves no metric without a panel', () => {
    const shown = asked(read('deploy/grafana-dashboard.json'));
    expect([...names].filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('leaves no metric without an alert, but those that only show how much is going on', () => {
    const alerts = asked(read('deploy/prometheus-alerts.yaml'));
    const activity = ['ct_battles_total', 'ct_news_published_total', 'ct_ticks_total', 'ct_completions_total'];
    expect([...names].filter((name) => !alerts.includes(name) && !activity.includes(name))).toEqual([]);
  });

  it('has an alert with a sentence and a way on for everything that wakes somebody', () => {
    const { groups } = parse(read('deploy/prometheus-alerts.yaml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string; description: string } }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(8);
    for (const { alert, expr, annotations } of rules) {
      expect(expr, alert).toMatch(/ct_/);
      expect(annotations.summary.length * annotations.description.length, alert).toBeGreaterThan(0);
    }
  });
});
