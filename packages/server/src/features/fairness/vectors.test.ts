/**
 * A second implementation, written from docs/FAIRNESS.md alone: it uses nothing of the game's code, exact fractions instead of its arithmetic, and
 * has to come to every published vector. If this fails, the page, the vectors or the rules say different things.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Counts = number[];
interface BattleVector {
  season: string;
  secret: string;
  id: string;
  kind: 'territory' | 'village' | 'camp';
  target: number | string;
  order: number;
  attacker: string;
  tribe: string | null;
  army: Counts;
  formation: string;
  workshop: number;
  terrain: string;
  clientSeed: string;
  accepted: number;
  /** Only in seasons with a beacon. */
  round?: number;
  signature?: string;
  defenderArmy: Counts;
  defenderFormation: string;
  contributors: { user: string; units: Counts; workshop: number }[];
  fatigueBp: number;
  repeatIndex: number;
  captureBonusEligible: boolean;
  expected: Record<string, unknown>;
}
interface Vectors {
  draws: { seed: string; label: string; bound: number; values: number[] }[];
  battles: BattleVector[];
  beaconBattles: BattleVector[];
  prizes: {
    poolMicro: number;
    tribes: { totalVp: number; roles: string[] }[];
    amounts: { tribe: number; members: number[] }[];
  }[];
  chain: { line: string; hash: string }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../../../docs/fairness-vectors.generated.json', import.meta.url), 'utf8'),
) as Vectors;

const sha256Hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const sha256 = (text: string): string => sha256Hex(Buffer.from(text, 'utf8'));

function* draws(seed: Buffer, label: string, n: number): Generator<number> {
  const limit = 2 ** 32 - (2 ** 32 % n);
  for (let i = 0; ; i++) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    const block = createHmac('sha256', seed).update(label, 'utf8').update(counter).digest();
    for (let at = 0; at < 32; at += 4) {
      const word = block.readUInt32BE(at);
      if (word < limit) yield word % n;
    }
  }
}

/** An exact fraction. */
type Fraction = [bigint, bigint];
const times = (...factors: Fraction[]): Fraction =>
  factors.reduce(([a, b], [c, d]) => [a * c, b * d], [1n, 1n] as Fraction);
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const hundredths = (n: number): Fraction => [BigInt(n), 100n];
const whole = (n: number): Fraction => [BigInt(n), 1n];
const floor = ([a, b]: Fraction): number => Number((a - (((a % b) + b) % b)) / b);

const HP = [100, 120, 80, 150];
const DAMAGE = [10, 15, 20, 25];
const COUNTERS = [-1, 3, 1, 2];
const EXPOSURE = [120, 110, 100, 100];
const baseOf = (army: Counts, unit: number): number => (army[unit] ?? 0) * (HP[unit] ?? 0) * (DAMAGE[unit] ?? 0);
const GROUND: Record<string, { units: Record<number, number>; attacker: number; defender: Fraction }> = {
  castle: { units: {}, attacker: 100, defender: [195n, 100n] },
  forest: { units: { 1: 110, 3: 75 }, attacker: 100, defender: [125n, 100n] },
  hills: { units: { 2: 125, 3: 90 }, attacker: 100, defender: [115n, 100n] },
  river: { units: { 3: 50 }, attacker: 90, defender: [120n, 100n] },
  plains: { units: {}, attacker: 100, defender: [1n, 1n] },
};
const FORMATION: Record<string, [attacking: number, defending: number, losses: number]> = {
  offensive: [115, 95, 120],
  balanced: [100, 100, 100],
  defensive: [90, 110, 80],
};

interface Side {
  parts: { units: Counts; workshop: number }[];
  enemy: Counts;
  terrain: string;
  formation: string;
  attacks: boolean;
}
function stepsOf({ parts, enemy, terrain, formation, attacks }: Side): Record<string, number> {
  const enemyBase = [0, 1, 2, 3].reduce((sum, unit) => sum + baseOf(enemy, unit), 0);
  const ground = GROUND[terrain];
  if (ground === undefined) throw new Error(terrain);
  const names = ['base', 'workshop', 'counter', 'terrain', 'formation'];
  const sums = names.map((): Fraction => [0n, 1n]);
  for (const { units, workshop } of parts) {
    for (const unit of [0, 1, 2, 3]) {
      const countered = enemyBase === 0 || COUNTERS[unit] === -1 ? 0 : baseOf(enemy, COUNTERS[unit] as number);
      const factors: Fraction[] = [
        whole(baseOf(units, unit)),
        hundredths(100 + 5 * (workshop - 1)),
        enemyBase === 0 ? whole(1) : [BigInt(2 * enemyBase + countered), BigInt(2 * enemyBase)],
        times(hundredths(ground.units[unit] ?? 100), attacks ? hundredths(ground.attacker) : ground.defender),
        hundredths(FORMATION[formation]?.[attacks ? 0 : 1] as number),
      ];
      for (const index of names.keys())
        sums[index] = plus(sums[index] as Fraction, times(...factors.slice(0, index + 1)));
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, floor(sums[index] as Fraction)]));
}

