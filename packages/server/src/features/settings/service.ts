/** Settings: only what a player changed is stored, so that a better default reaches everybody who never chose. */
import { NOTICE_DEFAULTS, NOTICE_EVENTS, type NoticeEvent } from '@cryptotribes/protocol/core/notices';
import { DEFAULT_SETTINGS, type Settings, type SettingsPatch } from '@cryptotribes/protocol/features/settings';
import type { Context } from '../../context.ts';
import type { Db } from '../../platform/db.ts';
import { lockChosen, readChosen, writeChosen } from './queries.ts';

/** The defaults with what was chosen put over them. Names that no longer exist are left out. */
export function settingsFrom(chosen: SettingsPatch): Settings {
  const settings = { ...DEFAULT_SETTINGS, notices: { ...NOTICE_DEFAULTS } } as Settings;
  for (const event of NOTICE_EVENTS)
    settings.notices[event] = { ...NOTICE_DEFAULTS[event], ...chosen.notices?.[event] };
  for (const name of Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[]) {
    if (name !== 'notices' && chosen[name] !== undefined) Object.assign(settings, { [name]: chosen[name] });
  }
  return settings;
}

/** Two sets of choices as one; the second wins. */
function merged(before: SettingsPatch, patch: SettingsPatch): SettingsPatch {
  const notices: SettingsPatch['notices'] = { ...before.notices };
  for (const [event, ways] of Object.entries(patch.notices ?? {}) as [NoticeEvent, object][]) {
    notices[event] = { ...before.notices?.[event], ...ways };
  }
  return { ...before, ...patch, notices };
}

export async function getSettings(db: Db, userId: string): Promise<Settings> {
  return settingsFrom((await readChosen(db, userId)) ?? {});
}

export async function updateSettings(
  ctx: Pick<Context, 'clock'>,
  tx: Db,
  userId: string,
  patch: SettingsPatch,
): Promise<Settings> {
  const nowMs = ctx.clock.nowMs();
  const chosen = merged(await lockChosen(tx, userId, nowMs), patch);
  await writeChosen(tx, userId, chosen, nowMs);
  return settingsFrom(chosen);
}
