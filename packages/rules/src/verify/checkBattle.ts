/** Computing one battle again, step by step, from what was ordered, who stood there and the season's secret. */
import { canonicalOrderText } from '../battles/orderText.ts';
import { type BattleContributor, type BattleInput, type BattleOutcome, resolveBattle } from '../battles/resolve.ts';
import { type BattleScope, battleSeed, canonicalBattleText, drawVarianceBp } from '../battles/seed.ts';
import { attackerPowerShareBp, battleVictoryPoints, type VictoryPointsResult } from '../battles/victoryPoints.ts';
import { bytesToHex, sha256Bytes, utf8Bytes } from '../core/random.ts';
import { emptyArmy, subtractArmies } from '../core/units.ts';
import { rulesetById } from '../rulesets/registry.ts';
import { captureOutcome } from '../territories/capture.ts';
import { territoryInfo } from '../territories/map.ts';
import { type BattleLine, type FightRecord, fromCounts, toCounts } from './record.ts';

/** What a battle depends on besides its own line. */
export interface BattleSetting {
  seasonId: string;
  rulesetId: string;
  speed: number;
  secret: Uint8Array;
  /** From earlier battles; see the rules of siege, repeated opponents and capture bonus. */
  fatigueBp: number;
  repeatIndex: number;
  captureBonusEligible: boolean;
  /** What the public beacon adds; null in seasons without one. */
  beacon: { round: number; randomness: string } | null;
}

export interface BattleSteps {
  orderText: string;
  ordersHash: string;
  battleText: string;
  seed: string;
  varianceBp: number;
  outcome: BattleOutcome;
  points: VictoryPointsResult;
}

export const scopeOf = (line: Pick<BattleLine, 'kind' | 'target' | 'attacker'>): BattleScope => {
  if (line.kind === 'territory') return `territory:${Number(line.target)}`;
  return line.kind === 'village' ? `village:${line.target}` : `camp:${Number(line.target)}:${line.attacker}`;
};

export const orderTextOf = (seasonId: string, line: BattleLine): string =>
  canonicalOrderText({
    seasonId,
    battleId: line.id,
    target: `${line.kind}=${line.target}`,
    orderNo: line.order,
    attackerId: line.attacker,
    tribeId: line.tribe,
    army: fromCounts(line.army),
    formation: line.formation,
    workshopLevel: line.workshop,
    clientSeed: line.clientSeed,
    acceptedMs: line.accepted,
    beaconRound: line.round ?? null,
  });

export const hashOf = (text: string): string => bytesToHex(sha256Bytes(utf8Bytes(text)));

const isWild = (line: BattleLine, fight: FightRecord): boolean =>
  line.kind === 'camp' || (line.kind === 'territory' && fight.defenderTribe === null);

function inputOf(setting: BattleSetting, line: BattleLine, fight: FightRecord): BattleInput {
  const contributors: BattleContributor[] = isWild(line, fight)
    ? [{ userId: null, units: fromCounts(fight.defenderArmy), workshopLevel: 1 }]
    : fight.contributors.map((part) => ({
        userId: part.user,
        units: fromCounts(part.units),
        workshopLevel: part.workshop,
      }));
  return {
    rulesetId: setting.rulesetId,
    terrain: line.terrain,
    attacker: { army: fromCounts(line.army), formation: line.formation, workshopLevel: line.workshop },
    defender: { formation: fight.defenderFormation, contributors },
    siegeFatigueBp: setting.fatigueBp,
  };
}

/** Every step of a battle that was fought. Throws RangeError where the line holds values that no battle can have. */
export function battleSteps(setting: BattleSetting, line: BattleLine, fight: FightRecord): BattleSteps {
  const rules = rulesetById(setting.rulesetId);
  const input = inputOf(setting, line, fight);
  const battleText = canonicalBattleText({
    seasonId: setting.seasonId,
    battleId: line.id,
    orderNo: line.order,
    scope: scopeOf(line),
    attackerArmy: fromCounts(line.army),
    attackerFormation: line.formation,
    defenderArmy: fromCounts(fight.defenderArmy),
    defenderFormation: fight.defenderFormation,
    terrain: line.terrain,
    clientSeed: line.clientSeed,
    beacon: setting.beacon,
  });
  const seed = battleSeed(setting.secret, battleText);
  const outcome = resolveBattle(input, drawVarianceBp(seed, rules.battle.varianceBp));
  const points = battleVictoryPoints(rules, {
    kind: line.kind,
    winner: outcome.winner,
    attackerArmy: input.attacker.army,
    attackerLosses: outcome.attackerLosses,
    defenderLosses: outcome.defenderLosses,
    tierOfTerritory: line.kind === 'territory' ? territoryInfo(Number(line.target)).tier : null,
    captureBonusEligible: setting.captureBonusEligible,
    attackerPowerShareBp: attackerPowerShareBp(outcome.attackerPower, outcome.defenderPower),
    repeatIndex: setting.repeatIndex,
    contributors: input.defender.contributors,
  });
  const orderText = orderTextOf(setting.seasonId, line);
  return {
    orderText,
    ordersHash: hashOf(orderText),
    battleText,
    seed: bytesToHex(seed),
    varianceBp: outcome.varianceBp,
    outcome,
    points,
  };
}

