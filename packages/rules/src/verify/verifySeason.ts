/**
 * Computes a whole season again from its public file, line by line: memory grows with players and tribes, not with battles. What differs is
 * named with its line. Pure: runs in a browser's worker and in a terminal.
 */
import { bytesToHex, hexToBytes, sha256Bytes } from '../core/random.ts';
import { campLootGold } from '../raids/camps.ts';
import { carryingCapacity } from '../raids/villageRaid.ts';
import { rulesetById } from '../rulesets/registry.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { hourBounds } from '../seasons/clock.ts';
import { BeaconBook, type BeaconVerdict } from './beaconBook.ts';
import { type BattleSetting, battleDifferences, hashOf, orderTextOf, same } from './checkBattle.ts';
import { FinalList } from './finalList.ts';
import { Land } from './land.ts';
import {
  type BattleLine,
  CHAIN_START,
  chainHash,
  type FightRecord,
  fromCounts,
  type RecordLine,
  type SeasonLine,
  splitLine,
  type TerritoryLine,
} from './record.ts';
import { Scores } from './scores.ts';
import { Timeline } from './timeline.ts';

/** Something that cannot be as the file says. */
export interface Problem {
  /** Line of the file, from 1; null = the file as a whole. */
  line: number | null;
  /** What the line is about, e.g. "battle 65…". */
  about: string;
  what: string;
}
export interface Verdict {
  ok: boolean;
  seasonId: string | null;
  seasonName: string | null;
  lines: number;
  battles: number;
  fights: number;
  hours: number;
  problemCount: number;
  /** The first of them. */
  problems: Problem[];
  /** Hash of the last line: two files with the same are the same. */
  fingerprint: string;
  /** Of the public beacon; null in seasons without one. */
  beacon: BeaconVerdict | null;
}

const MOST_PROBLEMS = 100;

/** Opened once the first line is read. */
interface Book {
  season: SeasonLine;
  rules: Ruleset;
  secret: Uint8Array;
  land: Land;
  timeline: Timeline;
  scores: Scores;
  list: FinalList;
  beacon: BeaconBook | null;
}

export class SeasonVerifier {
  private book: Book | null = null;
  private hash = CHAIN_START;
  private lines = 0;
  private battles = 0;
  private fights = 0;
  private hours = 0;
  private ended = false;
  private broken = false;
  private problemCount = 0;
  private readonly problems: Problem[] = [];
  private readonly lastOrder = new Map<string, number>();
  private readonly ordersOf = new Map<string, number>();
  private readonly territories: { line: TerritoryLine; at: number }[] = [];

