import { describe, expect, it } from 'vitest';
import { THRESHOLD_DEFAULTS } from '../../config/fairPlay.ts';
import { type Flow, type Link, noFacts, type PlayerFacts } from './facts.ts';
import { behaviourScore } from './signals.ts';

const T = THRESHOLD_DEFAULTS;
const facts = (more: Partial<PlayerFacts>): PlayerFacts => ({ ...noFacts('me'), ...more });
const score = (more: Partial<PlayerFacts>) => behaviourScore(facts(more), T);
const kinds = (more: Partial<PlayerFacts>) => score(more).reasons.map(({ kind }) => kind);
const link = (otherId: string, more: Partial<Link> = {}): Link => ({
  otherId,
  addresses: 1,
  setups: 0,
  browsers: 0,
  days: 1,
  sameTribe: false,
  ...more,
});
const flow = (more: Partial<Flow>): Flow => ({
  giverId: 'me',
  takerId: 'friend',
  fights: 6,
  hopeless: 6,
  vp: 60,
  gold: 0,
  won: 0,
  ...more,
});
const takes = (vp: number) => new Map([['friend', vp]]);

describe('a score', () => {
  it('is 0 without reasons for a player of whom nothing is known', () => {
    expect(score({})).toEqual({ score: 0, reasons: [] });
  });

  it('is the sum of its reasons, the strongest first, and never above 100', () => {
    const all = score({
      payers: { cards: ['a'], funding: ['a'] },
      links: [link('a', { setups: 1, browsers: 1 })],
    });
    expect(all.score).toBe(100);
    const points = all.reasons.map((reason) => reason.points);
    expect(points).toEqual([...points].sort((a, b) => b - a));
  });
});

describe('money', () => {
  it('of one card, or of one wallet, for two players is enough for a person to look', () => {
    expect(score({ payers: { cards: ['a'], funding: [] } })).toMatchObject({
      score: T.review,
      reasons: [{ kind: 'shared_card', others: ['a'], figures: { players: 2 } }],
    });
    expect(score({ payers: { cards: [], funding: ['a', 'b'] } }).score).toBeGreaterThanOrEqual(T.review);
  });
});

describe('a shared place', () => {
  it('of a family behind one router with one kind of telephone and one tablet is not enough', () => {
    const family = ['a', 'b', 'c'].map((id) => link(id, { addresses: 9, setups: 4, browsers: 2, days: 10 }));
    const young = { state: 'known', transactions: 0, isAged: false } as const;
    expect(score({ links: family, wallet: young }).score).toBeLessThan(T.review);
  });

  it('does not grow with the number of people behind it', () => {
    const many = Array.from({ length: 11 }, (_, index) => link(`player ${index}`));
    expect(score({ links: many }).score).toBe(score({ links: many.slice(0, 2) }).score);
  });
});

describe('feeding', () => {
  it('is hopeless attacks again and again that make most of what the other has', () => {
    const fed = { flows: [flow({})], battleVp: takes(100) };
    expect(kinds(fed)).toEqual(['feeding_gives']);
    expect(score(fed).score).toBeGreaterThanOrEqual(T.review);
    const taker = { flows: [flow({ giverId: 'puppet', takerId: 'me' })], battleVp: new Map([['me', 100]]) };
    expect(kinds(taker)).toEqual(['feeding_takes']);
    expect(score(taker).score).toBeGreaterThanOrEqual(T.review);
  });

  it('is not a bad player who attacks many, nor attacks that matter little to the other', () => {
    const others = Array.from({ length: 9 }, (_, index) => flow({ takerId: `owner ${index}`, fights: 2, hopeless: 2 }));
    expect(kinds({ flows: others })).toEqual([]);
    expect(kinds({ flows: [flow({ vp: 10 })], battleVp: takes(1_000) })).toEqual([]);
  });

  it('is not a fight in which both sides win', () => {
    expect(kinds({ flows: [flow({ won: 1 })], battleVp: takes(60) })).toEqual([]);
  });

  it('counts however little it brings when the two share a place, and more', () => {
    const linked = { flows: [flow({ vp: 0 })], battleVp: takes(1_000), links: [link('friend')] };
    expect(score(linked).reasons[0]).toMatchObject({ kind: 'feeding_gives', points: T.feeding + T.feeding_linked });
  });

  it('of a weak neighbour who is raided again and again is no sign, of somebody at the same place one', () => {
    const raided = { flows: [flow({ fights: 20, hopeless: 0, vp: 300, gold: 4_000 })], battleVp: takes(300) };
    expect(kinds(raided)).toEqual([]);
    expect(kinds({ ...raided, links: [link('friend')] })).toEqual(['one_sided', 'shared_place']);
  });
});

describe('timing', () => {
  const allDay = 0xff_ffff;
  const days = (hours: number, count: number) =>
    Array.from({ length: count }, (_, day) => ({ day: 20_000 + day, hours }));
  const HOUR_MS = 3_600_000;

  it('without a pause of four hours for three days is a sign', () => {
    expect(kinds({ timing: { orderTimesMs: [], days: days(allDay, 3) } })).toEqual(['sleepless']);
    // Every fourth hour: pauses of three.
    expect(kinds({ timing: { orderTimesMs: [], days: days(0x11_1111, 4) } })).toEqual(['sleepless']);
  });

  it('of somebody who sleeps six hours, however much is played, is none', () => {
    const awake = allDay & ~0x3f;
    expect(kinds({ timing: { orderTimesMs: [], days: days(awake, 10) } })).toEqual([]);
    expect(kinds({ timing: { orderTimesMs: [], days: [...days(allDay, 2), { day: 20_003, hours: allDay }] } })).toEqual(
      [],
    );
  });

  it('in even steps is a sign, also when a step is a second longer', () => {
    const orderTimesMs = Array.from({ length: 30 }, (_, index) => index * 2 * HOUR_MS + (index % 2) * 900);
    expect(score({ timing: { orderTimesMs, days: [] } }).reasons[0]).toMatchObject({
      kind: 'regular',
      figures: { orders: 30, share: 100 },
    });
  });

  it('of both kinds together is enough, of one alone not', () => {
    const orderTimesMs = Array.from({ length: 40 }, (_, index) => index * HOUR_MS);
    const both = { timing: { orderTimesMs, days: days(allDay, 4) } };
    expect(score(both).score).toBeGreaterThanOrEqual(T.review);
    expect(score({ timing: { orderTimesMs, days: [] } }).score).toBeLessThan(T.review);
  });
});

describe('a wallet', () => {
  it('that is young or little used is a hint, an unknown one and a contract nothing', () => {
    expect(score({ wallet: { state: 'known', transactions: 9, isAged: true } }).score).toBe(T.young_wallet);
    expect(score({ wallet: { state: 'known', transactions: 99, isAged: false } }).score).toBe(T.young_wallet);
    expect(score({ wallet: { state: 'known', transactions: 10, isAged: true } }).score).toBe(0);
    expect(score({ wallet: { state: 'unknown' } }).score).toBe(0);
    expect(score({ wallet: { state: 'contract' } }).score).toBe(0);
  });
});
