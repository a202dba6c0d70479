/**
 * Twenty thousand requests from the route table, by several players, in three hundred sequences with time going by between them (RELIABILITY
 * IN11): none is our fault, every answer looks as it is described, and what must hold holds afterwards.
 */
import { success } from '@cryptotribes/protocol/core/envelope';
import type { RouteDefinition } from '@cryptotribes/protocol/core/route';
import { type RouteName, routes } from '@cryptotribes/protocol/routes';
import { MINUTE_MS } from '@cryptotribes/rules/core/time';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectInvariants } from './testing/invariants.ts';
import { type RandomRequest, randomSequences, withIds } from './testing/randomRequests.ts';
import { type Gift, startTestApp, type TestApp } from './testing/testApp.ts';
import { expectRefusal, send } from './testing/testRequests.ts';

const SEED = 20_261_125;
const SEQUENCES = 300;
const LENGTH = 70;
const AT_ONCE = 5;

let app: TestApp;
let tokens: (string | null)[];
let admin: string;
beforeAll(async () => {
  app = await startTestApp();
  const gift: Gift = {
    gold: 20_000,
    army: { militia: 300, spearman: 200, archer: 200, cavalry: 200 },
    levels: { barracks: 10, warehouse: 10 },
  };
  const [chief, rival] = [await app.newChieftain(gift), await app.newChieftain(gift)];
  const [warrior, loner] = await app.newPlayers(2);
  for (const player of [warrior, loner]) await app.give(player as { id: string }, gift);
  await app.admit(chief.tribeId, chief, warrior as typeof chief);
  const outsider = await app.signIn();
  tokens = [chief, rival, warrior, loner, chief, rival, outsider].map((player) => player?.token ?? null);
  tokens.push(null);
  admin = (await app.newAdmin('support')).token;
});
afterAll(() => app.stop());

type Known = Record<string, string[]>;
/** Ids of what there is by now, the newest of each kind, by the names of the fields that take them. */
async function knownIds(): Promise<Known> {
  const tables = {
    userId: 'users',
    tribeId: 'tribes',
    territoryId: 'territories',
    battleId: 'battles',
    queueId: 'training_batches',
    seasonId: 'seasons',
    inviteId: 'tribe_invites',
    messageId: 'tribe_messages',
  };
  const known: Known = {};
  for (const [field, table] of Object.entries(tables))
    known[field] = (await app.sql<{ id: string }>(`select id from ${table} order by id desc limit 50`)).map(
      ({ id }) => id,
    );
  return { ...known, any: Object.values(known).flat() };
}

const answerOf = new Map<RouteName, ReturnType<typeof Compile>>();
function isAsDescribed(name: RouteName, json: unknown): boolean {
  const definition: RouteDefinition = routes[name];
  let schema = answerOf.get(name);
  if (schema === undefined) {
    schema = Compile(success(definition.data));
    answerOf.set(name, schema);
  }
  return schema.Check(json);
}

const counts: Record<string, number> = {};
async function call(request: RandomRequest, ids: Known): Promise<void> {
  const { name, method, body } = request;
  const text = body === undefined ? undefined : withIds(JSON.stringify(body) ?? 'null', ids);
  const path = withIds(request.path, ids);
  const token =
    name.startsWith('admin.') && request.caller % 3 > 0 ? admin : (tokens[request.caller % tokens.length] ?? null);
  const answer = await send(app.url, {
    method,
    path,
    token,
    ...(text === undefined ? {} : { body: text, headers: { 'content-type': 'application/json' } }),
  }).catch((error: Error) => {
    throw new Error(`${method} ${path} ${text ?? ''} was not answered: ${error.message}`);
  });
  const what = `${method} ${path} ${text ?? ''} → ${answer.status} ${answer.text.slice(0, 300)}`;
  counts[answer.status] = (counts[answer.status] ?? 0) + 1;
  expect(answer.status, what).toBeLessThan(500);
  if (answer.status >= 400) expectRefusal(answer, what);
  else if (!(routes[name] as RouteDefinition).produces) expect(isAsDescribed(name, answer.json), what).toBe(true);
}

it('no request is answered with a fault of ours, and every answer is as it is described', async () => {
  const sequences = randomSequences(SEED, SEQUENCES, LENGTH);
  const { pid } = process;
  let rssAfterFifty = 0;
  for (const [index, sequence] of sequences.entries()) {
    const ids = await knownIds();
    for (let from = 0; from < sequence.length; from += AT_ONCE)
      await Promise.all(sequence.slice(from, from + AT_ONCE).map((request) => call(request, ids)));
    // The last sequences come after the season's end.
    app.clock.advance(((index * 7) % 11) * 10 * MINUTE_MS);
    await app.settle();
    if (index % 50 === 49) await expectInvariants(app);
    if (index === 49) rssAfterFifty = process.memoryUsage().rss;
  }
  const grownMb = Math.round((process.memoryUsage().rss - rssAfterFifty) / 1e6);
  process.stdout.write(
    `${SEQUENCES * LENGTH} random requests: ${JSON.stringify(counts)}, memory grew by ${grownMb} MB\n`,
  );
  // The same process, and no more memory than a program takes that has just begun to collect its garbage.
  expect(process.pid).toBe(pid);
  expect(grownMb).toBeLessThan(400);
  // A good part of them must have been understood and carried out, or this would prove little.
  expect(counts[200]).toBeGreaterThan(2_000);
  expect(await app.number('select count(*) from battles')).toBeGreaterThan(100);
  await expectInvariants(app);
}, 600_000);
