/**
 * Whether something became much slower: a few cheap ratios, measured now, against the committed table. Ratios to a peer of the same run, not
 * times, and only far below what is committed is it a failure: a busy machine slows both sides.
 */
import { measureHttp } from './http.mjs';
import { numberText } from './lib/rows.mjs';
import { median } from './lib/stats.mjs';
import { committedRatio } from './lib/table.mjs';
import { measureRules } from './rules.mjs';
import { measureTicks } from './ticks.mjs';

/** Of the committed ratio. Requests and credits share the processors with the database and the load, and swing more than the rules alone. */
const leastPart = (id) => (id.startsWith('rules.') ? 0.5 : 0.3);
const TRIES = 2;

const ratio = (ours, peer) => median(ours.map((value, round) => value / peer[Math.min(round, peer.length - 1)]));

/** Ratios by the id of their row. */
async function measure() {
  const { ours, tight } = measureRules({ rounds: 3, battles: 40_000 });
  const { gold, goldLoop } = await measureTicks(1_000, { rounds: 5, loops: 3 });
  const http = await measureHttp({ rounds: 3, seconds: 0.5, only: ['territories', 'me', 'attack'], peers: false });
  return {
    'rules.battles': ratio(ours, tight),
    'ticks.gold.1000': ratio(goldLoop, gold.slice(0, goldLoop.length)),
    ...Object.fromEntries(Object.entries(http).map(([name, one]) => [`http.${name}.bare`, ratio(one.ours, one.bare)])),
  };
}

/** Prints one line a ratio, "passed:" or "failed:"; false when one failed twice. */
export async function runGate() {
  const best = {};
  for (let round = 1; round <= TRIES; round++) {
    for (const [id, value] of Object.entries(await measure())) best[id] = Math.max(best[id] ?? 0, value);
    if (Object.keys(best).every((id) => holds(id, best[id]))) break;
  }
  for (const [id, value] of Object.entries(best)) {
    const committed = committedRatio(id);
    const aim = committed === null ? 'nothing is committed' : `committed ${numberText(committed)}`;
    console.log(
      `${holds(id, value) ? 'passed' : 'failed'}: ratio ${id} ${numberText(value)} (${aim}, at least ${leastPart(id)} of that)`,
    );
  }
  return Object.entries(best).every(([id, value]) => holds(id, value));
}

const holds = (id, value) => {
  const committed = committedRatio(id);
  return committed !== null && value >= committed * leastPart(id);
};
