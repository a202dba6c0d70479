import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sample, sampleRequests } from '../testing/sampleRequests.ts';
import { startTestApp, type TestApp } from '../testing/testApp.ts';
import type { TestPlayer } from '../testing/testPlayer.ts';
import { expectRefusal, send, sendJson } from '../testing/testRequests.ts';

let app: TestApp;
let player: TestPlayer & { tribeId: string };
let admin: TestPlayer;
let samples: Sample[];
let before: string;
beforeAll(async () => {
  app = await startTestApp();
  player = await app.newChieftain({ gold: 1000, army: { militia: 50 } });
  admin = await app.newAdmin('support', 'operator', 'treasurer');
  const guest = await app.newPlayer();
  samples = sampleRequests({
    userId: guest.id,
    seasonId: app.seasonId,
    territoryId: app.territory(21),
    tribeId: player.tribeId,
  });
});
afterAll(() => app.stop());

/** Everything that a request could have changed. */
async function state(): Promise<string> {
  const tables = [
    'users',
    'entries',
    'tribes',
    'tribe_seats',
    'tribe_invites',
    'tribe_requests',
    'battles',
    'training_batches',
    'idempotency_keys',
    'login_nonces',
    'returning_units',
    'garrison_stacks',
    'seasons',
    'flags',
    'sanctions',
    'audit_log',
  ];
  const counts = await Promise.all(tables.map((table) => app.number(`select count(*) from ${table}`)));
  const villages = await app.sql('select * from villages order by user_id');
  const names = await app.sql('select id, username from users order by id');
  return JSON.stringify([counts, villages, names]);
}

const withBody = sampleRequests().filter((sample) => sample.body !== undefined);
const current = (name: string): Sample => {
  const sample = samples.find((item) => item.name === name);
  if (sample === undefined) throw new Error(`no sample for ${name}`);
  return sample;
};
/** Administrators' routes are there for administrators only. */
const tokenFor = (name: string): string => (name.startsWith('admin.') ? admin.token : player.token);
const asText = (name: string, text: string) => {
  const { method, path } = current(name);
  return sendJson(app.url, { method, path, token: tokenFor(name), body: text });
};

/** Paths to all integers in a body, e.g. ['units', 'militia']. */
function integersIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => integersIn(part, [...path, key]));
}
/** The body as text with a literal in place of one value: some literals are no JavaScript values. */
function withLiteral(body: unknown, path: string[], literal: string): string {
  const copy = structuredClone(body) as Record<string, unknown>;
  const last = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((part, key) => part[key] as Record<string, unknown>, copy);
  parent[last] = '@@';
  return JSON.stringify(copy).replace('"@@"', literal);
}

const FREE_TEXTS = new Set([
  'tribes.create name',
  'tribes.postMessage text',
  'admin.createSeason name',
  'admin.endSessions reason',
  'admin.restrict reason',
  'admin.raiseFlag reason',
]);

let touched = false;
beforeEach(async () => {
  touched = false;
  before = await state();
});
const refusedText = async (name: string, text: string, what: string) => {
  expectRefusal(await asText(name, text), `${name}: ${what}`);
  touched = true;
};
const unchanged = async () => {
  expect(touched).toBe(true);
  expect(await state()).toBe(before);
};

