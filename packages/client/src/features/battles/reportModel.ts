/** A battle report from the reader's side, as plain functions over the server's record. */

import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { lowestWinningBp } from '@cryptotribes/rules/battles/preview';
import {
  type Army,
  emptyArmy,
  type Formation,
  subtractArmies,
  type Terrain,
  totalUnits,
  UNIT_TYPES,
} from '@cryptotribes/rules/core/units';
import { rulesetById } from '@cryptotribes/rules/rulesets/registry';
import { battleText as words } from '../../text/en/battle.ts';
import { beaconText } from '../../text/en/beacon.ts';
import { mapText } from '../../text/en/map.ts';
import { namesText } from '../../text/en/names.ts';
import { formatFactor, formatNumber, formatRank } from '../../ui/format.ts';
import { formatBp, formatShare } from './numbers.ts';

export type Reader = 'attacker' | 'defender' | 'spectator';

/** Whose report it is: the sender's, one of the defenders' (their tribe counts), or nobody's. */
export function readerOf(report: BattleReport, me: Me | null): Reader {
  if (!me) return 'spectator';
  if (report.attacker.userId === me.id) return 'attacker';
  if (report.defender.userId === me.id) return 'defender';
  if (report.contributors.some(({ userId }) => userId === me.id)) return 'defender';
  const tribeId = me.tribe?.id;
  if (tribeId !== undefined && report.defender.tribeId === tribeId) return 'defender';
  return tribeId !== undefined && report.attacker.tribeId === tribeId ? 'attacker' : 'spectator';
}

/** Whether the reader's side won; spectators read it as the attacker does. Null before the battle. */
export function hasWon(report: BattleReport, reader: Reader): boolean | null {
  if (!report.results) return null;
  return (report.results.winner === 'attacker') === (reader !== 'defender');
}

export interface Beat {
  key: 'muster' | 'craft' | 'counters' | 'ground' | 'formation' | 'fate';
  name: string;
  why: string;
  attacker: number;
  defender: number;
}

const workshopRange = (levels: readonly number[]) => {
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  return low === high ? String(low) : `${low}–${high}`;
};

/** Both totals after each of the six beats; empty before the battle was fought. */
export function beatsOf(report: BattleReport): Beat[] {
  const { details } = report;
  if (!details) return [];
  const { attackerSteps: a, defenderSteps: d } = details;
  const levels = report.contributors.map(({ workshopLevel }) => workshopLevel);
  const terrain = terrainOf(report);
  const rules = rulesetById(report.rulesetId);
  const ground = rules.terrains[terrain];
  const factorBp = Math.floor((ground.defenderBp * ground.garrisonHpBp) / 10_000);
  const name = (formation: string | null) => namesText.formations[(formation ?? 'balanced') as Formation].toLowerCase();
  const drawn = formatBp(details.varianceBp);
  const why = {
    muster: words.beat.muster[1],
    craft: words.workshops(report.attacker.workshopLevel ?? 1, levels.length > 0 ? workshopRange(levels) : '1'),
    counters: words.beat.counters[1],
    ground:
      factorBp > 10_000
        ? words.ground(namesText.noun(mapText.terrain[terrain]), formatFactor(factorBp))
        : words.groundPlain,
    formation: words.formations(name(report.attacker.formation), name(report.defender.formation)),
    fate:
      details.siegeFatigueBp > 0 ? words.drawnTired(drawn, formatShare(details.siegeFatigueBp)) : words.drawn(drawn),
  };
  const totals: [Beat['key'], number, number][] = [
    ['muster', a.base, d.base],
    ['craft', a.workshop, d.workshop],
    ['counters', a.counter, d.counter],
    ['ground', a.terrain, d.terrain],
    ['formation', a.formation, d.formation],
    ['fate', details.attackerFinalPower, details.defenderFinalPower],
  ];
  return totals.map(([key, attacker, defender]) => ({
    key,
    name: words.beat[key][0],
    why: why[key],
    attacker,
    defender,
  }));
}

