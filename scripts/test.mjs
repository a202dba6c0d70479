/**
 * `npm test`: builds what is stale and runs every test this machine can run. Says what it leaves out, and ends with one
 * line of totals. Other arguments go to Vitest: `npm test -- --project unit income`. The contracts are a project of their own,
 * run by forge: `npm test -- --project contracts`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from './lib/build.mjs';
import { runForge } from './lib/forge.mjs';
import { builtServer, inRoot, ROOT } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';
import { takeProject } from './lib/testArguments.mjs';
import { addTotals, readTotals } from './lib/testTotals.mjs';

const RESULTS = inRoot('.build/test-results.json');

function assertCoverageInstalled() {
  try {
    createRequire(import.meta.url).resolve('@vitest/coverage-v8/package.json');
  } catch {
    console.error('Coverage needs the package @vitest/coverage-v8, which is not installed');
    process.exit(1);
  }
}

/** Runs Vitest in this terminal; answers with its exit code. Signals from the terminal reach it by themselves. */
function runVitest(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...args], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

preflight();
const { args, chosen: contractsChosen } = takeProject(process.argv.slice(2), 'contracts');
const choosesProject = args.some((arg) => arg.startsWith('--project'));
const choosesTests = args.some((arg) => !arg.startsWith('--coverage'));
if (args.some((arg) => arg.startsWith('--coverage'))) assertCoverageInstalled();
await build();

const { findChromium, findForge, findHaproxy, findNginx, findRedisServer, findSystemPostgres } = await import(
  builtServer('testing/findPrograms')
);
const browser = await findChromium(process.env);
const redis = findRedisServer(process.env);
const forge = findForge(process.env);
const nginx = findNginx(process.env);
const spare = [findSystemPostgres(), findHaproxy(process.env)].find(({ ok }) => !ok);
const skippedParts = [];
if (!browser.ok) skippedParts.push(`skipped: no browser (${browser.reason})`);
if (!redis.ok) skippedParts.push(`skipped: no redis-server (${redis.reason})`);
if (!nginx.ok) skippedParts.push(`skipped: no nginx (${nginx.reason})`);
if (spare) skippedParts.push(`skipped: no spare database (${spare.reason})`);
if (!forge.ok) skippedParts.push(`skipped: no forge (${forge.reason})`);

/** Vitest's part: {code, totals}; totals are null when it did not run to its end. */
async function runVitestPart() {
  const projects = ['unit', 'db', ...(browser.ok ? ['browser'] : [])];
  mkdirSync(inRoot('.build'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const code = await runVitest([
    ...(choosesProject ? [] : projects.flatMap((project) => ['--project', project])),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}`,
    ...args,
  ]);
  return { code, totals: readTotals(RESULTS) };
}

const runs = [];
if (forge.ok && (contractsChosen || !choosesTests)) runs.push(await runForge(forge.value));
if (!contractsChosen || choosesTests) runs.push(await runVitestPart());

// Whoever names a project knows what is left out.
if (!choosesProject) for (const line of skippedParts) console.log(line);
const totals = addTotals(runs.map((run) => run.totals));
if (totals) console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
else console.log('The tests did not run to their end');
process.exitCode = runs.every(({ code }) => code === 0) && totals !== null && totals.failed === 0 ? 0 : 1;
