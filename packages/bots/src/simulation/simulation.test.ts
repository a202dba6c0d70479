import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { totalUnits } from '@cryptotribes/rules/core/units';
import { blitz } from '@cryptotribes/rules/rulesets/blitz';
import { season1 } from '@cryptotribes/rules/rulesets/season1';
import { season2 } from '@cryptotribes/rules/rulesets/season2';
import { garrisonCapacity, placesUsed } from '@cryptotribes/rules/territories/garrison';
import { goldCapacity } from '@cryptotribes/rules/villages/buildings';
import { describe, expect, it } from 'vitest';
import type { BalanceReport } from './balanceReport.ts';
import { makeReport } from './balanceReport.ts';
import { BOUNDS, judge } from './bounds.ts';
import { drawBars } from './charts.ts';
import { exploitField, normalField } from './fields.ts';
import { fingerprint } from './fingerprint.ts';
import { unitsIn } from './land.ts';
import { chartsOf, pageOf } from './page.ts';
import { playSeason } from './playSeason.ts';
import { remediesOf } from './remedies.ts';
import type { World } from './state.ts';
import { gini, quantile } from './statistics.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const play = (seed: number, hours?: number): World =>
  playSeason({ rules: season1, speed: 1, tribes: normalField(12), seed, ...(hours === undefined ? {} : { hours }) });

describe('a simulated season', () => {
  const world = play(3);

  it('is played to its end: all land is taken, and the hours pay', () => {
    expect(world.record.leaders).toHaveLength(240);
    expect(Object.values(world.record.firstCaptureMs).map((times) => times.length)).toEqual([30, 15, 5]);
    expect(world.record.attacks.players).toBeGreaterThan(300);
    // 50 territories pay 2,000 VP an hour between them, at most.
    expect(world.record.vp.holding).toBeGreaterThan(0.8 * 2_000 * 240);
    expect(world.record.vp.holding).toBeLessThanOrEqual(2_000 * 240);
  });

  it('makes no order that the rules refuse', () => {
    expect([...world.record.refused]).toEqual([]);
  });

  it('loses no point and no unit', () => {
    const { record, tribes, players } = world;
    expect(sum(players.map(({ vp }) => vp))).toBe(sum(Object.values(record.vp)));
    for (const tribe of tribes) expect(tribe.vp).toBe(sum(tribe.members.map(({ vp }) => vp)));
    for (const { living, home, returning, batches, stacks } of players) {
      const elsewhere = [...returning, ...stacks.values()].map(({ units }) => totalUnits(units));
      expect(living).toBe(totalUnits(home) + sum(elsewhere) + sum(batches.map(({ quantity }) => quantity)));
      expect(stacks.size).toBeLessThanOrEqual(4);
    }
  });

  it('keeps every garrison within its places and gold above zero', () => {
    for (const land of world.lands) {
      expect(placesUsed(unitsIn(land), season1)).toBeLessThanOrEqual(garrisonCapacity(season1, land.info.tier));
      expect(unitsIn(land)).toEqual(unitsIn({ ...land, counted: null }));
    }
    for (const { gold, buildings } of world.players) {
      expect(Number.isSafeInteger(gold) && gold >= 0).toBe(true);
      // Loot alone may exceed what a warehouse holds.
      expect(gold).toBeLessThan(goldCapacity(season1, buildings.warehouse) + 20_000);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const short = (seed: number) => {
      const { record, players } = play(seed, 24);
      return JSON.stringify([record, players.map(({ gold, home, vp }) => [gold, home, vp])]);
    };
    expect(short(1)).toBe(short(1));
    expect(short(1)).not.toBe(short(2));
  });

  it('goes by the ruleset it is given', () => {
    const { record } = playSeason({ rules: blitz, speed: 10, tribes: normalField(4), seed: 1, hours: 24 });
    expect(record.leaders).toHaveLength(24);
    expect(record.attacks.wild).toBeGreaterThan(0);
  });

  it('has accomplices that really feed and trade', () => {
    const fed = playSeason({ rules: season1, speed: 1, tribes: exploitField('feeder'), seed: 1, hours: 48 });
    const pair = [...fed.fought.keys()].filter((key) => key.startsWith('t1p') && key.endsWith(' t0'));
    expect(pair.length).toBeGreaterThan(3);
    const traded = playSeason({ rules: season1, speed: 1, tribes: exploitField('trader'), seed: 1, hours: 48 });
    const [one, other] = traded.tribes;
    expect(traded.lands.some(({ bonusMs }) => bonusMs.has(one!) && bonusMs.has(other!))).toBe(true);
  });
});

describe('the statistics', () => {
  it('count as textbooks do', () => {
    expect(gini([5, 5, 5])).toBe(0);
    expect(gini([0, 0, 0, 8])).toBe(0.75);
    expect([quantile([3, 1, 2], 0.5), quantile([], 0.5)]).toEqual([2, 0]);
  });

  it('add up to a report without gaps, whatever the number of tribes', () => {
    const fields: string[] = [];
    const report = makeReport({
      rules: season1,
      seasons: 1,
      tribes: 5,
      seed: 5,
      hours: 24,
      onSeason: (field) => fields.push(field),
    });
    expect(fields).toHaveLength(11);
    const walk = (value: unknown): void => {
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk);
    };
    walk(report);
    expect(sum(Object.values(report.vpPercent))).toBeCloseTo(100, 0);
    expect(judge(report)).toHaveLength(BOUNDS.length);
    for (const svg of chartsOf(report).values()) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(pageOf(report)).not.toMatch(/NaN|undefined/);
  }, 30_000);
});

describe('a chart', () => {
  it('draws losses to the left and escapes what it writes', () => {
    const svg = drawBars({
      title: 'A & B',
      note: '<',
      unit: ' %',
      bars: [
        { label: 'x', value: -5 },
        { label: 'y', value: 5 },
      ],
    });
    expect(svg).toContain('A &amp; B');
    expect(svg).toContain('&lt;');
    expect(svg).toContain('fill="#f58a74"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe.each([season1, season2])('the committed report of $id', (rules) => {
  const report = JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../../../docs/balance/${rules.id}.json`, import.meta.url)), 'utf8'),
  ) as BalanceReport;

  it('is of the rules and the simulator that are here', () => {
    // Stale? `npm run simulate -- --seasons 100 --tribes 36 --seed 7 --ruleset ID --out docs/balance` (ten minutes each).
    expect(report).toMatchObject({ ruleset: rules.id, seasons: 100, tribes: 36, seed: 7, speed: 1 });
    expect(report.fingerprint).toBe(fingerprint(rules));
  });

  it('holds every bound but those whose break is known and has a remedy', () => {
    const broken = judge(report).filter(({ held }) => !held);
    expect(broken.map(({ bound }) => bound.id)).toEqual([...remediesOf(rules.id).keys()]);
  });
});