export const terrainOf = (report: BattleReport): Terrain => report.territory?.terrain ?? 'plains';
/** Where it was fought: the land, the camp, or the village of whoever owns it. */
export function placeOf({ territory, raid, defender }: BattleReport): string {
  if (territory) return territory.name;
  if (raid?.campLevel) return words.camp(raid.campLevel);
  return defender.username ?? words.village;
}

/** The battle in words: one sentence for each beat, and one for how it ended. */
export function battleLog(report: BattleReport, beats: readonly Beat[]): string[] {
  const lines = beats.map(({ name, why, attacker, defender }, index) =>
    words.logBeat(index + 1, name, why, formatNumber(attacker), formatNumber(defender)),
  );
  const count = (side: 'attacker' | 'defender') => {
    const { army, losses } = sideArmies(report, side);
    return [formatNumber(totalUnits(subtractArmies(army, losses))), formatNumber(totalUnits(army))] as const;
  };
  return [...lines, words.logEnd(...count('attacker'), ...count('defender'))];
}

/** What the battle changed, for this reader, in one sentence; null before it was fought. */
export function outcomeOf(report: BattleReport, reader: Reader): string | null {
  const { results, raid } = report;
  if (!results) return null;
  const place = placeOf(report);
  const hasWon = results.winner === 'attacker';
  if (raid?.target === 'camp') return hasWon ? words.campBeaten(place) : words.campStands(place);
  if (raid) return hasWon ? words.raidWon(place, formatNumber(results.goldLooted)) : words.raidLost(place);
  const isTaken = results.territoryTransferred;
  if (reader === (isTaken ? 'attacker' : 'defender')) return isTaken ? words.takenYou(place) : words.heldYou(place);
  const by = isTaken ? report.attacker.tribeName : report.defender.tribeName;
  return isTaken ? words.taken(place, by ?? words.somebody) : words.heldBy(place, by ?? words.wild);
}

/** Odds as they were just before the draw; null before the battle. */
export function chanceOf(report: BattleReport): { flipBp: number | null; winning: number; of: number } | null {
  const { details } = report;
  if (!details) return null;
  const most = rulesetById(report.rulesetId).battle.varianceBp;
  const flipBp = lowestWinningBp(
    details.attackerSteps.formation,
    details.defenderSteps.formation,
    details.siegeFatigueBp,
    most,
  );
  return { flipBp, winning: flipBp === null ? 0 : most - flipBp + 1, of: 2 * most + 1 };
}

/** Units that stood before the battle and those that fell, by type; zeros where the report does not say. */
export function sideArmies(report: BattleReport, side: 'attacker' | 'defender'): { army: Army; losses: Army } {
  return {
    army: report[side].army ?? emptyArmy(),
    losses: report.results?.casualties[side] ?? emptyArmy(),
  };
}

/** Who stood on the defending side, in a few words. */
export function lordNames(report: BattleReport): string {
  const names = report.contributors.flatMap(({ userId, username }) => (userId ? [username ?? words.somebody] : []));
  const [first, second] = names;
  if (first === undefined) return report.defender.username ?? (report.defender.tribeId ? '' : words.wild);
  if (names.length === 1) return first;
  return names.length === 2 && second !== undefined ? words.and(first, second) : words.andMore(first, names.length - 1);
}

/** "1st battle, in full" or "4th battle, 50 %". */
export function repeatText(breakdown: { repeatFactorBp: number; repeatIndex: number }): string {
  const nth = formatRank(breakdown.repeatIndex + 1);
  return breakdown.repeatFactorBp === 10_000
    ? words.repeatFull(nth)
    : words.repeatPart(nth, formatShare(breakdown.repeatFactorBp));
}

/** How many units one figure of the replay stands for. */
export function unitsPerFigure(attacker: Army, defender: Army): number {
  const most = Math.max(...[attacker, defender].map((army) => UNIT_TYPES.reduce((sum, unit) => sum + army[unit], 0)));
  if (most <= 60) return 1;
  return most <= 400 ? 5 : most <= 1200 ? 10 : Math.ceil(most / 120);
}

/** Why a battle was not fought when its round of the public beacon never came; null for other reasons. */
export function missingRound({ fairness: { beacon } }: BattleReport): string | null {
  return beacon?.state === 'missing' ? beaconText.missing(String(beacon.round)) : null;
}
