// `npm run bench`: figures of this machine, printed as one table. Absolute times are only comparable within one run.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureAttacks } from '../bench/attacks.mjs';
import { measureRules } from '../bench/rules.mjs';

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '20' }, seconds: { type: 'string', default: '20' } },
});
console.log(
  `Node ${process.version}, ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)}`,
);
const rules = measureRules();
console.log(`rules: ${rules.median} battles/s in one thread (median of 5, ${rules.min} to ${rules.max})`);
const attacks = await measureAttacks({ rate: Number(values.rate), seconds: Number(values.seconds) });
console.log(
  `attacks: ${attacks.rate}/s for ${attacks.seconds} s, ${attacks.battles} battles: accepted to battle_completed p50 ${attacks.p50Ms} ms, p95 ${attacks.p95Ms} ms, p99 ${attacks.p99Ms} ms`,
);
console.log(`answers: ${JSON.stringify(attacks.answers)}`);
