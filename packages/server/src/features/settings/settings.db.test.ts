import { NOTICE_DEFAULTS } from '@cryptotribes/protocol/core/notices';
import { eventSchemas } from '@cryptotribes/protocol/features/events';
import { DEFAULT_SETTINGS } from '@cryptotribes/protocol/features/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/testApp.ts';
import { refused, times } from '../../testing/testPlayer.ts';
import { settingsFrom } from './service.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe('settings', () => {
  it('are the defaults for those who never chose', async () => {
    expect(await (await app.signIn()).call('settings.get')).toEqual(DEFAULT_SETTINGS);
  });

  it('keep what was changed, and nothing else', async () => {
    const player = await app.signIn();
    await player.call('settings.update', { body: { textSize: 110, notices: { raided: { push: true, bell: false } } } });
    const settings = await player.call('settings.update', {
      body: { clock: 'utc', notices: { raided: { bell: true } } },
    });
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      textSize: 110,
      clock: 'utc',
      notices: { ...NOTICE_DEFAULTS, raided: { ...NOTICE_DEFAULTS.raided, push: true, bell: true } },
    });
    expect(await player.call('settings.get')).toEqual(settings);
    expect(await (await app.signIn()).call('settings.get')).toEqual(DEFAULT_SETTINGS);
  });

  it('keep all of twenty changes at once', async () => {
    const player = await app.signIn();
    const events = Object.keys(NOTICE_DEFAULTS) as (keyof typeof NOTICE_DEFAULTS)[];
    await Promise.all(
      events.map((event) => player.call('settings.update', { body: { notices: { [event]: { sound: true } } } })),
    );
    const { notices } = await player.call('settings.get');
    expect(events.filter((event) => !notices[event].sound)).toEqual([]);
  });

  it.each([
    {},
    { theme: 'dark' },
    { textSize: 89 },
    { textSize: 126 },
    { textSize: 100.5 },
    { calm: 'yes' },
    { calm: null },
    { notices: { unheard: { push: true } } },
    { notices: { raided: { letter: true } } },
    { notices: { raided: true } },
    { clock: 'moon' },
  ])('refuse %j', async (body) => {
    const player = await app.signIn();
    await refused(player.call('settings.update', { body: body as object }), 'VALIDATION_FAILED');
    expect(await player.call('settings.get')).toEqual(DEFAULT_SETTINGS);
  });

  it('repeat the answer for a repeated Idempotency-Key', async () => {
    const player = await app.signIn();
    const call = () => player.call('settings.update', { body: { snow: false }, idempotencyKey: 'settings-once-1' });
    const answers = await Promise.all(times(5, call));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('forget names that no longer exist', () => {
    expect(settingsFrom({ calm: true, oldSwitch: true, notices: { gone: { push: true } } } as never)).toEqual({
      ...DEFAULT_SETTINGS,
      calm: true,
    });
  });

  it('know only events that exist', () => {
    expect(Object.keys(NOTICE_DEFAULTS).filter((event) => !(event in eventSchemas))).toEqual([]);
  });
});
