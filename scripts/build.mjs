/** `npm run build`: the server's packages with the compiler, the client with Vite. */
import { build } from './lib/build.mjs';
import { preflight } from './lib/preflight.mjs';

preflight();
await build({ force: true });
