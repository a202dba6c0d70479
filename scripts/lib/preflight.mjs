import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** Ends with one clear line when this machine cannot run the project at all. */
export function preflight() {
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`CryptoTribes needs Node 20.19 or newer; this is ${process.versions.node}`);
    process.exit(1);
  }
  if (!existsSync(inRoot('node_modules'))) {
    console.error('Dependencies are missing: run `npm install` first');
    process.exit(1);
  }
}
