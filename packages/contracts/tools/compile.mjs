/**
 * Compiles the contracts with solc, without network and without traces of this machine: no metadata is appended, and sources
 * are named as their imports name them, so the same sources come to the same bytes everywhere.
 * foundry.toml asks for the same optimizer.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import solc from 'solc';

const require = createRequire(import.meta.url);
const SOURCES = ['SeasonVault.sol', 'MockUsdt.sol'];

const SETTINGS = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 500 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

const ownSource = (name) => readFileSync(new URL(`../solidity/${name}`, import.meta.url), 'utf8');

function findImport(name) {
  try {
    return { contents: readFileSync(require.resolve(name), 'utf8') };
  } catch (error) {
    return { error: error.message };
  }
}

/** Contract name → {abi, bytecode} of everything in solidity/. Throws with the compiler's words on an error or a warning. */
export function compileContracts() {
  const sources = Object.fromEntries(SOURCES.map((name) => [`solidity/${name}`, { content: ownSource(name) }]));
  const input = JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS });
  const output = JSON.parse(solc.compile(input, { import: findImport }));
  const messages = (output.errors ?? []).map((problem) => problem.formattedMessage);
  if (messages.length > 0) throw new Error(messages.join('\n'));
  const own = SOURCES.flatMap((name) => Object.entries(output.contracts[`solidity/${name}`]));
  return Object.fromEntries(own.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` }]));
}