export interface Difference {
  /** Name of the field in the season's file. */
  field: string;
  recorded: unknown;
  computed: unknown;
}

/** Where the recorded fight differs from the one computed again; empty = nowhere. */
export function battleDifferences(setting: BattleSetting, line: BattleLine, fight: FightRecord): Difference[] {
  const { seed, outcome, points } = battleSteps(setting, line, fight);
  const won = outcome.winner === 'attacker';
  const captured = won && line.kind === 'territory';
  const after = captured ? captureOf(setting, line, outcome) : null;
  const survivors = subtractArmies(fromCounts(line.army), outcome.attackerLosses);
  const wild = isWild(line, fight);
  const computed: Partial<Record<keyof FightRecord, unknown>> = {
    seed,
    varianceBp: outcome.varianceBp,
    defender: wild ? null : largest(fight),
    defenderArmy: toCounts(wild ? fromCounts(fight.defenderArmy) : sumOf(fight)),
    contributors: fight.contributors.map((part, index) => ({
      user: part.user,
      units: part.units,
      workshop: part.workshop,
      losses: toCounts(outcome.contributorLosses[index]?.losses ?? emptyArmy()),
      vp: points.contributorVp[index]?.vp ?? 0,
    })),
    fatigueBp: setting.fatigueBp,
    power: [outcome.attackerPower, outcome.defenderPower],
    finalPower: [outcome.attackerFinalPower, outcome.defenderFinalPower],
    winner: outcome.winner,
    losses: [toCounts(outcome.attackerLosses), toCounts(outcome.defenderLosses)],
    captured,
    captureBonus: captured && points.breakdown.capture > 0,
    repeatIndex: setting.repeatIndex,
    vp: [points.attacker, points.defender],
    garrison: toCounts(after?.garrison ?? emptyArmy()),
    home: toCounts(after?.home ?? survivors),
    truceUntil: after?.truceUntilMs ?? null,
  };
  const differences: Difference[] = [];
  for (const [field, value] of Object.entries(computed)) {
    const recorded = fight[field as keyof FightRecord];
    if (!same(recorded, value)) differences.push({ field, recorded, computed: value });
  }
  for (const [name, recorded, value] of [
    ['steps attacker', fight.steps[0], outcome.steps.attacker],
    ['steps defender', fight.steps[1], outcome.steps.defender],
    ['breakdown', fight.breakdown, points.breakdown],
  ] as const) {
    if (!same(recorded, value)) differences.push({ field: name, recorded, computed: value });
  }
  return differences;
}

function captureOf(setting: BattleSetting, line: BattleLine, outcome: BattleOutcome) {
  return captureOutcome(rulesetById(setting.rulesetId), {
    tier: territoryInfo(Number(line.target)).tier,
    attackerArmy: fromCounts(line.army),
    attackerLosses: outcome.attackerLosses,
    attackerFormation: line.formation,
    contributors: [],
    nowMs: line.decided,
    speed: setting.speed,
  });
}

const unitsOf = ([a, b, c, d]: BattleLine['army']): number => a + b + c + d;

function largest(fight: FightRecord): string | null {
  let best: FightRecord['contributors'][number] | null = null;
  for (const part of fight.contributors) if (best === null || unitsOf(part.units) > unitsOf(best.units)) best = part;
  return best?.user ?? null;
}

function sumOf(fight: FightRecord) {
  const sum = emptyArmy();
  for (const { units } of fight.contributors) {
    sum.militia += units[0];
    sum.spearman += units[1];
    sum.archer += units[2];
    sum.cavalry += units[3];
  }
  return sum;
}

/** Equal as JSON, without regard to the order of names. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
