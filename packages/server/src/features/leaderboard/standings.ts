/**
 * Where a player stands among all others, at any number of players. Order: more points, earlier reaching of them, lower id.
 * Small seasons are counted anew each time. In large ones every 200th place is remembered for some seconds, and only the way from the
 * nearest of these marks is counted: a rank may then be that old.
 */
import {
  type Db,
  keyedStatement,
  many,
  maybeOne,
  one,
  type Statement,
  statement,
  timestamp,
} from '../../platform/db.ts';

/** A player's place in the order. */
export interface Standing {
  userId: string;
  victoryPoints: number;
  reachedMs: number;
}
interface Mark extends Standing {
  /** Its rank when the marks were made. */
  rank: number;
}
interface Marks {
  madeAtMs: number;
  list: Mark[];
}
/** The largest season whose ranks are counted anew for everybody who asks. */
const SMALL_SEASON = 2_000;
const MARK_EVERY = 200;
const MARKS_LAST_MS = 10_000;

const order = '-victory_points, vp_reached_at, user_id';
const columns = 'user_id as "userId", victory_points as "victoryPoints", vp_reached_at as "reachedMs"';

const read = statement('standings.read', `select ${columns} from villages where season_id = $1 and user_id = $2`);
export const readStanding = (db: Db, seasonId: string, userId: string): Promise<Standing | null> =>
  maybeOne(db, read, [seasonId, userId]);

const countUpTo = statement(
  'standings.countUpTo',
  'select count(*)::int as n from (select 1 from villages where season_id = $1 limit $2) found',
);
const countBefore = keyedStatement(
  'standings.countBefore',
  ['text', 'bigint', 'timestamptz', 'text'],
  `select count(*)::int as n from villages where season_id = $1 and (${order}) < ($2::bigint, $3::timestamptz, $4::text)`,
);
// Walk the index from a mark on. The limit says how far that is at most: else a plan is made for a tenth of all players.
const walk = (until: string): string =>
  `select count(*)::int as n from (select 1 from villages
     where season_id = $1 and (${order}) >= ($2::bigint, $3::timestamptz, $4::text) ${until} order by ${order} limit 10000) walked`;
const countBetween = keyedStatement(
  'standings.countBetween',
  ['text', 'bigint', 'timestamptz', 'text', 'bigint', 'timestamptz', 'text'],
  walk(`and (${order}) < ($5::bigint, $6::timestamptz, $7::text)`),
);
const countFrom = statement('standings.countFrom', walk(''));
const listMarks = statement(
  'standings.marks',
  `select place as rank, ${columns} from (
     select user_id, victory_points, vp_reached_at, row_number() over (order by ${order})::int as place from villages where season_id = $1) all_places
   where place % $2 = 1 order by place`,
);
const key = (standing: Standing) => [-standing.victoryPoints, timestamp(standing.reachedMs), standing.userId];
const count = async (db: Db, sql: Statement, values: unknown[]): Promise<number> =>
  (await one<{ n: number }>(db, sql, values)).n;

const known = new WeakMap<Db, Map<string, Marks | Promise<Marks>>>();

async function makeMarks(db: Db, seasonId: string): Promise<Marks> {
  const madeAtMs = performance.now();
  return { madeAtMs, list: await many<Mark>(db, listMarks, [seasonId, MARK_EVERY]) };
}

/** The season's marks, some seconds old; null for a small season. Of many who ask first, one makes them. */
async function marksOf(db: Db, seasonId: string): Promise<Mark[] | null> {
  const seasons = known.get(db) ?? new Map<string, Marks | Promise<Marks>>();
  known.set(db, seasons);
  const held = seasons.get(seasonId);
  if (held === undefined) {
    // Once large, a season stays large: nobody leaves it.
    const players = await count(db, countUpTo, [seasonId, SMALL_SEASON + 1]);
    return players <= SMALL_SEASON ? null : (await remake(db, seasonId, seasons)).list;
  }
  if (held instanceof Promise) return (await held).list;
  if (performance.now() - held.madeAtMs > MARKS_LAST_MS) {
    // Nobody waits for the new ones: whoever asks meanwhile gets the old ones.
    seasons.set(seasonId, { ...held, madeAtMs: performance.now() });
    makeMarks(db, seasonId).then(
      (marks) => seasons.set(seasonId, marks),
      () => seasons.delete(seasonId),
    );
  }
  return held.list;
}

async function remake(db: Db, seasonId: string, seasons: Map<string, Marks | Promise<Marks>>): Promise<Marks> {
  const making = seasons.get(seasonId) ?? makeMarks(db, seasonId);
  seasons.set(seasonId, making);
  try {
    const marks = await making;
    seasons.set(seasonId, marks);
    return marks;
  } catch (error) {
    seasons.delete(seasonId);
    throw error;
  }
}

/** The last mark that is not behind the standing; null when even the first one is. */
function markBefore(marks: readonly Mark[], standing: Standing): Mark | null {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(marks[middle] as Mark, standing) <= 0) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1] ?? null;
}
function compare(a: Standing, b: Standing): number {
  return (
    b.victoryPoints - a.victoryPoints ||
    a.reachedMs - b.reachedMs ||
    (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0)
  );
}

/** Whether the season is known to be large: ranks in it may be some seconds old. The first rank that is asked for finds it out. */
export const isKnownAsLarge = (db: Db, seasonId: string): boolean => known.get(db)?.has(seasonId) ?? false;

/** 1 = the best. */
export async function rankOf(db: Db, seasonId: string, standing: Standing): Promise<number> {
  const mark = markBefore((await marksOf(db, seasonId)) ?? [], standing);
  if (mark === null) return 1 + (await count(db, countBefore, [seasonId, ...key(standing)]));
  return mark.rank + (await count(db, countBetween, [seasonId, ...key(mark), ...key(standing)]));
}

/** How many players the season has. */
export async function countPlayers(db: Db, seasonId: string): Promise<number> {
  const last = (await marksOf(db, seasonId))?.at(-1);
  if (last === undefined) return count(db, countUpTo, [seasonId, SMALL_SEASON + 1]);
  return last.rank - 1 + (await count(db, countFrom, [seasonId, ...key(last)]));
}

/** Where to start reading for the row at `offset` (0 = the first): from a place on, skipping some rows. Null = from the top. */
export async function startAt(
  db: Db,
  seasonId: string,
  offset: number,
): Promise<{ from: Standing | null; skip: number }> {
  const marks = offset < MARK_EVERY ? null : await marksOf(db, seasonId);
  const mark = marks?.[Math.min(Math.floor(offset / MARK_EVERY), marks.length - 1)];
  return mark === undefined ? { from: null, skip: offset } : { from: mark, skip: offset - (mark.rank - 1) };
}
