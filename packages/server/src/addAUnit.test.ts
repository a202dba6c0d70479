/** The walk-through of docs/ADD_A_UNIT.md, walked: its patches are applied to a copy of the rules, compiled, and its script run on them. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const inRoot = (name: string): string => path.join(ROOT, name);
const PAGE = readFileSync(inRoot('docs/ADD_A_UNIT.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?\\n)\`\`\`$`, 'gm'))].map(([, text]) => text as string);

const folder = mkdtempSync(path.join(tmpdir(), 'ct-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } });

it('the patches of the walk-through fit the rules, compile, and do what the page says', () => {
  cpSync(inRoot('packages/rules/src'), path.join(folder, 'src'), {
    recursive: true,
    filter: (file) => !file.endsWith('.test.ts') && path.basename(file) !== 'testing',
  });
  symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const options = { rootDir: 'src', outDir: 'dist' };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: inRoot('tsconfig.base.json'), compilerOptions: options, include: ['src'] }),
  );
  writeFileSync(path.join(folder, 'unit.patch'), blocks('diff').join(''));
  writeFileSync(path.join(folder, 'unit.mjs'), blocks('js').join(''));

  run('git', 'apply', '--unidiff-zero', 'unit.patch');
  run(process.execPath, inRoot('node_modules/typescript/bin/tsc'), '-p', folder);
  expect(run(process.execPath, 'unit.mjs')).toBe(blocks('text').join(''));
});