  /** Takes the next line, without its line feed. */
  line(text: string): void {
    this.lines++;
    const parts = splitLine(text);
    if (parts === null) {
      this.report('line', 'it does not end in its hash');
      return;
    }
    this.hash = chainHash(this.hash, parts.body);
    if (parts.hash !== this.hash) {
      // Once is enough: every later line differs, too.
      if (!this.broken)
        this.report('line', 'its hash does not follow from the line before: something was changed, added or left out');
      this.broken = true;
      this.hash = parts.hash;
    }
    if (this.ended) {
      this.report('line', 'it comes after the end');
      return;
    }
    try {
      this.take(JSON.parse(parts.body) as RecordLine);
    } catch (error) {
      this.report('line', `it cannot be understood: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** How far it is: battles computed, and battles there are; null before the first line. */
  get progress(): { battles: number; of: number } | null {
    return this.book === null ? null : { battles: this.battles, of: this.book.season.battles };
  }

  /** The result, after the last line. */
  finish(): Verdict {
    if (!this.ended) this.whole('the file breaks off: its last line is missing');
    if (this.book !== null) this.finishBook(this.book);
    const beacon = this.book?.beacon?.finish((round, what) => this.add(null, `round ${round}`, what)) ?? null;
    const season = this.book?.season;
    return {
      ok: this.problemCount === 0,
      seasonId: season?.id ?? null,
      seasonName: season?.name ?? null,
      lines: this.lines,
      battles: this.battles,
      fights: this.fights,
      hours: this.hours,
      problemCount: this.problemCount,
      problems: this.problems,
      fingerprint: this.hash,
      beacon,
    };
  }

  private take(line: RecordLine): void {
    if (line.t === 'season') {
      this.open(line);
      return;
    }
    const { book } = this;
    if (book === null) {
      this.report(line.t, 'it comes before the season');
      return;
    }
    switch (line.t) {
      case 'tribe':
        book.scores.tribe(line);
        if (line.dissolved !== null) book.land.dissolve(line.id, line.dissolved);
        return;
      case 'player':
        this.ordersOf.set(`village:${line.id}`, line.raidOrders);
        this.ordersOf.set(`camp:${line.id}`, line.campOrders);
        book.scores.player(line);
        return;
      case 'territory':
        this.ordersOf.set(`territory:${line.no}`, line.orders);
        this.territories.push({ line, at: this.lines });
        return;
      case 'tenure':
        if (!book.scores.knows(line.user, line.tribe))
          this.report(`tenure ${line.id}`, 'its player or tribe is not in the season');
        book.land.tenure(line, (what) => this.report(`tenure ${line.id}`, what));
        return;
      case 'building':
        if (!book.scores.building(line))
          this.report(`${line.type} of ${line.user}`, `level ${line.level} was not the next one`);
        return;
      case 'round': {
        const at = this.lines;
        if (book.beacon === null) this.report(`round ${line.n}`, 'the season has no beacon');
        else book.beacon.round(line, (what) => this.add(at, `round ${line.n}`, what));
        return;
      }
      case 'battle':
        this.battle(book, line);
        return;
      case 'tick':
        this.tick(book, line);
        return;
      case 'rank':
      case 'seat':
      case 'prize':
        book.list.add(line, this.lines);
        return;
      case 'end':
        this.ended = true;
        if (line.lines !== this.lines - 1) this.report('end', `it counts ${line.lines} lines`);
        return;
      default:
        this.report('line', 'it is of no known kind');
    }
  }

  private open(season: SeasonLine): void {
    if (this.book !== null) {
      this.report('season', 'it is there twice');
      return;
    }
    if (season.format !== 1) throw new RangeError(`format ${season.format} is not known`);
    const rules = rulesetById(season.ruleset);
    if (!/^[0-9a-f]{64}$/.test(season.secret)) throw new RangeError('the secret must be 32 bytes in hex');
    if (bytesToHex(sha256Bytes(hexToBytes(season.secret))) !== season.commitment)
      this.report('season', 'the secret does not open the commitment that was published before the season');
    this.book = {
      season,
      rules,
      secret: hexToBytes(season.secret),
      land: new Land(season, rules),
      timeline: new Timeline(rules, season.speed),
      scores: new Scores(),
      list: new FinalList(season, rules),
      beacon: season.beacon === undefined ? null : new BeaconBook(season.beacon, (what) => this.report('season', what)),
    };
  }

  private battle(book: Book, line: BattleLine): void {
    const about = `battle ${line.id}`;
    const report = (what: string): void => this.report(about, what);
    const { season } = book;
    this.battles++;
    this.queue(line, report);
    if (hashOf(orderTextOf(season.id, line)) !== line.ordersHash)
      report('the order is not the one that was accepted: its hash differs');
    if (line.accepted < season.start || line.accepted >= season.end) report('it was accepted outside the season');
    if (line.decided < line.accepted) report('it was decided before it was accepted');
    if (!book.scores.knows(line.attacker, line.tribe)) report('its attacker or tribe is not in the season');
    this.workshop(book, line.attacker, line.workshop, line.accepted, report);
    const round = this.roundOf(book, line, report);
    const { fight } = line;
    if ((line.status === 'completed') !== (fight !== null))
      report(`it is ${line.status}, which does not fit what is recorded`);
    if (line.kind === 'territory') book.land.battle(line, fight, report);
    if (line.kind === 'camp' && fight === null && round !== 'missing') report('a camp is always fought');
    if (fight === null) return;
    this.fights++;
    const setting: BattleSetting = {
      seasonId: season.id,
      rulesetId: season.ruleset,
      speed: season.speed,
      secret: book.secret,
      fatigueBp: book.timeline.fatigueBp(line, fight),
      repeatIndex: book.timeline.repeatIndex(line, fight),
      captureBonusEligible: book.timeline.captureBonusEligible(line),
      beacon: round === 'missing' ? null : round,
    };
    for (const { field, recorded, computed } of battleDifferences(setting, line, fight))
      report(`${field} is ${short(recorded)}, computed again it is ${short(computed)}`);
    for (const part of fight.contributors) this.workshop(book, part.user, part.workshop, line.decided, report);
    this.raid(book, line, fight, report);
    this.moves(book, line, fight, report);
    book.timeline.add(line, fight);
  }

  private roundOf(book: Book, line: BattleLine, report: (what: string) => void): ReturnType<BeaconBook['order']> {
    if (book.beacon !== null) return book.beacon.order(line, report);
    if (line.round !== undefined) report('it names a round, but the season has no beacon');
    return null;
  }

  /** Orders against one target are fought in the order of their numbers, and none is missing. */
  private queue(line: BattleLine, report: (what: string) => void): void {
    const key = line.kind === 'camp' ? `camp:${line.attacker}` : `${line.kind}:${line.target}`;
    const last = this.lastOrder.get(key) ?? 0;
    if (line.order !== last + 1) report(`its order number is ${line.order}, but the one after ${last} was due`);
    this.lastOrder.set(key, line.order);
  }

  private workshop({ scores }: Book, user: string, level: number, atMs: number, report: (what: string) => void): void {
    const built = scores.levelAt('workshop', user, atMs);
    if (level !== built) report(`the workshop of ${user} had level ${built}, not ${level}`);
  }

  private raid({ rules, scores }: Book, line: BattleLine, fight: FightRecord, report: (what: string) => void): void {
    if (line.kind === 'territory') {
      if (fight.gold !== 0) report('it brought gold');
      return;
    }
    const terrain = line.kind === 'camp' ? rules.raids.campTerrain : rules.raids.villageTerrain;
    if (line.terrain !== terrain) report(`the terrain is ${line.terrain}`);
    if (line.kind === 'camp') {
      const camp = rules.raids.camps[Number(line.target) - 1];
      if (camp === undefined) {
        report(`there is no camp ${line.target}`);
        return;
      }
      if (!same([...fight.defenderArmy], [camp.army.militia, camp.army.spearman, camp.army.archer, camp.army.cavalry]))
        report(`camp ${line.target} has another army than ${fight.defenderArmy.join('/')}`);
      if (fight.defenderFormation !== rules.raids.campFormation)
        report(`a camp does not fight ${fight.defenderFormation}`);
    } else if (fight.contributors.length !== 1 || fight.contributors[0]?.user !== line.target)
      report('somebody else than the owner of the village defended');
    if (!possibleLoot(rules, line, fight, scores.levelAt('warehouse', line.attacker, line.decided)))
      report(`it cannot have brought ${fight.gold} gold`);
  }

  private moves({ scores }: Book, line: BattleLine, fight: FightRecord, report: (what: string) => void): void {
    const due: [string, string | null, number][] = [];
    const raiderTribe = fight.moves.find(([user]) => user === line.attacker)?.[1] ?? null;
    if (fight.vp[0] > 0) due.push([line.attacker, line.kind === 'territory' ? line.tribe : raiderTribe, fight.vp[0]]);
    for (const { user, vp } of fight.contributors) if (vp > 0) due.push([user, fight.defenderTribe, vp]);
    if (!same(sorted(fight.moves), sorted(due)))
      report(`the points booked are ${short(fight.moves)}, those earned ${short(due)}`);
    for (const [user, tribe, vp] of due)
      if (!scores.add(user, tribe, vp, line.decided)) report(`${user} or ${String(tribe)} is not in the season`);
  }

  private tick(book: Book, line: { n: number; credits: readonly (readonly [string, string | null, number])[] }): void {
    const about = `hour ${line.n}`;
    if (line.n !== this.hours + 1) this.report(about, `hour ${this.hours + 1} was due`);
    this.hours = line.n;
    const { toMs } = hourBounds(book.rules, book.season.start, book.season.speed, line.n - 1);
    if (toMs > book.season.end) this.report(about, 'the season was over before it ended');
    const due = book.land.hour(line.n, (what, tenure) => this.report(`tenure ${tenure.id}`, what));
    const [is, should] = [sorted(line.credits), sorted(due)];
    if (!same(is, should)) this.report(about, firstDifference(is, should));
    for (const [user, tribe, vp] of due) book.scores.add(user, tribe, vp, toMs);
  }

  private finishBook(book: Book): void {
    const { season, rules, scores } = book;
    const ends = book.land.finish((what, tenure) => this.add(null, `tenure ${tenure.id}`, what));
    const held = new Map<string, number>();
    if (this.territories.length !== ends.size) this.whole(`it names ${this.territories.length} territories`);
    for (const { line, at } of this.territories) {
      const end = ends.get(line.no);
      if (end === undefined) continue;
      if (end.owner !== null) held.set(end.owner, (held.get(end.owner) ?? 0) + 1);
      if (end.owner !== line.owner)
        this.add(
          at,
          `territory ${line.no}`,
          `its owner at the end is ${String(line.owner)}, after all battles it is ${String(end.owner)}`,
        );
      if (end.wild.join() !== line.wild.join())
        this.add(
          at,
          `territory ${line.no}`,
          `its wild garrison is ${line.wild.join('/')}, after all battles it is ${end.wild.join('/')}`,
        );
    }
    for (const [key, orders] of this.ordersOf) {
      const last = this.lastOrder.get(key) ?? 0;
      if (orders !== last) this.whole(`${orders} orders of ${key} were accepted, ${last} are there`);
    }
    if (season.battles !== this.battles) this.whole(`it promises ${season.battles} battles, ${this.battles} are there`);
    const due = Math.floor(((season.end - season.start) * season.speed) / rules.season.hourGameMs);
    if (this.hours !== due) this.whole(`${this.hours} hours were credited, ${due} were due`);
    book.list.check(scores, held, (at, about, what) => this.add(at, about, what));
  }

  private report(about: string, what: string): void {
    this.add(this.lines, about, what);
  }
  private whole(what: string): void {
    this.add(null, 'the file', what);
  }
  private add(line: number | null, about: string, what: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ line, about, what });
  }
}

/** What a village held is not in the file: its loot is only known to be at most what the survivors carry. */
function possibleLoot(rules: Ruleset, line: BattleLine, fight: FightRecord, warehouse: number): boolean {
  if (fight.winner === 'defender') return fight.gold === 0;
  if (line.kind === 'camp') return fight.gold === campLootGold(rules, Number(line.target), warehouse);
  return fight.gold >= 0 && fight.gold <= carryingCapacity(rules, fromCounts(fight.home));
}

type Credit = readonly [string, string | null, number];
const sorted = (credits: readonly Credit[]): string[] => credits.map((credit) => credit.join(' ')).sort();

function firstDifference(is: readonly string[], should: readonly string[]): string {
  const rest = [...should];
  for (const credit of is) {
    const at = rest.indexOf(credit);
    if (at < 0) return `the credit "${credit}" does not follow from the tenures`;
    rest.splice(at, 1);
  }
  return `the credit "${rest[0]}" is missing`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
