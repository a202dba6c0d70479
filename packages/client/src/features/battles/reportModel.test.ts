import type { BattleReport } from '@cryptotribes/protocol/features/battles';
import { previewBattle } from '@cryptotribes/rules/battles/preview';
import { resolveBattle } from '@cryptotribes/rules/battles/resolve';
import { describe, expect, it } from 'vitest';
import { aMe } from '../../net/samples.ts';
import {
  battleLog,
  beatsOf,
  chanceOf,
  hasWon,
  lordNames,
  outcomeOf,
  placeOf,
  readerOf,
  repeatText,
  unitsPerFigure,
} from './reportModel.ts';

const army = (militia = 0, spearman = 0, archer = 0, cavalry = 0) => ({ militia, spearman, archer, cavalry });
const ME = aMe().id;
const OTHER = 'b'.repeat(24);
const TRIBE = 'c'.repeat(24);

const input = {
  rulesetId: 'season1',
  terrain: 'forest' as const,
  attacker: { army: army(110, 60, 45, 20), formation: 'offensive' as const, workshopLevel: 3 },
  defender: {
    formation: 'defensive' as const,
    contributors: [{ userId: OTHER, units: army(84, 55, 40, 14), workshopLevel: 2 }],
  },
  siegeFatigueBp: 1000,
};
const outcome = resolveBattle(input, 312);

function aReport(changes: Partial<BattleReport> = {}): BattleReport {
  const side = { userId: null, username: null, tribeId: null, tribeName: null, tribeTag: null, tribeOrdinal: null };
  return {
    battleId: 'f'.repeat(24),
    seasonId: 'd'.repeat(24),
    rulesetId: 'season1',
    battleType: 'pvp',
    status: 'completed',
    territory: { id: 'e'.repeat(24), territoryId: 13, name: 'Hollowpine', terrain: 'forest' },
    raid: null,
    orderNo: 7,
    position: null,
    attacker: {
      ...side,
      userId: ME,
      army: input.attacker.army,
      formation: 'offensive',
      workshopLevel: 3,
      power: outcome.attackerPower,
    },
    defender: {
      ...side,
      tribeId: TRIBE,
      army: army(84, 55, 40, 14),
      formation: 'defensive',
      workshopLevel: null,
      power: outcome.defenderPower,
    },
    contributors: [
      {
        userId: OTHER,
        username: 'Munin',
        units: army(84, 55, 40, 14),
        workshopLevel: 2,
        losses: outcome.defenderLosses,
        vp: 0,
      },
    ],
    results: {
      winner: outcome.winner,
      casualties: { attacker: outcome.attackerLosses, defender: outcome.defenderLosses },
      vpAwarded: { attacker: 0, defender: 0 },
      territoryTransferred: outcome.winner === 'attacker',
      goldLooted: 0,
    },
    details: {
      varianceBp: 312,
      attackerFinalPower: outcome.attackerFinalPower,
      defenderFinalPower: outcome.defenderFinalPower,
      siegeFatigueBp: 1000,
      attackerSteps: outcome.steps.attacker,
      defenderSteps: outcome.steps.defender,
      vpBreakdown: {
        attackerKills: 0,
        capture: 0,
        defenderKills: 0,
        holding: 0,
        consolation: 0,
        repeatFactorBp: 10_000,
        repeatIndex: 0,
      },
      survivors: { garrison: army(), home: army() },
      truceUntil: null,
    },
    fairness: { clientSeed: null, ordersHash: null, commitment: '', beacon: null },
    createdAt: '2026-05-01T12:00:00.000Z',
    battleStartTime: null,
    battleEndTime: null,
    ...changes,
  };
}

describe('the reader', () => {
  it('is the sender, a lord inside, a member of either tribe, or a spectator', () => {
    const report = aReport();
    expect(readerOf(report, aMe())).toBe('attacker');
    expect(readerOf(report, aMe({ id: OTHER }))).toBe('defender');
    const tribe = { id: TRIBE, name: 'Raven Host', tag: 'RVN', ordinal: 1, role: 'warrior' as const };
    expect(readerOf(report, aMe({ id: 'a1', tribe }))).toBe('defender');
    expect(readerOf(report, aMe({ id: 'a1' }))).toBe('spectator');
    expect(readerOf(report, null)).toBe('spectator');
  });

  it('sees the own side’s outcome, a spectator the attacker’s', () => {
    const report = aReport();
    expect(hasWon(report, 'attacker')).toBe(true);
    expect(hasWon(report, 'spectator')).toBe(true);
    expect(hasWon(report, 'defender')).toBe(false);
    expect(hasWon(aReport({ results: null }), 'attacker')).toBeNull();
  });
});

