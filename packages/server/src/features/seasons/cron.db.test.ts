import { HOUR_MS } from '@cryptotribes/rules/core/time';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config/config.ts';
import { ConfigError } from '../../config/configError.ts';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { times } from '../../testing/testPlayer.ts';

const SECRET = 'only-the-scheduler-and-these-tests-know-this-one';
const PATHS = ['/internal/cron/vp-generation', '/internal/cron/resource-generation'];

let app: TestApp;
let closed: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { CRON_SECRET: SECRET } });
  closed = await startTestApp();
});
afterAll(() => Promise.all([app.stop(), closed.stop()]));

const call = (url: string, path: string, secret?: string): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: secret === undefined ? {} : { 'x-cron-secret': secret } });
const ticks = (): Promise<number> => app.number('select count(*) from ticks');

describe.each(PATHS)('POST %s', (path) => {
  it('refuses callers without the secret, with a wrong one and with parts of it, and books nothing', async () => {
    app.clock.advance(HOUR_MS);
    const before = await ticks();
    const wrong = [
      undefined,
      '',
      'undefined',
      'null',
      SECRET.slice(0, -1),
      `${SECRET}x`,
      SECRET.toUpperCase(),
      `${SECRET}, ${SECRET}`,
    ];
    for (const secret of wrong) {
      const response = await call(app.url, path, secret);
      expect({ secret, status: response.status }).toEqual({ secret, status: 403 });
      expect(await response.json()).toMatchObject({ success: false, error: { code: 'FORBIDDEN' } });
    }
    expect(await ticks()).toBe(before);
  });

  it('stays closed to everybody where no secret is set', async () => {
    for (const secret of [undefined, '', 'undefined', 'null', SECRET]) {
      expect((await call(closed.url, path, secret)).status).toBe(403);
    }
  });

  it('books what is due once when ten ask at the same time, and nothing when asked again', async () => {
    app.clock.advance(2 * HOUR_MS);
    const answers = await Promise.all(times(10, async () => (await call(app.url, path, SECRET)).status));
    expect(answers).toEqual(times(10, () => 200));
    const n = (
      await app.sql<{ kind: string; n: number }>('select kind, count(*)::int as n from ticks group by 1 order by 1')
    ).map((row) => row.n);
    expect(n[0]).toBe((n[1] as number) * 6);
    const again = await call(app.url, path, SECRET);
    expect(await again.json()).toMatchObject({ success: true, data: { applied: 0 } });
  });
});

it('does not answer other methods', async () => {
  for (const path of PATHS)
    expect((await fetch(`${app.url}${path}`, { headers: { 'x-cron-secret': SECRET } })).status).not.toBe(200);
});

it('refuses to boot in production without a secret for the scheduler', () => {
  const env = { NODE_ENV: 'production', CRON_SECRET: '' };
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow('CRON_SECRET');
});
