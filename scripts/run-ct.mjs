/** `npm run ct -- <command>`: the command line from a checkout; builds what is stale first. */
import { build } from './lib/build.mjs';
import { loadEnvFile } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';

preflight();
loadEnvFile();
// Only the game itself shows the client.
await build({ parts: process.argv[2] === 'start' ? ['server', 'client'] : ['server'] });
await import('../packages/server/bin/ct.mjs');
