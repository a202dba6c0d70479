/**
 * Where players are seen and when they give commands. Noted in memory with every request, written down by hash now and then in a few
 * statements; the address itself never leaves this process. What a killed process had not yet written is lost: signs, not records.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { browserOf, originOf } from './families.ts';
import { addDays, addSightings, getSalts, keepSalt, listCurrentSeasons, type NewSighting } from './sightingQueries.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Beyond that, further places are not noted until the next writing. */
const MAX_WAITING = 50_000;

interface Place {
  readonly userId: string;
  readonly kind: NewSighting['kind'];
  readonly value: string;
  readonly atMs: number;
}
export interface Hours {
  readonly userId: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  hours: number;
  commands: number;
}
interface Asking {
  readonly ip: string;
  readonly headers: Parameters<typeof browserOf>[0];
}

export class Sightings {
  /** What was noted this day, so that it is not written again. */
  #known = new Set<string>();
  #day = -1;
  #places: Place[] = [];
  #hours = new Map<string, Hours>();

  /** The player asks for something. */
  note(userId: string, { ip, headers }: Asking, nowMs: number): void {
    const day = Math.floor(nowMs / DAY_MS);
    if (day !== this.#day || this.#known.size > MAX_WAITING) {
      this.#known = new Set();
      this.#day = day;
    }
    const browser = browserOf(headers);
    const key = `${userId} ${ip} ${browser}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const { address, network, setup } = originOf(ip, browser);
    this.#add(userId, 'address', address, nowMs);
    this.#add(userId, 'network', network, nowMs);
    this.#add(userId, 'setup', setup, nowMs);
  }

  /** One browser changed from one account to another. */
  noteSwitch(fromUserId: string, toUserId: string, browserId: string, nowMs: number): void {
    if (fromUserId === toUserId) return;
    this.#add(fromUserId, 'browser', browserId, nowMs);
    this.#add(toUserId, 'browser', browserId, nowMs);
  }

  /** The player gives a command of the game. */
  noteCommand(userId: string, nowMs: number): void {
    const day = Math.floor(nowMs / DAY_MS);
    const key = `${userId} ${day}`;
    const noted = this.#hours.get(key) ?? { userId, day, hours: 0, commands: 0 };
    noted.hours |= 1 << Math.floor((nowMs % DAY_MS) / HOUR_MS);
    noted.commands++;
    this.#hours.set(key, noted);
  }

  #add(userId: string, kind: Place['kind'], value: string | null, atMs: number): void {
    if (value !== null && this.#places.length < MAX_WAITING) this.#places.push({ userId, kind, value, atMs });
  }

  /** What was noted since the last call. */
  take(): { places: Place[]; hours: Hours[] } {
    const taken = { places: this.#places, hours: [...this.#hours.values()] };
    this.#places = [];
    this.#hours = new Map();
    return taken;
  }
}

type Desk = Pick<Context, 'pool' | 'clock' | 'sightings' | 'fairKeys'>;

/** Writes down what this process has noted. */
export async function writeSightings(desk: Desk): Promise<void> {
  const { places, hours } = desk.sightings.take();
  if (places.length === 0 && hours.length === 0) return;
  const userIds = [...new Set([...places, ...hours].map(({ userId }) => userId))];
  const seasons = await listCurrentSeasons(desk.pool, userIds);
  const salts = await saltsOf(desk, [...new Set(seasons.values())]);
  const rows = places.flatMap(({ userId, kind, value, atMs }): NewSighting[] => {
    const seasonId = seasons.get(userId);
    const salt = salts.get(seasonId ?? '');
    return seasonId === undefined || salt === undefined
      ? []
      : [{ seasonId, userId, kind, hash: desk.fairKeys.hash(salt, kind, value), atMs }];
  });
  await addSightings(desk.pool, merged(rows));
  await addDays(
    desk.pool,
    hours.flatMap(({ userId, day, ...rest }) => {
      const seasonId = seasons.get(userId);
      return seasonId === undefined ? [] : [{ seasonId, userId, dayMs: day * DAY_MS, ...rest }];
    }),
  );
}

/** One row a key: a statement cannot change the same row twice. In one order, so that two processes do not wait for each other. */
function merged(rows: readonly NewSighting[]): NewSighting[] {
  const byKey = new Map(
    rows.map((row) => [`${row.seasonId} ${row.userId} ${row.kind} ${row.hash.toString('hex')}`, row]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** The salts of these seasons, made where there is none yet. */
export async function saltsOf(
  desk: { pool: Db; clock: Desk['clock'] },
  seasonIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const salts = await getSalts(desk.pool, seasonIds);
  for (const seasonId of seasonIds) {
    if (!salts.has(seasonId))
      salts.set(seasonId, await keepSalt(desk.pool, seasonId, randomBytes(32), desk.clock.nowMs()));
  }
  return salts;
}
