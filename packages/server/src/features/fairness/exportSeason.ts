/** A season's public file (docs/FAIRNESS.md): one hash-chained JSON object a line, made page by page, so that it never holds more in memory. */
import { AppError } from '@cryptotribes/protocol/core/errors';
import { roundStartMs } from '@cryptotribes/rules/beacon/rounds';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { hourBounds } from '@cryptotribes/rules/seasons/clock';
import { CHAIN_START, chainLine, type RecordLine, type SeasonLine } from '@cryptotribes/rules/verify/record';
import type { Db } from '../../platform/db.ts';
import { beaconOf } from '../beacon/acceptance.ts';
import { carriedInto } from '../ledger/queries.ts';
import { getSeasonSecret, type SeasonRow } from '../seasons/queries.ts';
import { seasonOrCurrent } from '../seasons/service.ts';
import {
  countBattles,
  readBattles,
  readBuildings,
  readPlayers,
  readPrizes,
  readRanks,
  readRounds,
  readSeats,
  readTenures,
  readTerritories,
  readTicks,
  readTribes,
} from './queries.ts';

/** SEASON_NOT_FOUND; SEASON_NOT_OVER as long as it has no result. */
export async function exportableSeason(db: Db, seasonId: string): Promise<SeasonRow> {
  const season = await seasonOrCurrent(db, seasonId, null);
  if (season.status !== 'ended' && season.status !== 'paid_out') {
    throw new AppError('SEASON_NOT_OVER', {
      status: season.status,
      seasonEnd: new Date(season.season_end).toISOString(),
    });
  }
  return season;
}

/** The file's text in pieces of many lines. */
export async function* exportSeason(db: Db, season: SeasonRow): AsyncGenerator<string> {
  let hash = CHAIN_START;
  let lines = 0;
  let piece = '';
  for await (const line of allLines(db, season, () => lines)) {
    const chained = chainLine(hash, line);
    hash = chained.hash;
    lines++;
    piece += `${chained.text}\n`;
    if (piece.length < 64_000) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

async function* allLines(db: Db, season: SeasonRow, count: () => number): AsyncGenerator<RecordLine> {
  yield await head(db, season);
  for await (const row of readTribes(db, season.id)) yield { t: 'tribe', ...row };
  for await (const row of readPlayers(db, season.id)) yield { t: 'player', ...row };
  for (const row of await readTerritories(db, season.id)) yield { t: 'territory', ...row };
  yield* course(db, season);
  for await (const row of readRanks(db, season.id)) yield { t: 'rank', ...row };
  for await (const row of readSeats(db, season.id)) yield { t: 'seat', ...row };
  for await (const row of readPrizes(db, season.id)) yield { t: 'prize', ...row };
  yield { t: 'end', lines: count() };
}

async function head(db: Db, season: SeasonRow): Promise<SeasonLine> {
  const carriedMicro = await carriedInto(db, season.id);
  const beacon = beaconOf(season);
  return {
    t: 'season',
    format: 1,
    id: season.id,
    number: season.season_number,
    name: season.name,
    ruleset: season.ruleset_id,
    speed: season.speed,
    start: season.season_start,
    end: season.season_end,
    tribesAtStart: season.tribes_at_start,
    entryFeeMicro: season.entry_fee_micro,
    poolMicro: season.prize_pool_micro ?? 0,
    ...(carriedMicro === 0 ? {} : { carriedMicro }),
    battles: await countBattles(db, season.id),
    commitment: season.commitment.toString('hex'),
    secret: (await getSeasonSecret(db, season.id)).toString('hex'),
    // Seasons without a beacon have the same file as before there were any.
    ...(beacon === null ? {} : { beacon }),
  };
}

interface Course {
  rows: AsyncIterator<RecordLine>;
  next: RecordLine | null;
  atMs: (line: RecordLine) => number;
}

/**
 * Rounds of the beacon, tenures, buildings, battles and hours in the order of time; at the same moment in this order (a battle's line may look back on the tenures it
 * began and ended), hours last. Battles keep the order in which they were decided.
 */
async function* course(db: Db, season: SeasonRow): AsyncGenerator<RecordLine> {
  const rules = rulesetById(season.ruleset_id);
  const chain = beaconOf(season);
  const rounds: Course[] =
    chain === null
      ? []
      : [
          {
            rows: roundLines(db, season.id),
            next: null,
            atMs: (line) => (line.t === 'round' ? roundStartMs(chain, line.n) : 0),
          },
        ];
  const sources: Course[] = [
    ...rounds,
    { rows: tenureLines(db, season.id), next: null, atMs: (line) => (line.t === 'tenure' ? line.from : 0) },
    { rows: readBuildings(db, season.id), next: null, atMs: (line) => (line.t === 'building' ? line.at : 0) },
    { rows: readBattles(db, season.id), next: null, atMs: (line) => (line.t === 'battle' ? line.decided : 0) },
    {
      rows: tickLines(db, season.id),
      next: null,
      atMs: (line) => (line.t === 'tick' ? hourBounds(rules, season.season_start, season.speed, line.n - 1).toMs : 0),
    },
  ];
  for (const source of sources) await advance(source);
  for (;;) {
    let first: Course | null = null;
    for (const source of sources) {
      if (source.next === null) continue;
      if (first?.next == null || source.atMs(source.next) < first.atMs(first.next)) first = source;
    }
    if (first?.next == null) return;
    yield first.next;
    await advance(first);
  }
}

async function advance(source: Course): Promise<void> {
  const { done, value } = await source.rows.next();
  source.next = done ? null : value;
}

async function* roundLines(db: Db, seasonId: string): AsyncGenerator<RecordLine> {
  for await (const row of readRounds(db, seasonId)) yield { t: 'round', ...row };
}
async function* tenureLines(db: Db, seasonId: string): AsyncGenerator<RecordLine> {
  for await (const row of readTenures(db, seasonId)) yield { t: 'tenure', ...row };
}
async function* tickLines(db: Db, seasonId: string): AsyncGenerator<RecordLine> {
  for await (const row of readTicks(db, seasonId)) yield { t: 'tick', ...row };
}