describe.each(withBody)('$name', ({ name, body }) => {
  it('refuses unknown fields', async () => {
    for (const field of ['gold', 'role2', 'seasonId', 'victoryPoints', 'constructor', '__proto__', 'x'.repeat(1000)]) {
      await refusedText(name, `{"${field}":1,${JSON.stringify(body).slice(1)}`, field);
    }
    await refusedText(name, `{"__proto__":{"polluted":true},${JSON.stringify(body).slice(1)}`, 'prototype');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await unchanged();
  });

  it('refuses everything that is not a whole number in range where one belongs', async () => {
    const literals = [
      '"5"',
      'true',
      '[5]',
      '"0x5"',
      '" 5 "',
      '"1e2"',
      'null',
      '{}',
      '1.5',
      '-1',
      '1e20',
      '1e400',
      '9007199254740992',
      '9223372036854775808',
      '"٥"',
      'NaN',
      '0x5',
      '١',
    ];
    for (const path of integersIn(body)) {
      for (const literal of literals)
        await refusedText(name, withLiteral(body, path, literal), `${path.join('.')} = ${literal}`);
      touched = true;
    }
    if (touched) await unchanged();
  });

  it('refuses other values in place of each field, and a missing field', async () => {
    const { definition } = current(name);
    const required = (definition.body as { required?: string[] } | undefined)?.required ?? [];
    for (const field of Object.keys(body ?? {})) {
      for (const literal of ['-7', 'true', '[]', '{}', '"\\u0000"', '"\\ud800"', '""', '"; drop table users"']) {
        // Texts for people to read: this one may be written.
        if (literal.startsWith('"; ') && FREE_TEXTS.has(`${name} ${field}`)) continue;
        // What is right for this field, and a list that may be empty, are no bad input.
        if (literal === JSON.stringify(body?.[field]) || (literal === '[]' && Array.isArray(body?.[field]))) continue;
        await refusedText(name, withLiteral(body, [field], literal), `${field} = ${literal}`);
      }
      if (!required.includes(field)) continue;
      const { [field]: _left, ...rest } = body ?? {};
      await refusedText(name, JSON.stringify(rest), `without ${field}`);
    }
    await unchanged();
  });

  it('refuses a key that occurs twice, also when it is spelled differently', async () => {
    const [key = '', value] = Object.entries(body ?? {})[0] ?? [];
    const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`;
    const rest = JSON.stringify(body).slice(1);
    await refusedText(name, `{"${key}":${JSON.stringify(value)},${rest}`, 'twice');
    await refusedText(name, `{"${escaped}":${JSON.stringify(value)},${rest}`, 'twice, escaped');
    for (const [path] of integersIn(body).filter((found) => found.length === 2)) {
      const text = JSON.stringify(body).replace('"militia":1', '"militia":1,"\\u006dilitia":1');
      await refusedText(name, text, `twice in ${path}`);
    }
    await unchanged();
  });

  it('refuses bodies that are no JSON object', async () => {
    const texts = [
      '',
      ' ',
      '{',
      '{}',
      '[]',
      'null',
      '1',
      '"x"',
      'true',
      '{"a":}',
      `${JSON.stringify(body)},`,
      `[${JSON.stringify(body)}]`,
    ];
    for (const text of texts) await refusedText(name, text, JSON.stringify(text));
    const { method, path } = current(name);
    expectRefusal(await send(app.url, { method, path, token: tokenFor(name) }), `${name} without body`);
    await unchanged();
  });

  it('refuses what is too deep, too wide or too long', async () => {
    const deep = 100_000;
    await refusedText(name, '['.repeat(deep) + ']'.repeat(deep), 'deep array');
    await refusedText(name, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'deep object');
    await refusedText(name, `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":1`).join(',')}}`, 'wide');
    await refusedText(name, JSON.stringify({ ...body, note: 'x'.repeat(60_000) }), 'long');
    await unchanged();
  });

  it('refuses other kinds of content', async () => {
    const { method, path } = current(name);
    const json = JSON.stringify(body);
    const kinds: [string, Record<string, string>, string | Buffer][] = [
      ['text', { 'content-type': 'text/plain' }, json],
      ['none', {}, json],
      ['form', { 'content-type': 'application/x-www-form-urlencoded' }, 'quantity=1'],
      ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
      ['other parameters', { 'content-type': 'application/json;foo' }, json],
      ['utf-16', { 'content-type': 'application/json; charset=utf-16' }, Buffer.from(json, 'utf16le')],
      ['gzip', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, gzipSync(json)],
    ];
    for (const [what, headers, content] of kinds) {
      const answer = await send(app.url, { method, path, token: tokenFor(name), headers, body: content });
      expectRefusal(answer, `${name}: ${what}`, 'UNSUPPORTED_MEDIA_TYPE');
    }
    touched = true;
    const bytes = Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0xff, 0x7d])]);
    const answer = await send(app.url, {
      method,
      path,
      token: tokenFor(name),
      headers: { 'content-type': 'application/json' },
      body: bytes,
    });
    expectRefusal(answer, `${name}: not UTF-8`, 'INVALID_JSON');
    await unchanged();
  });
});

