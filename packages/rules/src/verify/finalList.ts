/** The ranking and the prizes of a season's file against those that follow from its points. */
import { prizeTribes, splitPrizes } from '../prizes/split.ts';
import type { Ruleset } from '../rulesets/ruleset.ts';
import { rankTribes } from '../seasons/ranking.ts';
import type { PrizeLine, RankLine, SeasonLine, SeatLine } from './record.ts';
import type { Scores } from './scores.ts';

type Report = (line: number | null, about: string, what: string) => void;

export class FinalList {
  private readonly ranks: { line: RankLine; at: number }[] = [];
  private readonly seats: SeatLine[] = [];
  private readonly prizes: { line: PrizeLine; at: number }[] = [];
  private readonly season: SeasonLine;
  private readonly rules: Ruleset;

  constructor(season: SeasonLine, rules: Ruleset) {
    this.season = season;
    this.rules = rules;
  }

  add(line: RankLine | SeatLine | PrizeLine, at: number): void {
    if (line.t === 'rank') this.ranks.push({ line, at });
    else if (line.t === 'seat') this.seats.push(line);
    else this.prizes.push({ line, at });
  }

  check(scores: Scores, held: ReadonlyMap<string, number>, report: Report): void {
    const ranked = this.tribes(scores, held, report);
    this.players(scores, report);
    this.pool(scores, report);
    this.prizeList(ranked, report);
  }

  private tribes(scores: Scores, held: ReadonlyMap<string, number>, report: Report) {
    const lines = this.ranks.filter(({ line }) => line.board === 'tribes');
    const recorded = new Map(lines.map(({ line }) => [line.tribe, line]));
    const standings = [...scores.tribes]
      .filter(([, tribe]) => !tribe.dissolved)
      .map(([id, { vp, reached }]) => ({
        id,
        totalVp: vp,
        territories: held.get(id) ?? 0,
        // A tribe without points: when it was founded, which decides between such tribes only.
        reachedAtMs: vp > 0 ? reached : (recorded.get(id)?.reached ?? 0),
      }));
    const ranked = rankTribes(standings);
    if (lines.length !== ranked.length)
      report(null, 'the ranking', `it has ${lines.length} tribes, there are ${ranked.length}`);
    for (const [index, { line, at }] of lines.entries()) {
      const due = ranked[index];
      const about = `rank ${line.rank} of tribes`;
      if (line.rank !== index + 1) report(at, about, `rank ${index + 1} was due`);
      if (due === undefined) continue;
      if (line.tribe !== due.id) report(at, about, `it is ${String(line.tribe)}, by the points it is ${due.id}`);
      else if (line.vp !== due.totalVp)
        report(at, about, `it has ${line.vp} points, all its battles and hours give ${due.totalVp}`);
      else if (line.territories !== due.territories)
        report(at, about, `it holds ${String(line.territories)} territories, by the battles ${due.territories}`);
      else if (line.reached !== due.reachedAtMs)
        report(at, about, `it reached its points at ${due.reachedAtMs}, not at ${line.reached}`);
    }
    return ranked;
  }

  private players(scores: Scores, report: Report): void {
    const lines = this.ranks.filter(({ line }) => line.board === 'players');
    if (lines.length !== scores.players.size)
      report(null, 'the ranking', `it has ${lines.length} players, there are ${scores.players.size}`);
    const seen = new Set<string>();
    let before: RankLine | null = null;
    for (const [index, { line, at }] of lines.entries()) {
      const about = `rank ${line.rank} of players`;
      const score = scores.players.get(line.user ?? '');
      if (line.rank !== index + 1) report(at, about, `rank ${index + 1} was due`);
      if (score === undefined || seen.has(line.user ?? '')) {
        report(at, about, `${String(line.user)} is not in the season, or is there twice`);
        continue;
      }
      seen.add(line.user ?? '');
      if (line.vp !== score.vp)
        report(at, about, `${String(line.user)} has ${line.vp} points, all battles and hours give ${score.vp}`);
      else if (score.vp > 0 && line.reached !== score.reached)
        report(at, about, `${String(line.user)} reached these points at ${score.reached}, not at ${line.reached}`);
      if (before !== null && comparePlayers(before, line) > 0) report(at, about, 'it comes after a lower rank');
      before = line;
    }
  }

  /** 21.25 of every paid entry, and what was carried from earlier seasons; an entry whose payment is disputed or went back may count or not. */
  private pool(scores: Scores, report: Report): void {
    const { poolMicro, carriedMicro = 0, entryFeeMicro } = this.season;
    const ownMicro = poolMicro - carriedMicro;
    const each = this.rules.prizes.poolPerEntryMicro;
    const paid = [...scores.players.values()].filter((player) => player.paid);
    const [least, most] = [paid.filter((player) => !player.held).length * each, paid.length * each];
    const wrong =
      entryFeeMicro === 0
        ? poolMicro !== 0 || carriedMicro !== 0
        : carriedMicro < 0 || ownMicro < least || ownMicro > most || ownMicro % each !== 0;
    if (wrong)
      report(
        1,
        'the pool',
        `it is ${ownMicro}, the paid entries give ${least === most ? most : `${least} to ${most}`}`,
      );
  }

  private prizeList(ranked: readonly { id: string; totalVp: number }[], report: Report): void {
    const tribes = ranked.map(({ id, totalVp }) => ({
      tribeId: id,
      totalVp,
      members: this.seats
        .filter((seat) => seat.tribe === id && seat.shares)
        .sort((a, b) => a.seat - b.seat)
        .map((seat) => ({ userId: seat.user, role: seat.role, seat: seat.seat })),
    }));
    const { poolMicro } = this.season;
    const due = poolMicro === 0 ? [] : splitPrizes(this.rules, poolMicro, prizeTribes(tribes));
    const open = new Map(due.flatMap((prize) => prize.members.map((member) => [member.userId, { ...member, prize }])));
    for (const { line, at } of this.prizes) {
      const about = `prize of ${line.user}`;
      const share = open.get(line.user);
      open.delete(line.user);
      if (share === undefined) report(at, about, 'nothing is due');
      else if (share.amountMicro !== line.amountMicro)
        report(at, about, `it is ${line.amountMicro}, due is ${share.amountMicro}`);
      else if (share.prize.rank !== line.rank || share.prize.tribeId !== line.tribe || share.role !== line.role)
        report(
          at,
          about,
          `its rank, tribe or role is wrong: due is rank ${share.prize.rank}, tribe ${share.prize.tribeId}, ${share.role}`,
        );
    }
    for (const [user, share] of open) report(null, `prize of ${user}`, `${share.amountMicro} is due and is not there`);
  }
}

function comparePlayers(a: RankLine, b: RankLine): number {
  return b.vp - a.vp || a.reached - b.reached || ((a.user ?? '') < (b.user ?? '') ? -1 : 1);
}
