import { median } from '../lib/stats.mjs';
import { measureTicks } from '../ticks.mjs';

const KINDS = { gold: 'ten-minute gold', vp: 'hourly points' };

/** Credits of a season by the number of its players, beside SPEC's loops. */
export async function ticksPart() {
  const rows = [];
  const goldMs = [];
  for (const [players, loops] of [
    [1_000, 5],
    [10_000, 3],
    [100_000, 0],
  ]) {
    // The first few of a young season make the table grow; afterwards rows take the places that others left.
    const figures = await measureTicks(players, { loops, rounds: 13 });
    goldMs.push([players, median(figures.gold)]);
    for (const [kind, name] of Object.entries(KINDS)) {
      const loop = figures[`${kind}Loop`];
      rows.push({
        id: `ticks.${kind}.${players}`,
        what: `${name} of ${players.toLocaleString('en-US')} players`,
        unit: 'ms',
        lessIsBetter: true,
        values: figures[kind],
        ...(loop.length > 0
          ? {
              peer: { what: kind === 'gold' ? "SPEC 7.4's loop" : "SPEC 7.3's loop", values: loop },
              ratio: kind === 'gold' && players === 10_000 ? { atLeast: 50 } : {},
            }
          : {}),
      });
    }
  }
  const [[fewer, less], [more, longer]] = goldMs.slice(1);
  rows.push({
    id: 'ticks.gold.growth',
    what: 'gold: time for ten times the players (10,000 to 100,000)',
    unit: 'times',
    values: [longer / less],
    limit: { atMost: (more / fewer) * 1.3 },
  });
  return rows;
}
