import { attacksAt, openSides } from '../battles.mjs';
import { withServer } from '../lib/server.mjs';
import { measureRaids } from '../raids.mjs';

const RATES = [1, 20, 50, 100, 200];
const SECONDS = { 1: 10 };

export async function battlesPart() {
  const rows = await withServer({ players: 600 }, async (server) => {
    const sides = await openSides(server);
    const found = [];
    try {
      await attacksAt(server, sides, { rate: 50, seconds: 2, land: server.land });
      for (const rate of RATES) found.push(...rowsOf('all', await at(server, sides, rate, server.land), rate));
      for (const rate of RATES.slice(1, 4))
        found.push(...rowsOf('one', await at(server, sides, rate, server.land.slice(0, 1)), rate));
    } finally {
      sides.close();
    }
    return found;
  });
  const raids = await measureRaids({ seconds: 6 });
  rows.push({
    id: 'battles.raids.p95',
    what: `raids in circles by ${raids.raiders} players, the next as soon as the last was answered (${raids.perSecond} orders/s): p95 of answers`,
    unit: 'ms',
    values: raids.p95Fifths,
    lessIsBetter: true,
    limit: { atMost: 500 },
  });
  return rows;
}

const at = (server, sides, rate, land) => attacksAt(server, sides, { rate, seconds: SECONDS[rate] ?? 6, land });

function rowsOf(where, { fifths, answers, battles, lost, queued }, rate) {
  const refused = Object.entries(answers).filter(([code]) => code !== 'accepted');
  const place = where === 'all' ? 'over 50 territories' : 'on one territory';
  const counted = `${battles} battles${lost > 0 ? `, ${lost} not told in time` : ''}${refused.length > 0 ? `, refused: ${refused.map(([code, n]) => `${n} ${code}`).join(' ')}` : ''}`;
  const goal = where === 'all' && rate === 50 ? { atMost: 100 } : undefined;
  const rows = ['p50', 'p95', 'p99'].map((name) => ({
    id: `battles.${where}.${rate}.${name}`,
    what: `${rate} attacks/s ${place}: ${name}`,
    unit: 'ms',
    values: fifths.map((fifth) => fifth[name]),
    lessIsBetter: true,
    ...(name === 'p95' && goal ? { limit: goal } : {}),
    ...(name === 'p50' ? { note: counted } : {}),
  }));
  rows.push({
    id: `battles.${where}.${rate}.queue`,
    what: `${rate} attacks/s ${place}: orders still queued when the last was answered`,
    unit: 'orders',
    values: [queued],
    lessIsBetter: true,
    ...(where === 'all' && rate === 100 ? { limit: { atMost: 20 } } : {}),
  });
  return rows;
}
