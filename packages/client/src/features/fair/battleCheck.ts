/** A report computed again: each step with its inputs, what comes out, and what was recorded. Pure. */
import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { type BeaconChain, firstRoundAfter, roundRandomness } from '@cryptotribes/rules/beacon/rounds';
import { bytesToHex, hexToBytes, sha256Bytes } from '@cryptotribes/rules/core/random';
import { emptyArmy, type Formation } from '@cryptotribes/rules/core/units';
import { battleSteps } from '@cryptotribes/rules/verify/checkBattle';
import { type BattleLine, type Counts, type FightRecord, toCounts } from '@cryptotribes/rules/verify/record';

export type StepName =
  | 'commitment'
  | 'order'
  | 'round'
  | 'seed'
  | 'luck'
  | 'attacker'
  | 'defender'
  | 'winner'
  | 'attackerLosses'
  | 'defenderLosses'
  | 'vp';
export interface CheckedStep {
  name: StepName;
  input: string;
  computed: string;
  /** null: the report does not show it. */
  recorded: string | null;
  matches: boolean;
}

/** The beacon of the report's season, and whether the report's round carries its signature. */
export interface CheckedRound {
  chain: BeaconChain;
  isSigned: boolean;
}

/** Null for battles that were not fought. `checked` null = the season has no beacon. */
export function checkReport(
  report: BattleReport,
  secretHex: string,
  checked: CheckedRound | null,
): CheckedStep[] | null {
  const { details, results, fairness } = report;
  const { army, formation, workshopLevel } = report.attacker;
  if (!details || !results || !army || !formation || workshopLevel === null || fairness.clientSeed === null)
    return null;
  const line = lineOf(report, toCounts(army), formation, workshopLevel, fairness.clientSeed);
  const fight = line.fight as FightRecord;
  const secret = hexToBytes(secretHex);
  const steps = battleSteps(
    {
      seasonId: report.seasonId,
      rulesetId: report.rulesetId,
      speed: 1,
      secret,
      fatigueBp: details.siegeFatigueBp,
      repeatIndex: details.vpBreakdown.repeatIndex,
      captureBonusEligible: details.vpBreakdown.capture > 0,
      beacon: beaconOf(report),
    },
    line,
    fight,
  );
  const { outcome, points } = steps;
  const rows: [name: StepName, input: string, computed: string, recorded: string | null][] = [
    ['commitment', secretHex, bytesToHex(sha256Bytes(secret)), fairness.commitment],
    ['order', steps.orderText, steps.ordersHash, fairness.ordersHash],
    ['seed', steps.battleText, steps.seed, null],
    ['luck', steps.seed, String(steps.varianceBp), String(details.varianceBp)],
    ['attacker', JSON.stringify(outcome.steps.attacker), String(outcome.attackerPower), String(report.attacker.power)],
    ['defender', JSON.stringify(outcome.steps.defender), String(outcome.defenderPower), String(report.defender.power)],
    [
      'winner',
      `${outcome.attackerPower} × ${10_000 + outcome.varianceBp} > ${outcome.defenderPower} × ${10_000 - outcome.siegeFatigueBp}`,
      outcome.winner,
      results.winner,
    ],
    [
      'attackerLosses',
      JSON.stringify(outcome.attackerLossRatesBp),
      text(toCounts(outcome.attackerLosses)),
      text(toCounts(results.casualties.attacker)),
    ],
    [
      'defenderLosses',
      JSON.stringify(outcome.defenderLossRatesBp),
      text(toCounts(outcome.defenderLosses)),
      text(toCounts(results.casualties.defender)),
    ],
    [
      'vp',
      JSON.stringify(points.breakdown),
      `${points.attacker}, ${points.defender}`,
      `${results.vpAwarded.attacker}, ${results.vpAwarded.defender}`,
    ],
  ];
  const checkedSteps = rows.map(([name, input, computed, recorded]) => ({
    name,
    input,
    computed,
    recorded,
    matches: recorded === null || recorded === computed,
  }));
  if (checked !== null) checkedSteps.splice(2, 0, roundStep(report, checked));
  return checkedSteps;
}

/** Whether it is the round that the order had to wait for, signed by the beacon, and what follows from the signature. */
function roundStep({ fairness, createdAt }: BattleReport, { chain, isSigned }: CheckedRound): CheckedStep {
  const { round = 0, signature = null, randomness = null } = fairness.beacon ?? {};
  const due = firstRoundAfter(chain, Date.parse(createdAt));
  const computed = signature === null ? '' : bytesToHex(roundRandomness(hexToBytes(signature)));
  return {
    name: 'round',
    input: `round ${due}\n${signature}\n${chain.publicKey}`,
    computed,
    recorded: randomness,
    matches: isSigned && round === due && randomness === computed,
  };
}

const text = (counts: Counts): string => counts.join('/');

/** What the public beacon added; null in seasons without one. */
function beaconOf({ fairness }: BattleReport): { round: number; randomness: string } | null {
  const { beacon } = fairness;
  return beacon === null || beacon.randomness === null ? null : { round: beacon.round, randomness: beacon.randomness };
}

function targetOf(report: BattleReport): Pick<BattleLine, 'kind' | 'target'> {
  if (report.territory) return { kind: 'territory', target: report.territory.territoryId };
  if (report.raid?.target === 'camp') return { kind: 'camp', target: report.raid.campLevel ?? 0 };
  return { kind: 'village', target: report.defender.userId ?? '' };
}

function lineOf(
  report: BattleReport,
  army: Counts,
  formation: string,
  workshop: number,
  clientSeed: string,
): BattleLine {
  const nothing: Counts = [0, 0, 0, 0];
  const fight: Partial<FightRecord> = {
    defenderTribe: report.defender.tribeId,
    defenderArmy: toCounts(report.defender.army ?? emptyArmy()),
    defenderFormation: (report.defender.formation ?? 'balanced') as Formation,
    contributors: report.contributors.flatMap(({ userId, units, workshopLevel }) =>
      userId === null
        ? []
        : [{ user: userId, units: toCounts(units), workshop: workshopLevel, losses: nothing, vp: 0 }],
    ),
  };
  return {
    t: 'battle',
    id: report.battleId,
    ...targetOf(report),
    order: report.orderNo,
    status: 'completed',
    attacker: report.attacker.userId ?? '',
    tribe: report.attacker.tribeId,
    army,
    formation: formation as Formation,
    workshop,
    terrain: report.territory?.terrain ?? 'plains',
    clientSeed,
    ordersHash: report.fairness.ordersHash ?? '',
    accepted: Date.parse(report.createdAt),
    ...(report.fairness.beacon === null ? {} : { round: report.fairness.beacon.round }),
    decided: Date.parse(report.battleEndTime ?? report.createdAt),
    fight: fight as FightRecord,
  };
}
