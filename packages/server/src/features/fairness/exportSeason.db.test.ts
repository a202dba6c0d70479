/** A small season that was really played, its public file, and what a verifier says of it. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLines } from '../../cli/commands/verify.ts';
import { playSeason } from '../../testing/play/playSeason.ts';
import type { World } from '../../testing/play/world.ts';

let world: World;
beforeAll(async () => {
  world = await playSeason('luck that anyone can check', { tribes: 3, lengthMs: 3 * 86_400_000 });
}, 120_000);
afterAll(() => world?.app.stop());

const fetchExport = () => fetch(`${world.app.url}/v1/seasons/${world.season.id}/export`);

describe('the public file of a season', () => {
  it('is found as the rules and the secret give it, with all its kinds of events', async () => {
    const text = await (await fetchExport()).text();
    const verdict = await verifyLines(Readable.from([text]));
    expect(verdict.problems).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, hours: 72 });
    expect(verdict.fights).toBeGreaterThan(50);
  });
});
