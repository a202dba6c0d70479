import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's folder, wherever a script is called from. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** A built module of the server package, by its path without the extension. What only tests use is in the test build alone. */
export function builtServer(name) {
  const folder = /^test(ing|Build)\//.test(name) ? 'dist-test' : 'dist';
  return pathToFileURL(inRoot('packages/server', folder, `${name}.js`)).href;
}

/** Settings that are not in the environment already come from .env, when there is one. */
export function loadEnvFile() {
  const file = inRoot('.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