it('lists both totals after each of the six beats', () => {
  const beats = beatsOf(aReport());
  expect(beats.map((beat) => beat.name)).toEqual(['Muster', 'Craft', 'Counters', 'Ground', 'Formation', 'Fate']);
  expect(beats[0]).toMatchObject({ attacker: 365_000, defender: 299_500 });
  expect(beats[5]).toMatchObject({ attacker: outcome.attackerFinalPower, defender: outcome.defenderFinalPower });
  expect(beats[5]?.why).toBe('drawn +3.12 %, defence −10 %');
  expect(beatsOf(aReport({ details: null }))).toEqual([]);
});

it('finds the same odds that the preview had shown', () => {
  const { flipBp, winning, of } = previewBattle(input);
  expect(chanceOf(aReport())).toEqual({ flipBp, winning, of });
});

it('names the lords inside', () => {
  const [lord] = aReport().contributors;
  if (!lord) throw new Error('the sample has a contributor');
  expect(lordNames(aReport())).toBe('Munin');
  expect(lordNames(aReport({ contributors: [lord, { ...lord, username: 'Hugin' }] }))).toBe('Munin and Hugin');
  expect(lordNames(aReport({ contributors: [lord, lord, lord] }))).toBe('Munin and 2 more');
});

it('tells what part of the points counted', () => {
  expect(repeatText({ repeatIndex: 0, repeatFactorBp: 10_000 })).toBe('1st battle, in full');
  expect(repeatText({ repeatIndex: 3, repeatFactorBp: 5000 })).toBe('4th battle, 50 %');
});

it('keeps the number of figures small whatever the armies', () => {
  expect(unitsPerFigure(army(40), army(1))).toBe(1);
  expect(unitsPerFigure(army(235), army(193))).toBe(5);
  expect(unitsPerFigure(army(0, 0, 0, 1000), army(1))).toBe(10);
  expect(10_000 / unitsPerFigure(army(10_000), army(1))).toBeLessThanOrEqual(121);
});

it('tells the battle in words, beat by beat, and who still stands', () => {
  const report = aReport();
  const log = battleLog(report, beatsOf(report));
  expect(log).toHaveLength(7);
  expect(log[0]).toBe('1. Muster (units × health × damage): 365,000 against 299,500.');
  const left = 235 - Object.values(outcome.attackerLosses).reduce((sum, n) => sum + n, 0);
  expect(log[6]).toContain(`${left} of 235 attackers`);
});

describe('what a battle changed', () => {
  it('is said from the side of the reader', () => {
    const report = aReport();
    expect(outcomeOf(report, 'attacker')).toBe('Hollowpine is yours');
    expect(outcomeOf(report, 'spectator')).toBe('Hollowpine goes to a player');
    expect(outcomeOf(aReport({ results: null }), 'attacker')).toBeNull();
  });

  it('names the camp or the village of a raid, and its gold', () => {
    const { results, defender } = aReport();
    if (!results) throw new Error('the sample is decided');
    const camp = { territory: null, raid: { target: 'camp' as const, campLevel: 3 } };
    expect(placeOf(aReport(camp))).toBe('Bandit camp 3');
    expect(outcomeOf(aReport(camp), 'attacker')).toBe('Bandit camp 3 is beaten');
    expect(outcomeOf(aReport({ ...camp, results: { ...results, winner: 'defender' } }), 'attacker')).toBe(
      'Bandit camp 3 stands',
    );
    const village = {
      territory: null,
      raid: { target: 'village' as const, campLevel: null },
      defender: { ...defender, username: 'Munin' },
      results: { ...results, goldLooted: 1140 },
    };
    expect(outcomeOf(aReport(village), 'attacker')).toBe('Munin is plundered: 1,140 gold');
  });
});
