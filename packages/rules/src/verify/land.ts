/** Who held which territory when, as the battles say; and whether the recorded tenures agree. */
import { isEmptyArmy, subtractArmies } from '../core/units.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { hourBounds } from '../seasons/clock.ts';
import { vpForHour } from '../seasons/vpTick.ts';
import { TERRITORIES, territoryInfo } from '../territories/map.ts';
import { npcGarrison } from '../territories/npc.ts';
import {
  type BattleLine,
  type Counts,
  type FightRecord,
  fromCounts,
  type SeasonLine,
  type TenureLine,
  toCounts,
} from './record.ts';

/** Half-open; `to` null = still. */
interface Ownership {
  tribe: string | null;
  from: number;
  to: number | null;
}
interface Place {
  spans: Ownership[];
  wild: Counts;
  truceUntil: number | null;
  /** By their start; kept while an hour may still ask for them. */
  tenures: TenureLine[];
}

/** Processes on several machines may differ by moments. */
const SLACK_MS = 600_000;
const NOBODY: Counts = [0, 0, 0, 0];

export type Report = (what: string) => void;

export class Land {
  private readonly places = new Map<number, Place>();
  private readonly dissolved = new Map<string, number>();
  private readonly season: SeasonLine;
  private readonly rules: Ruleset;

  constructor(season: SeasonLine, rules: Ruleset) {
    this.season = season;
    this.rules = rules;
    for (const { id } of TERRITORIES) {
      const wild = toCounts(npcGarrison(rules, id, season.tribesAtStart).units);
      this.places.set(id, { spans: [{ tribe: null, from: -Infinity, to: null }], wild, truceUntil: null, tenures: [] });
    }
  }

  dissolve(tribe: string, atMs: number): void {
    this.dissolved.set(tribe, atMs);
  }

  /** Owner at a moment; in the very millisecond of a change both answers are possible. */
  private ownersAt(place: Place, atMs: number): { tribe: string | null; wild: Counts }[] {
    const span = place.spans.at(-1) as Ownership;
    if (span.tribe === null) return [{ tribe: null, wild: place.wild }];
    const end = this.dissolved.get(span.tribe);
    const still = { tribe: span.tribe, wild: NOBODY };
    const empty = { tribe: null, wild: NOBODY };
    if (end === undefined || atMs < end) return [still];
    return atMs === end ? [still, empty] : [empty];
  }

  tenure(line: TenureLine, report: Report): void {
    const place = this.places.get(line.no);
    if (place === undefined) {
      report(`there is no territory ${line.no}`);
      return;
    }
    if (line.to !== null && line.to < line.from) report('it ends before it begins');
    for (const other of place.tenures) {
      if (other.user === line.user && overlaps(other, line))
        report(`it overlaps tenure ${other.id} of the same player`);
    }
    place.tenures.push(line);
  }

  /** Whether the ground was as the battle says when its turn came; then what it changed. */
  battle(line: BattleLine, fight: FightRecord | null, report: Report): void {
    const place = this.places.get(Number(line.target));
    if (place === undefined) {
      report(`there is no territory ${line.target}`);
      return;
    }
    if (line.terrain !== territoryInfo(Number(line.target)).terrain) report(`the terrain is ${line.terrain}`);
    const owners = this.ownersAt(place, line.decided);
    const truce = place.truceUntil !== null && line.decided < place.truceUntil;
    const own = owners.some(({ tribe }) => tribe === line.tribe);
    if (line.status === 'reinforced' && !own) report('it reinforced land of another owner');
    if (fight === null) return;
    if (truce) report(`it was fought during the truce until ${place.truceUntil}`);
    const owner = owners.find(({ tribe }) => tribe === fight.defenderTribe);
    if (owner === undefined)
      report(`the land belonged to ${named(owners[0]?.tribe)}, not to ${named(fight.defenderTribe)}`);
    else if (fight.defenderTribe === line.tribe) report('it was fought against the own tribe');
    else if (owner.tribe === null && fight.defenderArmy.join() !== owner.wild.join())
      report(`the wild garrison had ${owner.wild.join('/')}, not ${fight.defenderArmy.join('/')}`);
    this.defenders(place, line, fight, report);
    if (fight.captured) this.capture(place, line, fight, report);
    else this.hold(place, line, fight, owner?.tribe === null, report);
  }

  /** Those who defended are those whose tenures say that they were there. */
  private defenders(place: Place, line: BattleLine, fight: FightRecord, report: Report): void {
    const atMs = line.decided;
    // Tenures are numbered as they begin; the odd unit and the odd point go to who came first.
    let before = '';
    for (const { user } of fight.contributors) {
      const there = place.tenures.filter(
        (tenure) => tenure.user === user && tenure.tribe === fight.defenderTribe && covers(tenure, atMs),
      );
      const next = there.find(({ id }) => id > before);
      if (there.length === 0) report(`${user} defended without being there`);
      else if (next === undefined) report(`${user} came earlier than those named before`);
      before = next?.id ?? before;
    }
    for (const tenure of place.tenures) {
      if (coversWithin(tenure, atMs) && !fight.contributors.some(({ user }) => user === tenure.user))
        report(`${tenure.user} was there (tenure ${tenure.id}) and did not defend`);
    }
  }

