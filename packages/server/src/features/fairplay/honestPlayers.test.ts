/**
 * The guard against false suspicion: 4,000 honest players with the habits that look worst (families behind one router, dormitories, telephone
 * networks, people who play at night, who raid one neighbour, who lose against everybody) stay below the threshold, every one of them.
 */
import { describe, expect, it } from 'vitest';
import { THRESHOLD_DEFAULTS } from '../../config/fairPlay.ts';
import { Dice } from '../../testing/play/dice.ts';
import { type Flow, type Link, noFacts, type PlayerFacts } from './facts.ts';
import { behaviourScore } from './signals.ts';

const T = THRESHOLD_DEFAULTS;
const DAYS = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_DAY = 20_500;

/** Sittings between getting up and going to bed, some of them late at night; within one, several orders a few minutes apart. */
function habits(dice: Dice): PlayerFacts['timing'] {
  const bedHour = 22 + dice.below(5);
  const sleepHours = 6 + dice.below(3);
  const awakeHours = 24 - sleepHours;
  const sittings = 1 + dice.below(16);
  const orderTimesMs: number[] = [];
  const masks = new Map<number, number>();
  for (let day = 0; day < DAYS; day++) {
    // Orders follow the charges that come back every two hours, as far as a person looks in on time.
    const keen = dice.chance(500);
    for (let n = 0; n < sittings; n++) {
      const evenHour = (n * 2) % awakeHours;
      const hour = keen ? evenHour : dice.below(awakeHours);
      const lateMs = keen ? dice.below(25 * 60) * 1_000 : dice.below(60 * 60) * 1_000;
      const up = (bedHour + sleepHours) % 24;
      const atMs = ((START_DAY + day) * 24 + up + hour) * HOUR_MS + lateMs;
      for (let order = 0; order <= dice.below(4); order++)
        orderTimesMs.push(atMs + order * (20 + dice.below(300)) * 1_000);
      const atHour = Math.floor(atMs / HOUR_MS);
      const maskDay = Math.floor(atHour / 24);
      masks.set(maskDay, (masks.get(maskDay) ?? 0) | (1 << (atHour % 24)));
    }
  }
  return {
    orderTimesMs: orderTimesMs.sort((a, b) => a - b).slice(-500),
    days: [...masks].sort(([a], [b]) => a - b).map(([day, hours]) => ({ day, hours })),
  };
}

/** Who else is at home, in the dormitory, or on the same telephone network. */
function household(dice: Dice, index: number): Link[] {
  const others = [0, 1, 3, 5, 10][index % 5] as number;
  return Array.from({ length: others }, (_, other) => ({
    otherId: `${index}'s housemate ${other}`,
    addresses: 1 + dice.below(12),
    setups: dice.chance(700) ? 1 + dice.below(4) : 0,
    browsers: dice.chance(300) ? 1 : 0,
    days: 1 + dice.below(DAYS),
    sameTribe: dice.chance(500),
  }));
}

/** Battles with neighbours: mostly mixed; sometimes one is always stronger; a poor player tries what cannot succeed, here and there. */
function battles(dice: Dice, userId: string): { flows: Flow[]; battleVp: Map<string, number> } {
  const battleVp = new Map([[userId, dice.below(600)]]);
  const flows = Array.from({ length: dice.below(8) }, (_, other): Flow => {
    const otherId = `${userId}'s neighbour ${other}`;
    const fights = 3 + dice.below(18);
    const gives = dice.chance(500);
    battleVp.set(otherId, 80 + dice.below(600));
    return {
      giverId: gives ? userId : otherId,
      takerId: gives ? otherId : userId,
      fights,
      hopeless: Math.min(fights, dice.below(T.feeding_fights)),
      vp: dice.below(80),
      gold: dice.below(3_000),
      won: dice.chance(600) ? 1 + dice.below(5) : 0,
    };
  });
  return { flows, battleVp };
}

function honestPlayer(dice: Dice, index: number): PlayerFacts {
  const userId = `player ${index}`;
  return {
    ...noFacts(userId),
    links: household(dice, index),
    ...battles(dice, userId),
    timing: habits(dice),
    wallet: dice.chance(300)
      ? { state: 'known', transactions: dice.below(12), isAged: dice.chance(300) }
      : { state: 'unknown' },
  };
}

describe('honest players', () => {
  const dice = new Dice('nobody of these cheats');
  const players = Array.from({ length: 4_000 }, (_, index) => honestPlayer(dice, index));
  const scores = players.map((player) => behaviourScore(player, T));

  it('are never raised by places, times and wallets, whatever their households', () => {
    const peaceful = players.map((player) => behaviourScore({ ...player, flows: [] }, T).score);
    expect(Math.max(...peaceful)).toBeLessThan(T.review);
    // The guard guards something: many of them do have points.
    expect(peaceful.filter((score) => score >= T.review / 2).length).toBeGreaterThan(500);
  });

  it('are never raised by their battles with neighbours', () => {
    expect(scores.filter(({ score }) => score >= T.review).map(({ reasons }) => reasons)).toEqual([]);
  });

  it('show signs of clockwork so rarely that nobody has two of them', () => {
    const clockwork = scores.map(({ reasons }) =>
      reasons.filter(({ kind }) => kind === 'sleepless' || kind === 'regular'),
    );
    expect(clockwork.filter((reasons) => reasons.length === 2)).toEqual([]);
    expect(clockwork.filter((reasons) => reasons.length === 1).length).toBeLessThan(scores.length / 100);
  });
});

describe('planted cheats among them', () => {
  const program = {
    orderTimesMs: Array.from({ length: 100 }, (_, index) => START_DAY * 24 * HOUR_MS + index * 20 * MINUTE_MS),
    days: Array.from({ length: DAYS }, (_, day) => ({ day: START_DAY + day, hours: 0xff_ffff })),
  };
  const fed: Flow = { giverId: 'puppet', takerId: 'cheat', fights: 9, hopeless: 9, vp: 90, gold: 0, won: 0 };
  const cheats: Record<string, Partial<PlayerFacts>> = {
    'who plays two seats with one card': { payers: { cards: ['puppet'], funding: [] } },
    'who plays two seats out of one wallet': { payers: { cards: [], funding: ['puppet'] } },
    'who is fed': { flows: [fed], battleVp: new Map([['cheat', 120]]) },
    'who is a program': { timing: program },
    'who raids a second account at home again and again': {
      flows: [{ ...fed, hopeless: 0, fights: 12, gold: 5_000 }],
      links: [{ otherId: 'puppet', addresses: 3, setups: 2, browsers: 0, days: 6, sameTribe: false }],
    },
  };
  it.each(Object.entries(cheats))('are found: one %s', (_what, more) => {
    expect(behaviourScore({ ...noFacts('cheat'), ...more }, T).score).toBeGreaterThanOrEqual(T.review);
  });
});
