// Fifty players raid each other in circles, each sending the next order as soon as the last one was answered: how long answers take,
// and what they are. The raids are decided meanwhile by the same program.
import { withServer } from './lib/server.mjs';
import { quantiles } from './lib/stats.mjs';

export async function measureRaids({ seconds, raiders = 50 }) {
  return withServer({ players: raiders, raids: true }, async ({ url, tokens, userIds }) => {
    const answered = [];
    const answers = {};
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
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
        answered.push([sentAt, performance.now() - sentAt]);
        const answer = response.status === 202 ? 'accepted' : `${response.status} ${body.error?.code}`;
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    }
    await Promise.all(tokens.map((_, player) => raidOn(player)));
    const fifthOf = ([sentAt]) => Math.floor(((sentAt - startedAt) / (endsAt - startedAt)) * 5);
    const fifths = [0, 1, 2, 3, 4].map((fifth) => answered.filter((one) => fifthOf(one) === fifth).map(([, ms]) => ms));
    return {
      raiders,
      seconds,
      perSecond: Math.round(answered.length / seconds),
      answers,
      ...quantiles(answered.map(([, ms]) => ms)),
      p95Fifths: fifths.filter((times) => times.length > 0).map((times) => quantiles(times).p95),
    };
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  console.log(JSON.stringify(await measureRaids({ seconds: Number(process.argv[2] ?? 60) })));
  process.exit(0);
}
