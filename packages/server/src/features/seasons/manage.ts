/** What an operator may do with a season (`ct season`). Each is one transaction and leaves a line in the audit log. */
import type { Context } from '../../context.ts';
import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import { inTransaction, type Tx } from '../../platform/tx.ts';
import { getSeason, lockSeason, type SeasonRow } from './queries.ts';
import { createSeason, type SeasonPlan } from './service.ts';
import { cancelSeason } from './start.ts';

type Desk = Pick<Context, 'clock' | 'newId' | 'pool' | 'publisher'>;

/** Longer than any request can take: whoever read the old end has finished when the new one comes. */
const NOTICE_MS = 60_000;

/** Why the season cannot do what was asked for. The message is for the operator. */
export class SeasonRefusal extends Error {}

const byNumber = statement('seasons.byNumber', 'select id from seasons where season_number = $1');
/** The season with this number or id; null when there is none. */
export async function findSeason(db: Db, numberOrId: string): Promise<SeasonRow | null> {
  if (/^[0-9a-f]{24}$/.test(numberOrId)) return getSeason(db, numberOrId);
  if (!/^[1-9][0-9]{0,8}$/.test(numberOrId)) return null;
  const row = await maybeOne<{ id: string }>(db, byNumber, [Number(numberOrId)]);
  return row === null ? null : getSeason(db, row.id);
}

const insertAudit = statement('seasons.audit', 'insert into audit_log (at, action, details) values ($1, $2, $3)');
const audit = (desk: Desk, tx: Tx, action: string, season: SeasonRow, details: object = {}): Promise<number> =>
  run(tx, insertAudit, [
    timestamp(desk.clock.nowMs()),
    `season.${action}`,
    JSON.stringify({ seasonId: season.id, ...details }),
  ]);

export const planSeason = (desk: Desk, plan: SeasonPlan): Promise<SeasonRow> =>
  inTransaction(desk, async (tx) => {
    const season = await createSeason(desk, tx, plan);
    await audit(desk, tx, 'create', season, { number: season.season_number });
    return season;
  });

const setRegistration = statement(
  'seasons.setRegistration',
  'update seasons set registration_start = $2 where id = $1',
);
/** Opens registration now; false when it was open already. */
export const openRegistration = (desk: Desk, id: string): Promise<boolean> =>
  inTransaction(desk, async (tx) => {
    const season = await held(tx, id);
    if (season.status !== 'registration')
      throw new SeasonRefusal(`the season is ${season.status}: its registration is over`);
    const nowMs = desk.clock.nowMs();
    if (season.registration_start <= nowMs) return false;
    await run(tx, setRegistration, [id, timestamp(nowMs)]);
    await audit(desk, tx, 'open', season);
    return true;
  });

const setEnd = statement('seasons.setEnd', 'update seasons set season_end = $2 where id = $1');
/**
 * Ends a running season early, one minute from now; gives the end. The running program then closes it as it closes every season. Hours that
 * are not complete by then earn nothing.
 */
export const endEarly = (desk: Desk, id: string): Promise<number> =>
  inTransaction(desk, async (tx) => {
    const season = await held(tx, id);
    if (season.status !== 'active')
      throw new SeasonRefusal(`the season is ${season.status}: only a running one can be closed`);
    const endMs = desk.clock.nowMs() + NOTICE_MS;
    if (season.season_end <= endMs) return season.season_end;
    await run(tx, setEnd, [id, timestamp(endMs)]);
    await audit(desk, tx, 'close', season, {
      endedAt: new Date(endMs).toISOString(),
      plannedEnd: new Date(season.season_end).toISOString(),
    });
    return endMs;
  });

/** Cancels a season that has not ended. Nobody wins anything. */
export const cancel = (desk: Desk, id: string): Promise<void> =>
  inTransaction(desk, async (tx) => {
    const season = await held(tx, id);
    if (season.status !== 'registration' && season.status !== 'active') {
      throw new SeasonRefusal(`the season is ${season.status}: it can no longer be cancelled`);
    }
    await cancelSeason(tx, season, 'operator', desk.clock.nowMs());
    await audit(desk, tx, 'cancel', season);
  });

async function held(tx: Tx, id: string): Promise<SeasonRow> {
  const season = await lockSeason(tx, id);
  if (season === null) throw new SeasonRefusal('there is no such season');
  return season;
}
