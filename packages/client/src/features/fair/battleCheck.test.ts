import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { QUICKNET, roundRandomness, roundStartMs } from '@cryptotribes/rules/beacon/rounds';
import { bytesToHex, hexToBytes, sha256Bytes } from '@cryptotribes/rules/core/random';
import { armyOf, emptyArmy } from '@cryptotribes/rules/core/units';
import { expect, it } from 'vitest';
import { checkReport, type StepName } from './battleCheck.ts';

const SECRET = '11'.repeat(32);
/** Round 1000 of quicknet, as it was published. */
const SIGNATURE = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39';
const acceptedMs = roundStartMs(QUICKNET, 1000) - 1;
const nothing = { base: 0, workshop: 0, counter: 0, terrain: 0, formation: 0 };

/** A raid on a camp; its figures are none that a fight would give. */
const report: BattleReport = {
  battleId: '6921c0de0102030405000002',
  seasonId: '6921c0de0102030405000001',
  rulesetId: 'season1',
  battleType: 'pve_raid',
  status: 'completed',
  territory: null,
  raid: { target: 'camp', campLevel: 1 },
  orderNo: 1,
  position: null,
  attacker: {
    ...{ userId: '6921c0de0102030405000003', username: null, tribeId: null, tribeName: null, tribeTag: null },
    ...{ tribeOrdinal: null, army: armyOf(40), formation: 'balanced', workshopLevel: 1, power: 0 },
  },
  defender: {
    ...{ userId: null, username: null, tribeId: null, tribeName: null, tribeTag: null },
    ...{ tribeOrdinal: null, army: armyOf(20), formation: 'balanced', workshopLevel: null, power: 0 },
  },
  contributors: [],
  results: {
    winner: 'attacker',
    casualties: { attacker: emptyArmy(), defender: emptyArmy() },
    vpAwarded: { attacker: 0, defender: 0 },
    territoryTransferred: false,
    goldLooted: 0,
  },
  details: {
    ...{ varianceBp: 0, attackerFinalPower: 0, defenderFinalPower: 0, siegeFatigueBp: 0 },
    ...{ attackerSteps: nothing, defenderSteps: nothing },
    vpBreakdown: {
      ...{ attackerKills: 0, capture: 0, defenderKills: 0, holding: 0, consolation: 0 },
      ...{ repeatFactorBp: 10_000, repeatIndex: 0 },
    },
    survivors: { garrison: emptyArmy(), home: emptyArmy() },
    truceUntil: null,
  },
  fairness: {
    clientSeed: '00'.repeat(16),
    ordersHash: null,
    commitment: bytesToHex(sha256Bytes(hexToBytes(SECRET))),
    beacon: {
      round: 1000,
      at: new Date(acceptedMs + 1).toISOString(),
      givesUpAt: new Date(acceptedMs + 600_001).toISOString(),
      state: 'came',
      signature: SIGNATURE,
      randomness: bytesToHex(roundRandomness(hexToBytes(SIGNATURE))),
    },
  },
  createdAt: new Date(acceptedMs).toISOString(),
  battleStartTime: null,
  battleEndTime: null,
};
const stepOf = (name: StepName, changed: BattleReport, isSigned = true) =>
  checkReport(changed, SECRET, { chain: QUICKNET, isSigned })?.find((step) => step.name === name);

it('shows the round of the beacon as a step of its own, and its randomness in the text of the seed', () => {
  expect(stepOf('round', report)).toMatchObject({ matches: true, computed: report.fairness.beacon?.randomness });
  expect(stepOf('seed', report)?.input).toContain(`round=1000\nrandomness=${report.fairness.beacon?.randomness}`);
  expect(stepOf('order', report)?.input).toMatch(/\nround=1000$/);
});

it('has no such step in a season without a beacon', () => {
  const plain = { ...report, fairness: { ...report.fairness, beacon: null } };
  const steps = checkReport(plain, SECRET, null);
  expect(steps).toHaveLength(10);
  expect(steps?.find(({ name }) => name === 'seed')?.input).toContain('cryptotribes battle 1\n');
});

it('finds a round that is not signed, not the one after the order, or whose randomness is another', () => {
  expect(stepOf('round', report, false)?.matches).toBe(false);
  const late = { ...report, createdAt: new Date(acceptedMs + 1).toISOString() };
  expect(stepOf('round', late)?.matches).toBe(false);
  const beacon = { ...(report.fairness.beacon as NonNullable<BattleReport['fairness']['beacon']>) };
  const bent = { ...report, fairness: { ...report.fairness, beacon: { ...beacon, randomness: '00'.repeat(32) } } };
  expect(stepOf('round', bent)?.matches).toBe(false);
});
