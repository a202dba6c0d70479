// `npm run bench`: figures of this machine, printed as one table. Absolute times are only comparable within one run.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureAttacks } from '../bench/attacks.mjs';
import { measureRaids } from '../bench/raids.mjs';
import { measureRanking } from '../bench/ranking.mjs';
import { measureRules } from '../bench/rules.mjs';
import { measureTicks } from '../bench/ticks.mjs';
import { measureVerify } from '../bench/verify.mjs';

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '20' }, seconds: { type: 'string', default: '20' } },
});
console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)}`,
);
const rules = measureRules();
console.log(`rules: ${rules.median} battles/s in one thread (median of 5, ${rules.min} to ${rules.max})`);
const verify = measureVerify();
console.log(
  `a season's file: ${verify.battles} battles computed again in ${verify.seconds.toFixed(1)} s (${verify.cpuSeconds.toFixed(1)} s of one processor), ${verify.perSecond} battles/s, heap at most ${verify.heapMb} MB`,
);
const attacks = await measureAttacks({ rate: Number(values.rate), seconds: Number(values.seconds) });
console.log(
  `attacks: ${attacks.rate}/s for ${attacks.seconds} s, ${attacks.battles} battles: accepted to battle_completed p50 ${attacks.p50Ms} ms, p95 ${attacks.p95Ms} ms, p99 ${attacks.p99Ms} ms`,
);
console.log(`answers: ${JSON.stringify(attacks.answers)}`);
const raids = await measureRaids({ seconds: Number(values.seconds) });
console.log(
  `raids: ${raids.raiders} raiders at once, ${raids.perSecond} orders/s for ${raids.seconds} s, answers p50 ${raids.p50Ms} ms, p95 ${raids.p95Ms} ms, p99 ${raids.p99Ms} ms: ${JSON.stringify(raids.answers)}`,
);
const ranking = await measureRanking();
for (const [question, { p50, p95, p99 }] of Object.entries(ranking.figures)) {
  console.log(`rankings of ${ranking.players} players: ${question} p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`);
}
for (const players of [1_000, 100_000]) {
  const { gold, vp } = await measureTicks(players);
  console.log(
    `credits of ${players} players: gold median ${gold.median} ms (most ${gold.max}), points median ${vp.median} ms (most ${vp.max})`,
  );
}
