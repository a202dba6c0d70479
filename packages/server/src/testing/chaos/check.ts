/**
 * Compares what players were told with the tables. An action whose tries were all answered by a refusal has left nothing; an acknowledged one is there
 * with just that answer; one that was refused after a try that nobody answered may have been carried out by that try. Whatever was carried out is
 * there once.
 */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Action, Journal } from './journal.ts';

export interface Comparison {
  /** Acknowledged and not there. */
  lost: string[];
  /** There more than once, or though nobody asked for it. */
  extra: string[];
  /** Rules of the game's records that do not hold. */
  broken: string[];
}

interface KeyRow {
  user_id: string;
  key: string;
  answer: string;
}
type Rows = (text: string) => Promise<Record<string, unknown>[]>;
type Done = Action & { data: Record<string, unknown> };

export async function compare(db: pg.ClientBase, journal: Journal): Promise<Comparison> {
  const rows: Rows = async (text) => (await db.query<Record<string, unknown>>(text)).rows;
  const found: Comparison = { lost: [], extra: [], broken: [] };
  const keys = (await rows(
    `select user_id, key, answer from idempotency_keys where key like 'chaos-%'`,
  )) as unknown as KeyRow[];
  const answers = new Map(keys.map(({ key, answer }) => [key, answer]));
  const done: Done[] = [];
  for (const action of journal.actions) {
    const answer = answers.get(action.key);
    answers.delete(action.key);
    const data = answer === undefined ? null : (JSON.parse(answer) as { data: Record<string, unknown> }).data;
    if (data !== null) done.push({ ...action, data });
    if (action.outcome === 'acknowledged') {
      if (data === null) found.lost.push(`${nameOf(action)}: acknowledged, and its key is not there`);
      else if (!isDeepStrictEqual(data, action.answer)) found.lost.push(`${nameOf(action)}: another answer is kept`);
    } else if (action.outcome === 'refused' && data !== null && action.lost === 0)
      found.extra.push(`${nameOf(action)}: refused with ${action.code}, and carried out`);
  }
  for (const key of answers.keys()) found.extra.push(`${key}: nobody sent it`);
  await compareEffects(rows, done, found);
  for (const { rule, season_id: season, found: what } of await rows('select * from broken_invariants'))
    found.broken.push(`${rule} (season ${season}): ${JSON.stringify(what)}`);
  return found;
}

const nameOf = ({ route, key }: Action): string => `${route} ${key}`;

/** What was carried out by its key and what the tables of the game hold are the same, one by one. */
async function compareEffects(rows: Rows, done: readonly Done[], found: Comparison): Promise<void> {
  const of = (...routes: string[]) => done.filter(({ route }) => routes.includes(route));
  const pick = (actions: readonly Done[], field: string) => actions.map(({ data }) => String(data[field]));
  const column = async (text: string) => (await rows(text)).map(({ id }) => String(id));
  const trainings = of('training.start');
  match(found, 'training', pick(trainings, 'queueId'), await column('select id from training_batches'));
  match(
    found,
    'battle',
    pick(of('battles.attackTerritory', 'battles.raidCamp'), 'battleId'),
    await column('select id from battles'),
  );
  match(
    found,
    'cancelled training',
    of('training.cancel').map(({ wanted }) => (wanted as { queueId: string }).queueId),
    await column(`select id from training_batches where status = 'cancelled'`),
  );
  match(
    found,
    'message',
    of('tribes.postMessage').map(({ wanted }) => (wanted as { text: string }).text),
    await column('select text as id from tribe_messages'),
  );
  // Levels that were ordered: those that are there beyond the first, and the one that is being built.
  const levels = ['barracks', 'warehouse', 'workshop'].map(
    (
      type,
    ) => `select user_id || ' ${type} ' || generate_series(2, ${type}_level + (${type}_upgrade_end is not null)::int) as id
      from villages`,
  );
  match(
    found,
    'level',
    of('buildings.upgrade').map(({ userId, data }) => `${userId} ${data.buildingType} ${data.level}`),
    await column(levels.join(' union all ')),
  );
  const formations = new Map(
    (await rows('select user_id, home_formation from villages')).map((row) => [row.user_id, row.home_formation]),
  );
  const last = new Map(of('users.update').map(({ userId, data }) => [userId, data.homeFormation]));
  for (const [userId, formation] of last)
    if (formations.get(userId) !== formation)
      found.lost.push(`formation of ${userId}: ${formations.get(userId)} instead of ${formation}`);
}

/** Both lists hold the same, each as often. */
function match(found: Comparison, what: string, expected: readonly string[], there: readonly string[]): void {
  const balance = new Map<string, number>();
  for (const one of there) balance.set(one, (balance.get(one) ?? 0) + 1);
  for (const one of expected) balance.set(one, (balance.get(one) ?? 0) - 1);
  for (const [one, count] of balance) {
    if (count < 0) found.lost.push(`${what} ${one}: carried out, and not there`);
    if (count > 0) found.extra.push(`${what} ${one}: there ${count} times too often`);
  }
}
