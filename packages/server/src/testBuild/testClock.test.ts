import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ManualClock } from '../platform/clock.ts';
import { testClock } from './testClock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ct-clock-'));
const file = path.join(folder, 'ahead');
afterAll(() => rmSync(folder, { recursive: true }));

it('is ahead of the database by what the file says, at once, and never goes back', () => {
  const database = new ManualClock(1_000_000);
  writeFileSync(file, '0');
  const clock = testClock(database, file);
  expect(clock.nowMs()).toBe(1_000_000);
  database.advance(5);
  writeFileSync(file, '3600000');
  expect(clock.nowMs()).toBe(4_600_005);
  for (const nonsense of ['', 'soon', '-1', '1.5']) {
    writeFileSync(file, nonsense);
    expect(clock.nowMs(), nonsense).toBe(4_600_005);
  }
  writeFileSync(file, '60000');
  expect(clock.nowMs()).toBe(4_600_005);
  database.advance(3_600_000);
  expect(clock.nowMs()).toBe(4_660_005);
});