function largestRemainder(total: number, weights: number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = exact.map((value) => Number(value / BigInt(sum)));
  const order = exact
    .map((value, index) => ({ rest: value % BigInt(sum), index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  let left = total - parts.reduce((all, part) => all + part, 0);
  for (const { index } of order) {
    if (left === 0) break;
    parts[index] = (parts[index] as number) + 1;
    left--;
  }
  return parts;
}

const total = (army: Counts): number => army.reduce((sum, count) => sum + count, 0);
const atMost = (most: number, n: number): number => Math.min(most, n);

function fight(battle: BattleVector): Record<string, unknown> {
  const { kind, target, army, defenderArmy } = battle;
  const round = battle.round ?? null;
  const version = round === null ? 1 : 2;
  const ordersHash = sha256(
    [
      `cryptotribes order ${version}`,
      `season=${battle.season}`,
      `battle=${battle.id}`,
      `${kind}=${target}`,
      `order=${battle.order}`,
      `attacker=${battle.attacker}`,
      `tribe=${battle.tribe ?? 'none'}`,
      `army=${army.join('/')}`,
      `formation=${battle.formation}`,
      `workshop=${battle.workshop}`,
      `seed=${battle.clientSeed}`,
      `accepted=${battle.accepted}`,
      ...(round === null ? [] : [`round=${round}`]),
    ].join('\n'),
  );
  const text = [
    `cryptotribes battle ${version}`,
    `season=${battle.season}`,
    `battle=${battle.id}`,
    `order=${battle.order}`,
    `scope=${kind}:${target}${kind === 'camp' ? `:${battle.attacker}` : ''}`,
    `attackerArmy=${army.join('/')}`,
    `attackerFormation=${battle.formation}`,
    `defenderArmy=${defenderArmy.join('/')}`,
    `defenderFormation=${battle.defenderFormation}`,
    `terrain=${battle.terrain}`,
    `clientSeed=${battle.clientSeed}`,
    ...(round === null
      ? []
      : [`round=${round}`, `randomness=${sha256Hex(Buffer.from(battle.signature ?? '', 'hex'))}`]),
  ].join('\n');
  const seed = createHmac('sha256', Buffer.from(battle.secret, 'hex')).update(text, 'utf8').digest();
  const varianceBp = (draws(seed, 'variance', 2001).next().value as number) - 1000;
  const wild = battle.contributors.length === 0 && total(defenderArmy) > 0;
  const steps = [
    stepsOf({
      parts: [{ units: army, workshop: battle.workshop }],
      enemy: defenderArmy,
      terrain: battle.terrain,
      formation: battle.formation,
      attacks: true,
    }),
    stepsOf({
      parts: wild ? [{ units: defenderArmy, workshop: 1 }] : battle.contributors,
      enemy: army,
      terrain: battle.terrain,
      formation: battle.defenderFormation,
      attacks: false,
    }),
  ] as [Record<string, number>, Record<string, number>];
  const power = [steps[0].formation as number, steps[1].formation as number] as const;
  const [a, d] = [BigInt(power[0]) * BigInt(10_000 + varianceBp), BigInt(power[1]) * BigInt(10_000 - battle.fatigueBp)];
  const attackerWins = a > d;
  const [losing, winning] = attackerWins ? [d, a] : [a, d];
  const even = losing * 10n >= winning * 9n;
  const own = (won: boolean): Fraction =>
    hundredths(FORMATION[won === attackerWins ? battle.formation : battle.defenderFormation]?.[2] as number);
  const winnerRate = (unit: number): number =>
    losing === 0n
      ? 0
      : atMost(
          10_000,
          floor(
            times(
              whole(2_500),
              even ? whole(1) : [losing * 10n, winning * 9n],
              own(true),
              hundredths(EXPOSURE[unit] as number),
            ),
          ),
        );
  const rout: Fraction = even ? [0n, 1n] : [winning * 9n - losing * 10n, winning * 9n];
  const loserRate = atMost(10_000, floor(times(plus(whole(7_500), times(whole(2_500), rout)), own(false))));
  const lost = (units: Counts, won: boolean): Counts =>
    units.map((count, unit) => Math.floor((count * (won ? winnerRate(unit) : loserRate) + 5_000) / 10_000));
  const losses = [lost(army, attackerWins), lost(defenderArmy, !attackerWins)] as [Counts, Counts];
  const byUnit = [0, 1, 2, 3].map((unit) =>
    largestRemainder(
      losses[1][unit] as number,
      battle.contributors.map(({ units }) => units[unit] as number),
    ),
  );
  const h = kind !== 'territory' ? 0 : Number(target) <= 5 ? 100 : Number(target) <= 20 ? 50 : 25;
  const k = battle.repeatIndex < 3 ? 10_000 : battle.repeatIndex < 6 ? 5_000 : 0;
  const breakdown = { attackerKills: 0, capture: 0, defenderKills: 0, holding: 0, consolation: 0, repeatFactorBp: k };
  if (attackerWins) {
    breakdown.attackerKills = kind === 'camp' ? 0 : total(losses[1]);
    breakdown.capture = battle.captureBonusEligible ? h : 0;
  }
  if (battle.contributors.length > 0) {
    const share = power[1] === 0 ? 10_000 : Math.floor((power[0] * 10_000) / power[1]);
    if (!attackerWins) {
      breakdown.defenderKills = total(losses[0]);
      breakdown.holding = share >= 5_000 ? Math.floor(h / 2) : 0;
    } else if (total(losses[0]) > 0 && total(losses[0]) * 5 >= total(army)) breakdown.consolation = Math.floor(h / 2);
  }
  const points = (n: number): number => Math.floor((k * n) / 10_000);
  const defenders = points(breakdown.defenderKills + breakdown.holding + breakdown.consolation);
  return {
    ordersHash,
    seed: seed.toString('hex'),
    varianceBp,
    winner: attackerWins ? 'attacker' : 'defender',
    power,
    finalPower: [Number(a / 10_000n), Number(d / 10_000n)],
    steps,
    losses,
    contributorLosses: battle.contributors.map((_, index) => byUnit.map((parts) => parts[index])),
    vp: [points(breakdown.attackerKills + breakdown.capture), defenders],
    contributorVp: largestRemainder(
      defenders,
      battle.contributors.map(({ units }) => total(units)),
    ),
    breakdown,
  };
}

const RANKS = [210, 140, 70, 40, 40, 40, 40, 40, 40, 40];
const SEATS: Record<string, number> = { chieftain: 180, captain: 135, warrior: 50 };

describe('an implementation from the page alone', () => {
  it('draws the same numbers', () => {
    expect(vectors.draws).toHaveLength(10);
    for (const { seed, label, bound, values } of vectors.draws) {
      const stream = draws(Buffer.from(seed, 'hex'), label, bound);
      expect(values.map(() => stream.next().value)).toEqual(values);
    }
  });

  it('fights the same 100 battles', () => {
    expect(vectors.battles).toHaveLength(100);
    for (const battle of vectors.battles) expect(fight(battle), battle.id).toEqual(battle.expected);
    const { battles } = vectors;
    expect(new Set(battles.map(({ terrain }) => terrain)).size).toBe(5);
    expect(new Set(battles.map(({ expected }) => expected.winner)).size).toBe(2);
  });

  it('fights the same 10 battles with rounds of the beacon, and knows which round each had to name', () => {
    expect(vectors.beaconBattles).toHaveLength(10);
    for (const battle of vectors.beaconBattles) {
      expect(Math.floor((battle.accepted - 1_692_803_367_000) / 3_000) + 2, battle.id).toBe(battle.round);
      expect(fight(battle), battle.id).toEqual(battle.expected);
    }
  });

  it('splits the same 50 pools', () => {
    expect(vectors.prizes).toHaveLength(50);
    for (const { poolMicro, tribes, amounts } of vectors.prizes) {
      const present = tribes.map((tribe, index) => ({ ...tribe, index })).filter(({ roles }) => roles.length > 0);
      const earned = present.filter(({ totalVp }) => totalVp > 0);
      const winners = (earned.length > 0 ? earned : present).slice(0, 10);
      const parts = largestRemainder(poolMicro, RANKS.slice(0, winners.length));
      const split = winners.map(({ index, roles }, rank) => ({
        tribe: index,
        members: largestRemainder(
          parts[rank] as number,
          roles.map((role) => SEATS[role] as number),
        ),
      }));
      expect(split).toEqual(amounts);
      if (winners.length > 0)
        expect(split.flatMap(({ members }) => members).reduce((a, b) => a + b, 0)).toBe(poolMicro);
    }
  });

  it('chains the same lines', () => {
    let before = '0'.repeat(64);
    for (const { line, hash } of vectors.chain) {
      const body = line.replace(/,"h":"[0-9a-f]{64}"\}$/, '}');
      expect(sha256(`${before}\n${body}`)).toBe(hash);
      expect((JSON.parse(line) as { h: string }).h).toBe(hash);
      before = hash;
    }
    expect(vectors.chain).toHaveLength(2);
  });
});
