/**
 * A short run of `npm run chaos` (docs/OPERATIONS.md), which goes on for as long as it is told. It has a PostgreSQL of its own, which syncs to the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChaosReport } from './report.ts';
import { runChaos } from './runChaos.ts';

const LIMIT_MS = 100_000;
const folders: string[] = [];
const run = (options: { seed: number; kills: number; control?: boolean }): Promise<ChaosReport> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ct-chaos-'));
  folders.push(folder);
  return runChaos({ ...options, folder, players: 8, limitMs: LIMIT_MS });
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('two APIs, two workers, PostgreSQL and Redis, killed, paused and cut while people play', () => {
  let report: ChaosReport;
  beforeAll(async () => {
    report = await run({ seed: 1046, kills: 5 });
  }, 150_000);

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
});

it('a database that acknowledges before it has written is found out', async () => {
  const { lost, kills } = await run({ seed: 1046, kills: 3, control: true });
  expect(kills).toBe(3);
  expect(lost.length).toBeGreaterThan(0);
}, 150_000);
