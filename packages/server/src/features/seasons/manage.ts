/** What an operator may do with a season (`ct season`, `/admin`). Each act leaves an entry in the audit log, in its own transaction. */
import type { Context } from '../../context.ts';
import { type Db, maybeOne, run, statement, timestamp } from '../../platform/db.ts';
import type { Tx } from '../../platform/tx.ts';
import { type Actor, recordAct } from '../admin/audit.ts';
import { getSeason, lockSeason, type SeasonRow } from './queries.ts';
import { createSeason, type SeasonPlan } from './service.ts';
import { cancelSeason } from './start.ts';

type Desk = Pick<Context, 'clock' | 'config' | 'newId'>;

/** Who acts, and why; the command line asks for no reason. */
export interface Order {
  readonly by: Actor;
  readonly reason?: string | undefined;
}

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

interface Change {
  before?: object;
  after?: object;
}
const audit = (desk: Desk, tx: Tx, verb: string, season: SeasonRow, order: Order, change: Change): Promise<number> =>
  recordAct(tx, desk.clock.nowMs(), {
    ...order,
    action: `season.${verb}`,
    target: { kind: 'season', id: season.id },
    details: { seasonId: season.id, number: season.season_number, name: season.name },
    ...change,
  });
const iso = (ms: number): string => new Date(ms).toISOString();

export async function planSeason(desk: Desk, tx: Tx, plan: SeasonPlan, order: Order): Promise<SeasonRow> {
  const season = await createSeason(desk, tx, plan);
  await audit(desk, tx, 'create', season, order, {
    after: {
      status: season.status,
      registrationStart: iso(season.registration_start),
      seasonStart: iso(season.season_start),
      seasonEnd: iso(season.season_end),
      speed: season.speed,
      entryFeeMicro: season.entry_fee_micro,
      rulesetId: season.ruleset_id,
      commitment: season.commitment.toString('hex'),
      beacon: season.beacon_public_key?.toString('hex') ?? null,
    },
  });
  return season;
}

const setRegistration = statement(
  'seasons.setRegistration',
  'update seasons set registration_start = $2 where id = $1',
);
/** Opens registration now; false when it was open already. */
export async function openRegistration(desk: Desk, tx: Tx, id: string, order: Order): Promise<boolean> {
  const season = await held(tx, id);
  if (season.status !== 'registration')
    throw new SeasonRefusal(`the season is ${season.status}: its registration is over`);
  const nowMs = desk.clock.nowMs();
  if (season.registration_start <= nowMs) return false;
  await run(tx, setRegistration, [id, timestamp(nowMs)]);
  await audit(desk, tx, 'open', season, order, {
    before: { registrationStart: iso(season.registration_start) },
    after: { registrationStart: iso(nowMs) },
  });
  return true;
}

const setEnd = statement('seasons.setEnd', 'update seasons set season_end = $2 where id = $1');
/**
 * Ends a running season early, one minute from now; gives the end. The running program then closes it as it closes every season. Hours that
 * are not complete by then earn nothing.
 */
export async function endEarly(desk: Desk, tx: Tx, id: string, order: Order): Promise<number> {
  const season = await held(tx, id);
  if (season.status !== 'active')
    throw new SeasonRefusal(`the season is ${season.status}: only a running one can be closed`);
  const endMs = desk.clock.nowMs() + NOTICE_MS;
  if (season.season_end <= endMs) return season.season_end;
  await run(tx, setEnd, [id, timestamp(endMs)]);
  await audit(desk, tx, 'close', season, order, {
    before: { seasonEnd: iso(season.season_end) },
    after: { seasonEnd: iso(endMs) },
  });
  return endMs;
}

/** Refuses a season that is over. */
export function assertCancellable(season: SeasonRow): void {
  if (season.status !== 'registration' && season.status !== 'active')
    throw new SeasonRefusal(`the season is ${season.status}: it can no longer be cancelled`);
}

/** Cancels a season that has not ended. Nobody wins anything. */
export async function cancel(desk: Desk, tx: Tx, id: string, order: Order): Promise<void> {
  const season = await held(tx, id);
  assertCancellable(season);
  await cancelSeason(tx, season, 'operator', desk.clock.nowMs());
  await audit(desk, tx, 'cancel', season, order, { before: { status: season.status }, after: { status: 'cancelled' } });
}

async function held(tx: Tx, id: string): Promise<SeasonRow> {
  const season = await lockSeason(tx, id);
  if (season === null) throw new SeasonRefusal('there is no such season');
  return season;
}
