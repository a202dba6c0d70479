#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/cli/ct.js', import.meta.url);
if (!existsSync(fileURLToPath(built))) {
  console.error('ct: the program is not built yet, run `npm run build` first');
  process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const { runCt } = await import(built.href);
const { env, stdin, stdout, stderr } = process;
process.exitCode = await runCt(process.argv.slice(2), { env, stdin, stdout, stderr });
