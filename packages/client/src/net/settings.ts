/** The player's choices on the server: asked for once somebody is signed in, shown at once when changed, rolled back when refused. */
import type { Settings, SettingsPatch } from '@cryptotribes/protocol/features/settings';
import { useMutation, useQuery } from '@tanstack/react-query';
import { setTable, type Table } from '../ui/tableStore.ts';
import { api } from './api.ts';
import { useMe } from './hooks.ts';
import { queryClient } from './queryClient.ts';
import { queryKeys } from './queryKeys.ts';
import { mayBeSignedIn } from './session.ts';

const TABLE_KEYS = ['calm', 'snow', 'colourHelp', 'shortcuts', 'textSize', 'clock'] as const satisfies (keyof Table)[];

/** What of the settings is about the table. */
function tableOf(settings: SettingsPatch): Partial<Table> {
  const chosen = TABLE_KEYS.filter((key) => settings[key] !== undefined).map((key) => [key, settings[key]]);
  return Object.fromEntries(chosen) as Partial<Table>;
}

/** The settings with a change put over them. */
export function withPatch(settings: Settings, patch: SettingsPatch): Settings {
  const notices = { ...settings.notices };
  for (const [event, ways] of Object.entries(patch.notices ?? {})) {
    const key = event as keyof typeof notices;
    notices[key] = { ...notices[key], ...ways };
  }
  return { ...settings, ...patch, notices };
}

let changes = 0;

/** Asked for only where somebody is signed in. */
export async function fetchSettings(): Promise<Settings> {
  if (!mayBeSignedIn()) throw new Error('nobody is signed in');
  const before = changes;
  const settings = await api.call('settings.get');
  // What was chosen meanwhile is newer than the answer.
  if (changes === before) setTable(tableOf(settings));
  return settings;
}

/** Undefined for visitors and until the server has answered. What is about the table is applied when it arrives. */
export function useSettings() {
  const isSignedIn = Boolean(useMe().data);
  return useQuery({ queryKey: queryKeys.settings, queryFn: fetchSettings, enabled: isSignedIn, staleTime: 60_000 });
}

// One after the other, so that an early answer does not take back a later choice.
const SCOPE = { id: 'settings' };
let waiting = 0;

/** Changes some of the settings. For visitors only what is about the table, on this device. */
export function useChangeSettings() {
  const isSignedIn = Boolean(useMe().data);
  return useMutation({
    scope: SCOPE,
    mutationFn: async (patch: SettingsPatch) => (isSignedIn ? api.call('settings.update', { body: patch }) : undefined),
    onMutate: (patch) => {
      waiting++;
      changes++;
      void queryClient.cancelQueries({ queryKey: queryKeys.settings });
      const before = queryClient.getQueryData<Settings>(queryKeys.settings);
      if (before) queryClient.setQueryData(queryKeys.settings, withPatch(before, patch));
      setTable(tableOf(patch));
      return { before };
    },
    onError: (_error, _patch, context) => {
      if (!context?.before) return;
      queryClient.setQueryData(queryKeys.settings, context.before);
      setTable(tableOf(context.before));
    },
    onSettled: (settings) => {
      waiting--;
      if (settings && waiting === 0) queryClient.setQueryData(queryKeys.settings, settings);
    },
  });
}
