import { attacksAt, openSides } from '../battles.mjs';
import { httpLoad } from '../lib/httpLoad.mjs';
import { withServer } from '../lib/server.mjs';

const FLAGS = ['-c', 'shared_preload_libraries=pg_stat_statements', '-c', 'pg_stat_statements.track=top'];
const TEN = 10;
/** So many that the planner has a reason to go by keys. */
const PLAYERS = 24_000;
/** As many as hold land. */
const TRIBES = 50;
const PATHS = [
  '/v1/territories',
  '/v1/users/me',
  '/v1/leaderboard/players?limit=100',
  '/v1/leaderboard/tribes',
  '/v1/battles/history',
];

/** The statements that took most of PostgreSQL's time, and how it finds their rows. */
export async function statementsPart() {
  return withServer({ players: PLAYERS, flags: FLAGS }, async (server) => {
    const query = (text, values) => server.ask('query', { text, values });
    await query('create extension pg_stat_statements');
    const sides = await openSides(server, TRIBES);
    const requests = server.tokens.flatMap((token, n) => ({ method: 'GET', path: PATHS[n % PATHS.length], token }));
    const half = async () => {
      await Promise.all([
        httpLoad({ url: server.url, connections: 16, seconds: 4, rate: 300, requests }),
        attacksAt(server, sides, { rate: 30, seconds: 4, land: server.land }),
      ]);
    };
    try {
      await half();
      // As it is after days of play: with their battles, and with statistics, as autovacuum gives them.
      await server.ask('age', 200);
      await query('analyze');
      await query('select pg_stat_statements_reset()');
      await server.ask('record');
      await half();
    } finally {
      sides.close();
    }
    const found = await query(
      `select query, calls::int, mean_exec_time as ms from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where d.datname = current_database() and query !~* '^(begin|commit|rollback|set|show|select pg_|create|vacuum|analyze|explain)' and query !~ 'pg_stat'
       order by total_exec_time desc limit ${TEN}`,
    );
    const sent = new Map((await server.ask('recorded')).map(({ text }) => [shapeOf(text), text]));
    const rows = [];
    for (const [index, { query: text, calls, ms }] of found.entries()) {
      const [{ 'QUERY PLAN': plan }] = await query(
        `explain (generic_plan, format json) ${sent.get(shapeOf(text)) ?? text}`,
      );
      rows.push({
        id: `statements.${index + 1}`,
        what: text.replace(/\s+/g, ' ').slice(0, 110),
        unit: 'ms',
        values: [ms],
        calls,
        plan: waysOf((typeof plan === 'string' ? JSON.parse(plan) : plan)[0].Plan).join('; '),
      });
    }
    return rows;
  });
}

/**
 * A statement without its constants: the statistics put parameters in their place, with which no plan can use an index that is for some rows
 * only. By this the statement is found as it was sent.
 */
const shapeOf = (text) =>
  text
    .replace(/'(?:[^']|'')*'|\$\d+|\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\bnull(?=::)|\btrue\b|\bfalse\b/g, '?')
    .replace(/extract\(epoch from/gi, 'extract(? from')
    .replace(/\s+/g, ' ');

/** Every node that reads a table: how. */
function waysOf(node) {
  const own = node['Relation Name']
    ? [
        `${node['Node Type'].toLowerCase()} ${node['Relation Name']}${node['Index Name'] ? ` by ${node['Index Name']}` : ''}`,
      ]
    : node['Index Name']
      ? [`${node['Node Type'].toLowerCase()} ${node['Index Name']}`]
      : [];
  return [...new Set([...own, ...(node.Plans ?? []).flatMap(waysOf)])];
}
