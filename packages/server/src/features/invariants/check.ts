/** What must hold, asked of the database: the books (features/ledger) and the game (the view `broken_invariants`, RELIABILITY D.3). */
import type pg from 'pg';
import { checkLedger, type Violation } from '../ledger/check.ts';

/** Rows of a violation that are reported. */
const MOST = 10;
/** More is not read: something is very wrong by then. */
const MOST_ROWS = 1_000;
/** A whole season of 100,000 players takes its time; nobody waits for it. */
const TIMEOUT_MS = 120_000;

interface BrokenRow {
  rule: string;
  season_id: string | null;
  found: Record<string, unknown>;
}

/**
 * What does not hold in the game, in one snapshot; empty when all is well. `of`: the seasons that still change, or everything. Reads only,
 * and disturbs nobody.
 */
export async function checkGame(pool: pg.Pool, of: 'running' | 'all'): Promise<Violation[]> {
  const client = await pool.connect();
  let rows: BrokenRow[] = [];
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${TIMEOUT_MS}`);
    if (of === 'all') {
      ({ rows } = await client.query<BrokenRow>(`select * from broken_invariants limit ${MOST_ROWS}`));
    } else {
      const running = await client.query<{ id: string }>(`select id from seasons where status = 'active'`);
      // One season at a time: the database then looks at that season's rows alone.
      for (const { id } of running.rows) {
        const found = await client.query<BrokenRow>(
          `select * from broken_invariants where season_id = $1 limit ${MOST_ROWS}`,
          [id],
        );
        rows.push(...found.rows);
      }
    }
  } finally {
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
  const byRule = new Map<string, Record<string, unknown>[]>();
  for (const { rule, season_id, found } of rows) {
    const list = byRule.get(rule) ?? [];
    if (list.length < MOST) list.push({ seasonId: season_id, ...found });
    byRule.set(rule, list);
  }
  return [...byRule].map(([rule, found]) => ({ rule, found }));
}

/** All rules, of the books and of the game. Ask before money is paid out. */
export async function checkInvariants(pool: pg.Pool): Promise<Violation[]> {
  return [...(await checkLedger(pool)), ...(await checkGame(pool, 'all'))];
}
