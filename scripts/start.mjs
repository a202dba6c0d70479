/** `npm start`: builds what is stale, then runs the game in this process. */
import { build } from './lib/build.mjs';
import { builtServer, loadEnvFile } from './lib/paths.mjs';
import { preflight } from './lib/preflight.mjs';
import { watchParent } from './lib/watchParent.mjs';

preflight();
watchParent();
loadEnvFile();
await build();
const { runMain } = await import(builtServer('main'));
await runMain();
