/** Walks every cell of the table route × role: who is refused, with which status and code, and who is not. */
import { ERRORS } from '@cryptotribes/protocol/core/errors';
import { policyRow, ROLES, type Role } from '@cryptotribes/protocol/core/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../features/auth/sessions.ts';
import { inTransaction } from '../platform/tx.ts';
import { sampleRequests } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';
import { expectRefusal, type RawAnswer, sendJson } from '../testing/testRequests.ts';

let app: TestApp;
let tribeId: string;
let other: TestPlayer;
const people = new Map<Role, TestPlayer>();
let seats: Record<string, unknown>[];

beforeAll(async () => {
  app = await startTestApp();
  const chieftain = await app.newChieftain({ army: { militia: 50 }, gold: 1000 });
  ({ tribeId } = chieftain);
  people.set('chieftain', chieftain);
  for (const role of ['captain', 'warrior', 'exMember'] as const) {
    const player = await app.newPlayer();
    await app.admit(tribeId, chieftain, player);
    people.set(role, player);
  }
  await app.sql(`update tribe_seats set seat = 3, role = 'captain' where user_id = $1`, [people.get('captain')?.id]);
  await people.get('exMember')?.call('tribes.leave', { params: { tribeId } });
  people.set('foreigner', await app.newChieftain());
  people.set('loner', await app.newPlayer());
  other = await app.newPlayer();
  seats = await app.sql('select * from tribe_seats');
});
afterAll(() => app.stop());

/** Membership as at the beginning: some of the calls that are allowed change it. */
async function restore(): Promise<void> {
  await app.sql('delete from tribe_seats');
  for (const seat of seats) {
    await app.sql(
      `insert into tribe_seats (tribe_id, seat, season_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5, $6)`,
      ['tribe_id', 'seat', 'season_id', 'user_id', 'role']
        .map((name) => seat[name])
        .concat(new Date(seat.joined_at as number)),
    );
  }
  await app.sql('update tribes set dissolved_at = null');
  await app.sql('delete from tribe_requests');
  await app.sql('delete from tribe_invites');
}

async function tokenOf(role: Role): Promise<string | null> {
  if (role === 'anonymous') return null;
  // Fresh ones: entering the season or signing out in one cell must not matter for the next.
  if (role === 'outsider') return (await app.signIn()).token;
  if (role === 'support' || role === 'operator' || role === 'treasurer') return (await app.newAdmin(role)).token;
  const { id } = people.get(role) as TestPlayer;
  const session = await inTransaction(app.ctx, (tx) => createSession(app.ctx, tx, { userId: id, kind: 'token' }));
  return session.secret;
}

async function call(name: string, role: Role): Promise<RawAnswer> {
  const samples = sampleRequests({ territoryId: app.territory(21), tribeId, userId: other.id, seasonId: app.seasonId });
  const sample = samples.find((item) => item.name === name);
  if (sample === undefined) throw new Error(`no sample for ${name}`);
  // Of what this route changes only the formation needs an entry in the season.
  const body = name === 'users.update' ? { username: null } : sample.body;
  return sendJson(app.url, { method: sample.method, path: sample.path, token: await tokenOf(role), body });
}

/** Codes that are said because of who calls. */
const ROLE_CODES = new Set([
  'INVALID_TOKEN',
  'ENTRY_FEE_REQUIRED',
  'NOT_IN_TRIBE',
  'FORBIDDEN',
  'ORIGIN_NOT_ALLOWED',
  'NOT_FOUND',
]);

describe.each(sampleRequests().map(({ name, definition }) => ({ name, row: policyRow(definition) })))(
  '$name',
  ({ name, row }) => {
    it.each(Object.keys(ROLES) as Role[])('%s', async (role) => {
      const answer = await call(name, role);
      await restore();
      if (row[role] !== 'allowed') {
        expectRefusal(answer, `${name} by ${role}`, row[role]);
        return;
      }
      const code = answer.json?.error?.code ?? 'none';
      // The sample is well-formed, so whatever else is refused is refused for the state of the game.
      expect(
        [...ROLE_CODES, 'VALIDATION_FAILED', 'INTERNAL_ERROR'],
        `${name} by ${role}: ${answer.text.slice(0, 300)}`,
      ).not.toContain(code);
      if (code !== 'none') expect(answer.status).toBe(ERRORS[code as keyof typeof ERRORS].status);
      else expect(answer.status).toBeLessThan(300);
    });
  },
);

describe('/v1/policy.json', () => {
  it('publishes the table that is enforced', async () => {
    const { json } = await sendJson(app.url, { method: 'GET', path: '/v1/policy.json' });
    const published = json as unknown as {
      roles: object;
      routes: { name: string; method: string; path: string; roles: object }[];
    };
    expect(published.roles).toEqual(ROLES);
    expect(published.routes.map(({ name, method, path, roles }) => ({ name, method, path, roles }))).toEqual(
      sampleRequests().map(({ name, definition }) => ({
        name,
        method: definition.method,
        path: definition.path,
        roles: policyRow(definition),
      })),
    );
  });
});
