import { measureHttp } from '../http.mjs';
import { measureUnderRate } from '../underRate.mjs';

const NAMES = {
  territories: 'GET /v1/territories',
  me: 'GET /v1/users/me',
  leaderboard: 'GET /v1/leaderboard/players',
  attack: 'POST /v1/battles/attack-territory',
  training: 'POST /v1/training/start',
};

/** The hot routes beside bare Fastify, pgbench and SPEC's own design; then their times under a steady load with sockets connected. */
export async function httpPart() {
  const figures = await measureHttp();
  const rows = [];
  for (const [name, { ours, bare, pgbench, spec }] of Object.entries(figures)) {
    const isWrite = name === 'attack' || name === 'training';
    const row = (kind, peer, values, ratio) => ({
      id: `http.${name}.${kind}`,
      what: NAMES[name],
      unit: 'req/s',
      values: ours,
      peer: { what: peer, values },
      ratio,
    });
    rows.push(row('bare', 'bare Fastify, the same bytes', bare, isWrite ? {} : { atLeast: 0.5 }));
    if (pgbench.length > 0) rows.push(row('pgbench', 'pgbench, the same SQL', pgbench, { atLeast: 0.4 }));
    if (spec.length > 0) rows.push(row('spec', "SPEC's own design", spec, { atLeast: isWrite ? 3 : 5 }));
  }
  return [...rows, ...(await measureUnderRate())];
}
