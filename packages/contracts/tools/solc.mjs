#!/usr/bin/env node
/**
 * The Solidity compiler as the program that forge asks for: `--version`, and standard JSON from stdin to stdout.
 */
import { readFileSync } from 'node:fs';
import solc from 'solc';

if (process.argv.includes('--version')) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
}
