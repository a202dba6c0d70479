// Battles per second of the rules in one thread, beside the same arithmetic without anything else (tightBattle.mjs).
import { resolveBattle } from '../packages/rules/dist/battles/resolve.js';
import { flatten, tightBattle } from './tightBattle.mjs';

const INPUTS = Array.from({ length: 64 }, (_, i) => ({
  rulesetId: 'season1',
  terrain: ['castle', 'forest', 'hills', 'river', 'plains'][i % 5],
  attacker: {
    army: { militia: 50 + i, spearman: 30, archer: 20 + (i % 7), cavalry: 10 },
    formation: 'offensive',
    workshopLevel: 1 + (i % 10),
  },
  defender: {
    formation: 'defensive',
    contributors: Array.from({ length: 1 + (i % 3) }, (_unused, k) => ({
      userId: `u${k}`,
      units: { militia: 40 + k, spearman: 20, archer: 15, cavalry: 5 + (i % 3) },
      workshopLevel: 1 + k,
    })),
  },
  siegeFatigueBp: (i % 8) * 1000,
}));
const FLAT = INPUTS.map(flatten);
const luck = (i) => ((i * 37) % 2001) - 1000;

const four = ({ militia, spearman, archer, cavalry }) => [militia, spearman, archer, cavalry];
const five = ({ base, workshop, counter, terrain, formation }) => [base, workshop, counter, terrain, formation];

/** Refuses to measure against a peer that computes something else. */
export function assertSameOutcomes(battles = 20_000) {
  const out = new Float64Array(34);
  for (let i = 0; i < battles; i++) {
    const outcome = resolveBattle(INPUTS[i % INPUTS.length], luck(i));
    const wins = tightBattle(FLAT[i % FLAT.length], luck(i), out) === 1;
    const expected = [
      ...five(outcome.steps.attacker),
      ...five(outcome.steps.defender),
      ...four(outcome.attackerLosses),
      ...four(outcome.defenderLosses),
      ...outcome.contributorLosses.flatMap(({ losses }) => four(losses)),
    ];
    if (wins !== (outcome.winner === 'attacker') || expected.some((value, at) => value !== out[at]))
      throw new Error(`the peer decides battle ${i} otherwise: ${[...out]} instead of ${expected}`);
  }
}

function perSecond(battles, fight) {
  const startedAt = performance.now();
  let wins = 0;
  for (let i = 0; i < battles; i++) wins += fight(i);
  const seconds = (performance.now() - startedAt) / 1000;
  if (wins === 0) throw new Error('no battle was won: the inputs are wrong');
  return battles / seconds;
}

/** Both in turn, `rounds` times, after one to warm up. */
export function measureRules({ rounds = 7, battles = 200_000 } = {}) {
  assertSameOutcomes();
  const out = new Float64Array(34);
  const ours = [];
  const tight = [];
  for (let round = 0; round <= rounds; round++) {
    const own = perSecond(battles, (i) =>
      resolveBattle(INPUTS[i % INPUTS.length], luck(i)).winner === 'attacker' ? 1 : 0,
    );
    const peer = perSecond(battles, (i) => tightBattle(FLAT[i % FLAT.length], luck(i), out));
    // The first round warms up.
    if (round === 0) continue;
    ours.push(own);
    tight.push(peer);
  }
  return { ours, tight };
}
