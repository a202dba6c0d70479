/** The server from its sources, for `npm run dev`; started by tsx, which starts it again after a change. */
import { runMain } from '../../packages/server/src/main.ts';

await runMain();
