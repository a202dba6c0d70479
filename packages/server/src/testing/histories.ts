/** Villages with a made-up past, written straight into the tables, and the same past as the rules take it. */
import type { TestApp } from './testApp.ts';

export interface Span {
  territoryNo: number;
  fromMs: number;
  toMs: number | null;
}
export interface History {
  userId: string;
  tribeId: string;
  createdMs: number;
  gold: number;
  /** When the warehouse reached level 2, 3 …, in order. */
  raisedMs: number[];
  tenures: Span[];
}

/** Numbers from 0 to 1 that are the same at every run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A past between two moments: upgrades, and up to four territories, each held once or twice. */
export function makeHistory(
  random: () => number,
  tribeIds: string[],
  userId: string,
  startMs: number,
  endMs: number,
): History {
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from));
  const createdMs = random() < 0.3 ? between(startMs, endMs) : startMs - between(0, 100_000);
  const raisedMs = Array.from({ length: between(0, 5) }, () =>
    between(Math.max(createdMs, startMs - 1000), endMs),
  ).sort((a, b) => a - b);
  const first = between(1, 46);
  const tenures = Array.from({ length: between(0, 5) }, (_, index): Span[] => {
    const from = Math.max(createdMs, between(startMs - 1000, endMs));
    const to = between(from, endMs + 1);
    const spans: Span[] = [{ territoryNo: first + index, fromMs: from, toMs: random() < 0.4 ? null : to }];
    if (spans[0]?.toMs !== null && random() < 0.5) {
      const again = between(to, endMs + 1);
      spans.push({
        territoryNo: first + index,
        fromMs: again,
        toMs: random() < 0.5 ? null : between(again, endMs + 1),
      });
    }
    return spans;
  }).flat();
  const tribeId = tribeIds[between(0, tribeIds.length)] ?? '';
  return { userId, tribeId, createdMs, gold: between(0, 3000), raisedMs, tenures };
}

export async function writeHistory(app: TestApp, history: History): Promise<void> {
  const { userId, createdMs } = history;
  const { seasonId } = app;
  const at = new Date(createdMs);
  await app.sql('insert into users (id, wallet, created_at, last_active_at) values ($1, $2, $3, $3)', [
    userId,
    Buffer.from(userId.slice(-8).repeat(5), 'hex'),
    at,
  ]);
  await app.sql(`insert into entries values ($1, $2, 'free', $3)`, [seasonId, userId, at]);
  await app.sql(
    `insert into villages (season_id, user_id, gold, warehouse_level, vp_reached_at, created_at) values ($1, $2, $3, $4, $5, $5)`,
    [seasonId, userId, history.gold, 1 + history.raisedMs.length, at],
  );
  for (const [index, ms] of history.raisedMs.entries()) {
    await app.sql(
      `insert into building_log (season_id, user_id, building_type, level, completed_at) values ($1, $2, 'warehouse', $3, $4)`,
      [seasonId, userId, index + 2, new Date(ms)],
    );
  }
  for (const span of history.tenures) {
    await app.sql(
      'insert into tenures (season_id, territory_no, user_id, tribe_id, from_at, to_at) values ($1, $2, $3, $4, $5, $6)',
      [
        seasonId,
        span.territoryNo,
        userId,
        history.tribeId,
        new Date(span.fromMs),
        span.toMs === null ? null : new Date(span.toMs),
      ],
    );
  }
}
