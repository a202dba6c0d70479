/**
 * A short run of `npm run chaos` (docs/OPERATIONS.md), which goes on for as long as it is told. It has a PostgreSQL of its own, which syncs to the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChaosReport } from './report.ts';
import { type Chaos, openChaos } from './runChaos.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ct-chaos-'));
let chaos: Chaos;
let report: ChaosReport;
beforeAll(async () => {
  chaos = await openChaos({ seed: 3778, folder, players: 8, limitMs: 100_000 });
  report = await chaos.run(5);
}, 180_000);
afterAll(async () => {
  await chaos?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('two APIs, two workers, PostgreSQL and Redis, killed, paused and cut while people play', () => {
  it('have lost nothing that was acknowledged, done nothing twice, and keep every invariant', () => {
    expect(report.lost).toEqual([]);
    expect(report.wrong).toEqual([]);
  });

  it('were killed as often as planned, while orders were given', () => {
    expect(report.kills).toBe(5);
    expect(report.actions.open).toBe(0);
    expect(report.actions.acknowledged).toBeGreaterThan(40);
    expect(report.actions.repeated).toBeGreaterThan(0);
    expect(report.news).toBeGreaterThan(40);
  });

  // Last: afterwards the game has forgotten something.
  it('a database that acknowledges before it has written is found out', async () => {
    const { lost } = await chaos.run(3, { control: true });
    expect(lost.length).toBeGreaterThan(0);
  }, 150_000);
});
