// Battles per second of the rules in one thread.
import { resolveBattle } from '../packages/rules/dist/battles/resolve.js';

export function measureRules({ rounds = 5, battles = 100_000 } = {}) {
  const inputs = Array.from({ length: 64 }, (_, i) => ({
    rulesetId: 'season1',
    terrain: ['castle', 'forest', 'hills', 'river', 'plains'][i % 5],
    attacker: {
      army: { militia: 50 + i, spearman: 30, archer: 20 + (i % 7), cavalry: 10 },
      formation: 'offensive',
      workshopLevel: 1 + (i % 10),
    },
    defender: {
      formation: 'defensive',
      contributors: Array.from({ length: 1 + (i % 3) }, (_unused, k) => ({
        userId: `u${k}`,
        units: { militia: 40 + k, spearman: 20, archer: 15, cavalry: 5 + (i % 3) },
        workshopLevel: 1 + k,
      })),
    },
    siegeFatigueBp: (i % 8) * 1000,
  }));
  const perSecond = [];
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now();
    let wins = 0;
    for (let i = 0; i < battles; i++)
      if (resolveBattle(inputs[i % inputs.length], ((i * 37) % 2001) - 1000).winner === 'attacker') wins++;
    if (wins === 0) throw new Error('no battle was won: the inputs are wrong');
    // The first round warms up.
    if (round > 0) perSecond.push(battles / ((performance.now() - startedAt) / 1000));
  }
  perSecond.sort((a, b) => a - b);
  return {
    median: Math.round(perSecond[Math.floor(perSecond.length / 2)]),
    min: Math.round(perSecond[0]),
    max: Math.round(perSecond.at(-1)),
  };
}
