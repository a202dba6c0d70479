import { spawn } from 'node:child_process';
import { inRoot, ROOT } from './paths.mjs';

/** A test's name as a sentence, and why it failed, with the input that made it fail. */
function describeFailure(suite, name, result) {
  const input = result.counterexample ? `\n  with ${JSON.stringify(result.counterexample)}` : '';
  return `failed: ${suite.split(':').pop()} ${name.replace(/\(.*\)$/, '').replaceAll('_', ' ')}: ${result.reason ?? ''}${input}`;
}

function collect(program) {
  return new Promise((resolve) => {
    const child = spawn(program, ['test', '--root', ROOT, '--json'], {
      cwd: ROOT,
      env: { ...process.env, FOUNDRY_CONFIG: inRoot('packages/contracts/foundry.toml') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = [];
    const err = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    const text = (chunks) => Buffer.concat(chunks).toString('utf8');
    child.once('error', (error) => resolve({ code: 1, out: '', err: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, out: text(out), err: text(err) }));
  });
}

function parseReport(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return null;
  }
}

/** Runs the contracts' tests: {code, totals}; totals are null when they could not be run. */
export async function runForge(program) {
  const { code, out, err } = await collect(program);
  const report = parseReport(out);
  if (report === null) {
    console.error(`The tests of the contracts could not be run:\n${out}${err}`);
    return { code: code || 1, totals: null };
  }
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite, { test_results: results }] of Object.entries(report)) {
    for (const [name, result] of Object.entries(results)) {
      if (result.status === 'Success') totals.passed++;
      else if (result.status === 'Skipped') totals.skipped++;
      else {
        totals.failed++;
        console.error(describeFailure(suite, name, result));
      }
    }
  }
  console.log(`contracts: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return { code, totals };
}
