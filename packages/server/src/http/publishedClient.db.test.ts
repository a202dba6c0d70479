/** The typed client as somebody gets it who has nothing of this repository: packed, laid into an empty folder, and used there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp } from '../testing/testApp.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const PACKED = ['rules', 'protocol'];

let folder: string;
const closers: (() => unknown)[] = [];
const packageFolder = (name: string) => path.join(folder, 'node_modules/@cryptotribes', name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ct-client-'));
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  execFileSync('npm', [...args, ...PACKED.flatMap((name) => ['-w', `packages/${name}`])], { cwd: ROOT });
  const needed = new Set(['viem']);
  for (const name of PACKED) {
    mkdirSync(packageFolder(name), { recursive: true });
    const file = path.join(folder, `cryptotribes-${name}-0.1.0.tgz`);
    execFileSync('tar', ['-xzf', file, '-C', packageFolder(name), '--strip-components=1']);
    const { dependencies } = JSON.parse(readFileSync(path.join(packageFolder(name), 'package.json'), 'utf8'));
    for (const one of Object.keys(dependencies)) if (!one.startsWith('@cryptotribes/')) needed.add(one);
  }
  // What npm would fetch is here already; nothing else of this repository is in reach.
  for (const name of needed) {
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), place);
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the published client', () => {
  it('holds what it needs, its description and its example, and no tests or sources', () => {
    const files = readdirSync(packageFolder('protocol'), { recursive: true, encoding: 'utf8' });
    for (const file of [
      'README.md',
      'package.json',
      'examples/bot.mjs',
      'dist/routes.js',
      'dist/client/apiClient.d.ts',
    ])
      expect(files).toContain(file);
    const all = PACKED.flatMap((name) =>
      readdirSync(packageFolder(name), { recursive: true, encoding: 'utf8' }).map((file) => `${name}/${file}`),
    );
    expect(all.filter((file) => /\.test\.|\/src\/|\/testing\/|\.map$|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  it('tells TypeScript what each route takes and answers', () => {
    const head = `import { createApiClient } from '@cryptotribes/protocol/client/apiClient';
      const api = createApiClient({ baseUrl: '' });\n`;
    const uses = {
      'good.ts': `const { territories } = await api.call('territories.list');
        export const name: string | undefined = territories[0]?.name;
        await api.call('training.start', { body: { unitType: 'militia', quantity: 1 } });`,
      'wrongUnit.ts': `await api.call('training.start', { body: { unitType: 'dragon', quantity: 1 } });`,
      'wrongAnswer.ts': `export const gold: string = (await api.call('users.me')).gold;`,
    };
    for (const [file, text] of Object.entries(uses)) writeFileSync(path.join(folder, file), `${head}${text}\n`);
    const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
    let said = '';
    try {
      execFileSync(process.execPath, [compiler, ...options, ...Object.keys(uses)], { cwd: folder, encoding: 'utf8' });
    } catch (error) {
      said = (error as { stdout: string }).stdout;
    }
    const faults = [...said.matchAll(/^(\w+\.ts)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file, code]) => [file, code]);
    expect(faults.sort(), said).toEqual([
      ['wrongAnswer.ts', 'TS2322'],
      ['wrongUnit.ts', 'TS2322'],
    ]);
  });

  it('plays: its example bot signs in, trains, raids camps and builds', async () => {
    const app = await startTestApp({ speed: 60 });
    closers.push(app.stop);
    copyFileSync(path.join(packageFolder('protocol'), 'examples/bot.mjs'), path.join(folder, 'bot.mjs'));
    const bot: ChildProcess = spawn(process.execPath, ['bot.mjs', app.url, '20'], { cwd: folder });
    closers.push(() => bot.kill('SIGKILL'));
    let said = '';
    for (const stream of [bot.stdout, bot.stderr]) stream?.on('data', (text: Buffer) => (said += String(text)));
    await vi.waitFor(
      async () => {
        expect(bot.exitCode, said).toBeNull();
        // Three game minutes a look, so that what it trains and builds is soon finished.
        app.clock.advance(3_000);
        await app.settle();
        expect(await app.number('select coalesce(max(camps_beaten), 0) from villages')).toBeGreaterThanOrEqual(2);
        expect(await app.number('select count(*) from building_log')).toBeGreaterThanOrEqual(1);
      },
      { timeout: 45_000, interval: 50 },
    );
    expect(said).toContain('training.start');
  });
});
