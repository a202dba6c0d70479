// Fifty players raid each other in circles, each sending the next order as soon as the last one was answered: how long answers take,
// and what they are. The raids are decided meanwhile by the same program.
import { withServer } from './attacks.mjs';

export async function measureRaids({ seconds, raiders = 50 }) {
  return withServer([raiders, 'raids'], async ({ url, tokens, userIds }) => {
    const latencies = [];
    const answers = {};
    const endsAt = performance.now() + seconds * 1000;
    async function raidOn(player) {
      for (let step = 1; performance.now() < endsAt; step++) {
        // Circles of every length: 1 → 2 → 3 …, 1 → 3 → 5 …, and so on.
        const target = (player + 1 + (step % (raiders - 1))) % raiders;
        const sentAt = performance.now();
        const response = await fetch(`${url}/v1/battles/raid-village`, {
          method: 'POST',
          headers: { authorization: `Bearer ${tokens[player]}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            userId: userIds[target],
            army: { militia: 5, spearman: 0, archer: 0, cavalry: 0 },
            formation: 'balanced',
          }),
        });
        const body = await response.json();
        latencies.push(performance.now() - sentAt);
        const answer = response.status === 202 ? 'accepted' : `${response.status} ${body.error?.code}`;
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    }
    await Promise.all(tokens.map((_, player) => raidOn(player)));
    latencies.sort((a, b) => a - b);
    const quantile = (q) => Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))]);
    return {
      raiders,
      seconds,
      perSecond: Math.round(latencies.length / seconds),
      answers,
      p50Ms: quantile(0.5),
      p95Ms: quantile(0.95),
      p99Ms: quantile(0.99),
    };
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  console.log(JSON.stringify(await measureRaids({ seconds: Number(process.argv[2] ?? 60) })));
  process.exit(0);
}
