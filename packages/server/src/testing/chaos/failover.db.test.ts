/**
 * The database fails over while people play (`npm run chaos -- --failover`). Needs a PostgreSQL of the system and HAProxy; without them the file is
 * skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findHaproxy, findSystemPostgres } from '../findPrograms.ts';
import { openChaos } from './runChaos.ts';

const haproxy = findHaproxy(process.env);
const postgres = findSystemPostgres();
const programs = haproxy.ok && postgres.ok ? { binDir: postgres.value, haproxy: haproxy.value } : null;
const folder = mkdtempSync(path.join(tmpdir(), 'ct-failover-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(programs === null)('a primary with a synchronous standby behind HAProxy', () => {
  it('is killed, its standby is promoted, and the game goes on by itself with everything it acknowledged', async () => {
    if (programs === null) return;
    const chaos = await openChaos({ seed: 1, folder, players: 8, limitMs: 100_000, redis: false, failover: programs });
    try {
      const { lost, wrong, kills, actions } = await chaos.run(1);
      expect({ lost, wrong, kills, open: actions.open }).toEqual({ lost: [], wrong: [], kills: 1, open: 0 });
      expect(actions.acknowledged).toBeGreaterThan(10);
    } finally {
      await chaos.stop();
    }
  }, 180_000);
});