  private capture(place: Place, line: BattleLine, fight: FightRecord, report: Report): void {
    const atMs = line.decided;
    for (const tenure of place.tenures) {
      if (coversWithin(tenure, atMs)) report(`tenure ${tenure.id} goes on beyond the capture`);
    }
    if (!isEmptyArmy(fromCounts(fight.garrison))) {
      const begun = place.tenures.some(
        ({ user, tribe, from }) => user === line.attacker && tribe === line.tribe && from === atMs,
      );
      if (!begun) report('no tenure of the captor begins with it');
    }
    const last = place.spans.at(-1) as Ownership;
    last.to = Math.min(atMs, (last.tribe === null ? undefined : this.dissolved.get(last.tribe)) ?? atMs);
    place.spans.push({ tribe: line.tribe, from: atMs, to: null });
    place.wild = NOBODY;
    place.truceUntil = fight.truceUntil;
  }

  private hold(place: Place, line: BattleLine, fight: FightRecord, wild: boolean, report: Report): void {
    if (wild) place.wild = toCounts(subtractArmies(fromCounts(place.wild), fromCounts(fight.losses[1])));
    for (const { user, units, losses } of fight.contributors) {
      if (units.join() !== losses.join()) continue;
      const goesOn = place.tenures.find((tenure) => tenure.user === user && coversWithin(tenure, line.decided));
      if (goesOn) report(`tenure ${goesOn.id} goes on though all its units fell`);
    }
  }

  /** The points of an hour, and an end to what no later hour needs. */
  hour(n: number, report: (what: string, tenure: TenureLine) => void): [string, string, number][] {
    const { start, speed } = this.season;
    const { fromMs, toMs } = hourBounds(this.rules, start, speed, n - 1);
    const credits: [string, string, number][] = [];
    for (const [no, place] of this.places) {
      const { shares } = vpForHour(this.rules, {
        tier: territoryInfo(no).tier,
        hourStartMs: fromMs,
        hourEndMs: toMs,
        speed,
        tenures: place.tenures.map(({ id, user, tribe, from, to }) => ({
          id,
          userId: user,
          tribeId: tribe,
          fromMs: from,
          toMs: to,
        })),
      });
      for (const share of shares) if (share.vp > 0) credits.push([share.userId, share.tribeId, share.vp]);
      this.forget(place, toMs - SLACK_MS, report);
    }
    return credits;
  }

  /** Ends the book of tenures that lie wholly before a moment: each must lie within a time in which its tribe held the land. */
  private forget(place: Place, beforeMs: number, report: (what: string, tenure: TenureLine) => void): void {
    const kept: TenureLine[] = [];
    for (const tenure of place.tenures) {
      if ((tenure.to ?? Infinity) >= beforeMs) kept.push(tenure);
      else if (!this.heldBy(place, tenure)) report('its tribe did not hold the land all the time', tenure);
    }
    place.tenures = kept;
    const oldest = kept.reduce((least, { from }) => Math.min(least, from), beforeMs);
    place.spans = place.spans.filter(({ to }) => to === null || to >= oldest);
  }

  private heldBy(place: Place, tenure: TenureLine): boolean {
    return place.spans.some(({ tribe, from, to }) => {
      const end = to ?? (tribe === null ? undefined : this.dissolved.get(tribe)) ?? Infinity;
      return tribe === tenure.tribe && from <= tenure.from && end >= (tenure.to ?? tenure.from);
    });
  }

  /** Owners and wild garrisons at the end of everything. */
  finish(report: (what: string, tenure: TenureLine) => void): Map<number, { owner: string | null; wild: Counts }> {
    const ends = new Map<number, { owner: string | null; wild: Counts }>();
    for (const [no, place] of this.places) {
      this.forget(place, Infinity, report);
      for (const tenure of place.tenures)
        if (!this.heldBy(place, tenure)) report('its tribe did not hold the land all the time', tenure);
      const [last] = this.ownersAt(place, Infinity);
      ends.set(no, { owner: last?.tribe ?? null, wild: last?.wild ?? NOBODY });
    }
    return ends;
  }
}

const named = (tribe: string | null | undefined): string => (tribe == null ? 'nobody' : `tribe ${tribe}`);
const covers = ({ from, to }: TenureLine, atMs: number): boolean => from <= atMs && (to === null || to >= atMs);
const coversWithin = ({ from, to }: TenureLine, atMs: number): boolean => from < atMs && (to === null || to > atMs);
const overlaps = (a: TenureLine, b: TenureLine): boolean => a.from < (b.to ?? Infinity) && b.from < (a.to ?? Infinity);
