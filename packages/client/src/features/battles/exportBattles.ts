import { paths } from '@cryptotribes/protocol/client/paths';
import type { BattleQuery } from '../../net/battleHooks.ts';
import { sessionToken } from '../../net/session.ts';

export type ExportFormat = 'csv' | 'json';

/** Saves the battles that pass the filter as a file. Rejects when the server makes none. */
export async function exportBattles(filter: BattleQuery, format: ExportFormat): Promise<void> {
  const token = sessionToken();
  const query = new URLSearchParams({ ...(filter as Record<string, string>), format });
  const answer = await fetch(`${paths['battles.export'][1]}?${query}`, {
    credentials: 'same-origin',
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? `battles.${format}`;
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
