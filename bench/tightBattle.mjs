/**
 * The arithmetic of one battle of season1 as one would write it for speed alone: numbers in flat arrays, every formula in line, nothing
 * checked, nothing named, no outcome but 30 numbers in an array that is used again. What resolveBattle() costs beyond this is what its
 * checks and its readable outcome cost. bench/rules.mjs compares the two outcomes before it measures.
 */
import { counterTable, sideTables } from '../packages/rules/dist/battles/powerTables.js';
import { season1 } from '../packages/rules/dist/rulesets/season1.js';

const counter = counterTable(season1);
const weights = Float64Array.from(counter.baseWeights);
const countered = Int32Array.from(counter.countered);
const { winnerLossBp, loserLossBp, loserRoutBp, evenRatioBp } = season1.battle;
const exposure = ['militia', 'spearman', 'archer', 'cavalry'].map((unit) => season1.units[unit].exposureBp);

const flat = ({ denominator, coefficients }) => ({ denominator, rows: Float64Array.from(coefficients.flat()) });
const sideOf = (role, terrain, formation) => {
  const tables = sideTables(season1, role, terrain, formation);
  return [tables.muster, tables.craft, tables.craft, tables.ground, tables.full].map(flat);
};
const counts = ({ militia, spearman, archer, cavalry }) => [militia, spearman, archer, cavalry];

/** A battle's input as flat numbers. */
export function flatten(input) {
  const contributors = input.defender.contributors;
  const lossFactor = (formation) => season1.formations[formation].lossesBp;
  return {
    attacker: Float64Array.from([...counts(input.attacker.army), input.attacker.workshopLevel - 1]),
    defenders: Float64Array.from(contributors.flatMap((one) => [...counts(one.units), one.workshopLevel - 1])),
    attackerTables: sideOf('attacker', input.terrain, input.attacker.formation),
    defenderTables: sideOf('defender', input.terrain, input.defender.formation),
    attackerLossBp: lossFactor(input.attacker.formation),
    defenderLossBp: lossFactor(input.defender.formation),
    fatigueBp: input.siegeFatigueBp,
  };
}

const enemy = new Float64Array(4);
const defenderSum = new Float64Array(4);

function power(table, units, bonus) {
  const { rows, denominator } = table;
  let plain = 0;
  let countering = 0;
  for (let at = 0; at < units.length; at += 5) {
    const row = units[at + 4] * 4;
    for (let unit = 0; unit < 4; unit++) {
      const part = units[at + unit] * rows[row + unit];
      plain += part;
      if (bonus && countered[unit] >= 0) countering += part * enemy[countered[unit]];
    }
  }
  if (bonus) {
    const divisor = (enemy[0] + enemy[1] + enemy[2] + enemy[3]) * counter.bonusDenominator;
    if (divisor > 0) {
      const scaled = countering * counter.bonusNumerator;
      plain += (scaled - (scaled % divisor)) / divisor;
    }
  }
  return (plain - (plain % denominator)) / denominator;
}

const halfUp = (n, bp) => {
  const scaled = n * bp + 5000;
  return (scaled - (scaled % 10_000)) / 10_000;
};

/** Into `out`: 5 + 5 powers, 4 + 4 losses, then each defender's 4. 1 when the attacker wins. */
export function tightBattle(battle, varianceBp, out) {
  const { attacker, defenders } = battle;
  defenderSum.fill(0);
  for (let at = 0; at < defenders.length; at += 5)
    for (let unit = 0; unit < 4; unit++) defenderSum[unit] += defenders[at + unit];
  for (let unit = 0; unit < 4; unit++) enemy[unit] = defenderSum[unit] * weights[unit];
  for (let step = 0; step < 5; step++) out[step] = power(battle.attackerTables[step], attacker, step >= 2);
  for (let unit = 0; unit < 4; unit++) enemy[unit] = attacker[unit] * weights[unit];
  for (let step = 0; step < 5; step++) out[5 + step] = power(battle.defenderTables[step], defenders, step >= 2);
  const ours = out[4] * (10_000 + varianceBp);
  const theirs = out[9] * (10_000 - battle.fatigueBp);
  const wins = ours > theirs;
  const [best, worst] = wins ? [ours, theirs] : [theirs, ours];
  const [winnerLoss, loserLoss] = wins
    ? [battle.attackerLossBp, battle.defenderLossBp]
    : [battle.defenderLossBp, battle.attackerLossBp];
  // A rate is exact and floored once; quotients of doubles may be off by one there, so they are put right.
  const ratio = worst / best;
  const isEven = ratio * 10_000 >= evenRatioBp;
  const share = isEven ? 1 : (ratio * 10_000) / evenRatioBp;
  const loserRate = Math.min(
    10_000,
    Math.floor(((loserLossBp + loserRoutBp * (1 - share)) * loserLoss) / 10_000 + 1e-9),
  );
  const winnersAt = wins ? 10 : 14;
  const losersAt = wins ? 14 : 10;
  for (let unit = 0; unit < 4; unit++) {
    const full = (winnerLossBp * winnerLoss * exposure[unit]) / 1e8;
    const rate = worst === 0 ? 0 : Math.min(10_000, Math.floor(full * share + 1e-9));
    out[winnersAt + unit] = halfUp(wins ? attacker[unit] : defenderSum[unit], rate);
    out[losersAt + unit] = halfUp(wins ? defenderSum[unit] : attacker[unit], loserRate);
  }
  shareLosses(defenders, out);
  return wins ? 1 : 0;
}

const rests = new Float64Array(16);

function shareLosses(defenders, out) {
  const number = defenders.length / 5;
  for (let unit = 0; unit < 4; unit++) {
    const total = out[14 + unit];
    const sum = defenderSum[unit];
    let left = total;
    for (let one = 0; one < number; one++) {
      const product = total * defenders[one * 5 + unit];
      const rest = sum === 0 ? 0 : product % sum;
      const part = sum === 0 ? 0 : (product - rest) / sum;
      rests[one] = rest;
      out[18 + one * 4 + unit] = part;
      left -= part;
    }
    while (left > 0 && sum > 0) {
      let most = 0;
      for (let one = 1; one < number; one++) if (rests[one] > rests[most]) most = one;
      out[18 + most * 4 + unit]++;
      rests[most] = -1;
      left--;
    }
  }
}
