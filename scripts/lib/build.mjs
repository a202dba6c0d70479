import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withBuildLock } from './buildLock.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { makeProductionServer } from './productionServer.mjs';

/**
 * The compiler writes the server's test build (dist-test: tests, test doors and all); the program that is shipped (dist) is made from it.
 *
 * Builds what is stale and only that. A part is fresh when its stamp, made from the names, sizes and times of everything
 * it is built from, is the one of the last successful build.
 */
const SERVER_PACKAGES = ['rules', 'protocol', 'contracts', 'bots', 'server'].map((name) => `packages/${name}`);

/** Where the compiler writes. */
const COMPILED = SERVER_PACKAGES.map((folder) => `${folder}/${folder === 'packages/server' ? 'dist-test' : 'dist'}`);

const PARTS = {
  server: {
    inputs: [
      'package-lock.json',
      'tsconfig.base.json',
      'scripts/lib/productionServer.mjs',
      ...SERVER_PACKAGES.flatMap((folder) =>
        ['src', 'package.json', 'tsconfig.json'].map((name) => `${folder}/${name}`),
      ),
    ],
    outputs: [...COMPILED, 'packages/server/dist'],
    program: 'node_modules/typescript/bin/tsc',
    args: ['-b', ...SERVER_PACKAGES],
    folder: '.',
    prepare() {
      // The compiler trusts its notes more than its eyes: with them and without dist it would write nothing.
      for (const folder of COMPILED) {
        if (!existsSync(inRoot(folder))) rmSync(inRoot(folder, '../tsconfig.tsbuildinfo'), { force: true });
      }
    },
    finish: () => makeProductionServer(inRoot('packages/server/dist-test'), inRoot('packages/server/dist')),
  },
  client: {
    inputs: [
      'package-lock.json',
      'packages/rules/src',
      'packages/protocol/src',
      ...['src', 'public', 'tools', 'index.html', 'vite.config.ts', 'package.json'].map(
        (name) => `packages/client/${name}`,
      ),
    ],
    outputs: ['packages/client/dist/index.html'],
    program: 'node_modules/vite/bin/vite.js',
    args: ['build', '--logLevel', 'warn'],
    folder: 'packages/client',
    prepare() {},
    finish: () => [],
  },
};

const TEST_FILE = /\.test\.tsx?$/;

function* filesBelow(name) {
  const info = statSync(inRoot(name), { throwIfNoEntry: false });
  if (!info) return;
  if (!info.isDirectory()) {
    yield { name, info };
    return;
  }
  for (const entry of readdirSync(inRoot(name)).sort()) yield* filesBelow(path.posix.join(name, entry));
}

function stampOf(part, partName) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const input of part.inputs) {
    for (const { name, info } of filesBelow(input)) {
      // The browser's bundle holds no tests; the compiler checks them with the rest.
      if (partName === 'client' && TEST_FILE.test(name)) continue;
      hash.update(`${name}\0${info.size}\0${info.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const stampFile = (partName) => inRoot('.build', `${partName}.stamp`);

function isFresh(partName, stamp) {
  if (!PARTS[partName].outputs.every((output) => existsSync(inRoot(output)))) return false;
  try {
    return readFileSync(stampFile(partName), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Runs a Node program to its end; what it says is shown only when it fails. */
function run(program, args, folder) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot(program), ...args], { cwd: path.join(ROOT, folder) });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString('utf8') }));
  });
}

async function buildPart(partName, stamp) {
  const part = PARTS[partName];
  rmSync(stampFile(partName), { force: true });
  part.prepare();
  const { code, output } = await run(part.program, part.args, part.folder);
  const problems = code === 0 ? part.finish() : [output.trim()];
  if (problems.length === 0) {
    writeFileSync(stampFile(partName), stamp);
    return true;
  }
  console.error(`\nBuilding the ${partName} failed:\n${problems.join('\n')}`);
  return false;
}

/**
 * Builds the named parts, all by default. `force` builds them even when they are fresh. Ends the program with code 1 when
 * something cannot be built.
 */
export async function build({ parts = Object.keys(PARTS), force = false } = {}) {
  const findStale = () =>
    parts
      .map((partName) => ({ partName, stamp: stampOf(PARTS[partName], partName) }))
      .filter(({ partName, stamp }) => force || !isFresh(partName, stamp));
  if (findStale().length === 0) return;
  const succeeded = await withBuildLock(async () => {
    // Looked at again: another script may have built meanwhile.
    const stale = findStale();
    if (stale.length === 0) return true;
    const startedAt = performance.now();
    process.stderr.write(`building ${stale.map(({ partName }) => partName).join(' and ')} ...`);
    const results = await Promise.all(stale.map(({ partName, stamp }) => buildPart(partName, stamp)));
    process.stderr.write(` ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
    return results.every(Boolean);
  });
  if (!succeeded) process.exit(1);
}