describe('prototypes', () => {
  it('cannot be reached through a body, at any depth', async () => {
    const bodies = [
      '{"unitType":"militia","quantity":1,"__proto__":{"polluted":true}}',
      '{"unitType":"militia","quantity":1,"constructor":{"prototype":{"polluted":true}}}',
      '{"unitType":{"__proto__":{"polluted":true}},"quantity":1}',
      '{"unitType":"militia","quantity":{"a":{"b":{"c":{"__proto__":{"polluted":true}}}}}}',
    ];
    for (const body of bodies) expectRefusal(await asText('training.start', body), body, 'VALIDATION_FAILED');
    const army = '"army":{"militia":1,"spearman":0,"archer":0,"cavalry":0,"__proto__":{"militia":9}}';
    expectRefusal(
      await asText('battles.raidCamp', `{"level":1,${army},"formation":"balanced"}`),
      'an army',
      'VALIDATION_FAILED',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await state()).toBe(before);
  });
});

describe('a minus zero', () => {
  it('is nothing, and is never stored with its sign', async () => {
    expectRefusal(await asText('training.start', '{"unitType":"militia","quantity":-0}'), 'quantity -0');
    const fighter = await app.newPlayer();
    await app.give(fighter, { army: { militia: 9 } });
    const order = await sendJson(app.url, {
      method: 'POST',
      path: '/v1/battles/raid-camp',
      token: fighter.token,
      body: '{"level":1,"army":{"militia":5,"spearman":-0,"archer":-0,"cavalry":-0},"formation":"balanced"}',
    });
    expect([order.status, order.text]).toEqual([202, expect.not.stringContaining(':-0')]);
    await app.settle();
    const [row] = await app.sql<{ line: string }>('select b::text as line from battles b where attacker_id = $1', [
      fighter.id,
    ]);
    expect(row?.line).not.toMatch(/[,(]-0[,)]/);
  });
});

describe('all routes', () => {
  it('refuse bodies of ten megabytes and a million keys, and go on answering', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, 'x');
    const wide = `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(',')}}`;
    for (const body of [large, wide]) {
      const answer = await send(app.url, {
        method: 'POST',
        path: '/v1/training/start',
        token: player.token,
        headers: { 'content-type': 'application/json', expect: '100-continue' },
        body,
      });
      expectRefusal(answer, 'large', 'PAYLOAD_TOO_LARGE');
    }
    expect((await sendJson(app.url, { method: 'GET', path: '/health/ready' })).status).toBe(200);
  });

  it('without a body refuse one with fields in it', async () => {
    const bodiless = samples.filter((sample) => sample.body === undefined && sample.method !== 'GET');
    for (const { name, method, path } of bodiless) {
      if (name === 'auth.logout' || name === 'auth.refresh') continue;
      expectRefusal(
        await sendJson(app.url, { method, path, token: tokenFor(name), body: { gold: 1 } }),
        name,
        'VALIDATION_FAILED',
      );
    }
    expect(await state()).toBe(before);
  });

  it('refuse query strings that they do not know', async () => {
    for (const { name, method, path, body } of samples) {
      for (const query of [
        'x=1',
        '__proto__=1',
        'limit=1&limit=2',
        'limit=-1',
        'limit=1e3',
        'offset=0x1',
        'after=1.5',
        'seasonId=%00',
        'seasonId[$ne]=1',
      ]) {
        if (name === 'auth.logout' || name === 'auth.refresh') continue;
        const answer = await sendJson(app.url, {
          method,
          path: `${path}${path.includes('?') ? '&' : '?'}${query}`,
          token: tokenFor(name),
          body,
        });
        expectRefusal(
          answer,
          `${name}?${query}`,
          path.includes('f0f0') && answer.status === 404 ? 'NOT_FOUND' : 'VALIDATION_FAILED',
        );
      }
    }
    expect(await state()).toBe(before);
  });

  it('refuse to look for control characters, wherever one can search', async () => {
    for (const path of [
      '/v1/battles/history',
      '/v1/battles/export',
      '/v1/leaderboard/players',
      '/v1/leaderboard/tribes',
      '/v1/tribes',
    ]) {
      for (const search of ['a%00b', '%01', '%7F'])
        expectRefusal(
          await sendJson(app.url, { method: 'GET', path: `${path}?search=${search}`, token: player.token }),
          path,
          'VALIDATION_FAILED',
        );
    }
  });

  it('survive a search for anything', async () => {
    for (const search of ['%25', '_', '%5C', '%00', '%27', '%F0%9F%98%80', '%ED%A0%80', 'a'.repeat(31)]) {
      const answer = await sendJson(app.url, { method: 'GET', path: `/v1/tribes?search=${search}` });
      expect(answer.status, search).toBeLessThan(500);
    }
    expect(await player.call('tribes.list', { query: { search: '%' } })).toEqual({ tribes: [] });
  });
});
