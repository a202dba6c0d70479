import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../platform/tx.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, type TestPlayer, times } from '../../testing/testPlayer.ts';
import { send } from '../../testing/testRequests.ts';
import { type Act, CONSOLE, recordAct } from './audit.ts';

let app: TestApp;
let admin: TestPlayer;
let other: TestPlayer;
beforeAll(async () => {
  app = await startTestApp();
  admin = await app.newAdmin('operator');
  other = await app.newAdmin('support', 'treasurer');
});
afterAll(() => app.stop());

const write = (act: Partial<Act> & { action: string }) =>
  recordAct(app.ctx.pool, app.clock.nowMs(), { by: CONSOLE, target: { kind: 'thing', id: 'a1' }, ...act });

describe('who one is', () => {
  it('is told to administrators', async () => {
    expect(await other.call('admin.me')).toEqual({ userId: other.id, username: null, roles: ['support', 'treasurer'] });
    const { admins } = await admin.call('admin.admins');
    expect(admins.map(({ person, role }) => [person.walletAddress, role]).sort()).toEqual(
      [
        [admin.wallet, 'operator'],
        [other.wallet, 'support'],
        [other.wallet, 'treasurer'],
      ].sort(),
    );
  });
});

describe('the audit log', () => {
  it('shows who did what to what, why, and what changed, newest first', async () => {
    app.clock.advance(1000);
    await write({
      by: { kind: 'admin', userId: admin.id, role: 'operator' },
      action: 'lamp.light',
      target: { kind: 'lamp', id: 'l-1' },
      reason: 'It was dark.',
      before: { lit: false },
      after: { lit: true },
    });
    const [entry] = (await other.call('admin.audit')).entries;
    expect(entry).toMatchObject({
      at: new Date(app.clock.nowMs()).toISOString(),
      actor: 'admin',
      person: { userId: admin.id, walletAddress: admin.wallet, username: null },
      role: 'operator',
      action: 'lamp.light',
      target: { kind: 'lamp', id: 'l-1' },
      reason: 'It was dark.',
      before: { lit: false },
      after: { lit: true },
    });
  });

  it('is there with the act or not at all', async () => {
    const failed = inTransaction(app.ctx, async (tx) => {
      await recordAct(tx, app.clock.nowMs(), { by: CONSOLE, action: 'never.done', target: { kind: 'x', id: 'y' } });
      throw new Error('the act failed');
    });
    await expect(failed).rejects.toThrow('the act failed');
    expect((await admin.call('admin.audit', { query: { action: 'never' } })).entries).toEqual([]);
  });

  it('filters by who, what, to what and when', async () => {
    app.clock.advance(3_600_000);
    const since = new Date(app.clock.nowMs()).toISOString();
    await write({ action: 'door.open', target: { kind: 'door', id: 'd-7' } });
    await write({ action: 'door.close', target: { kind: 'door', id: 'd-8' } });
    await write({ action: 'doorbell.ring', target: { kind: 'door', id: 'd-7' } });
    const actions = async (query: object) =>
      (await admin.call('admin.audit', { query })).entries.map((entry) => entry.action);
    expect(await actions({ action: 'door' })).toEqual(['door.close', 'door.open']);
    expect(await actions({ action: 'door.open' })).toEqual(['door.open']);
    expect(await actions({ target: 'd-7' })).toEqual(['doorbell.ring', 'door.open']);
    expect(await actions({ since, actor: 'console' })).toEqual(['doorbell.ring', 'door.close', 'door.open']);
    expect(await actions({ before: since, actor: 'admin' })).toEqual(['lamp.light']);
    expect(await actions({ userId: admin.id })).toEqual(['lamp.light']);
    expect(await actions({ userId: other.id })).toEqual([]);
  });

  it('is read page by page without a gap or a double, also while it grows', async () => {
    for (const n of times(7, (index) => index)) await write({ action: `page.n_${'abcdefg'[n]}` });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await admin.call('admin.audit', {
        query: { action: 'page', limit: '3', ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.entries.map((entry) => entry.action));
      await write({ action: 'page.later' });
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual([...'gfedcba'].map((letter) => `page.n_${letter}`));
  });

  it('refuses a cursor of another list', async () => {
    await refused(admin.call('admin.audit', { query: { cursor: 'eyJhIjoxfQ' } }), 'VALIDATION_FAILED');
  });

  it('is exported as JSON and as CSV that no spreadsheet takes for a formula', async () => {
    await write({ action: 'export.test', reason: '=1+1', target: { kind: 'x', id: 'e1' } });
    const get = (format: string) =>
      send(app.url, {
        method: 'GET',
        path: `/v1/admin/audit/export?action=export&format=${format}`,
        token: admin.token,
      });
    const json = await get('json');
    expect(json.headers['content-disposition']).toBe('attachment; filename="audit.json"');
    expect(JSON.parse(json.text)).toEqual((await admin.call('admin.audit', { query: { action: 'export' } })).entries);
    const csv = await get('csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    const [head, line, rest] = csv.text.split('\r\n');
    expect(head).toMatch(/^entry_id,at,actor/);
    expect(line).toContain(`"'=1+1"`);
    expect(rest).toBe('');
  });
});
