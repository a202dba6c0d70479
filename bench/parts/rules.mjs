import { measureRules } from '../rules.mjs';
import { measureVerify } from '../verify.mjs';

/** Battles in one thread, and a whole season computed again. */
export async function rulesPart() {
  const { ours, tight } = measureRules();
  const verify = [];
  for (let round = 0; round < 5; round++) verify.push(measureVerify({ battles: 20_000 }).perSecond);
  return [
    {
      id: 'rules.battles',
      what: 'battles decided in one thread',
      unit: 'battles/s',
      values: ours,
      peer: { what: 'the same arithmetic as a loop written for speed alone', values: tight },
      ratio: { atLeast: 0.5 },
    },
    {
      id: 'rules.verify',
      what: "battles of a season's file computed again, hashes and all",
      unit: 'battles/s',
      values: verify,
    },
  ];
}
