import { FORMATIONS, UNIT_TYPES } from '@cryptotribes/rules/core/units';
import type { Host } from './marchModel.ts';

const STORED = 'ct_last_host';

/** Reads a stored host; null when there is none or it is not one. */
export function parseHost(stored: string | null): Host | null {
  if (stored === null) return null;
  try {
    const { army, formation } = JSON.parse(stored) as Partial<Host>;
    const counts = UNIT_TYPES.map((unit) => army?.[unit]);
    const isArmy = counts.every((count) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 0);
    if (!army || !isArmy || !FORMATIONS.some((known) => known === formation)) return null;
    return { army, formation: formation as Host['formation'] };
  } catch {
    return null;
  }
}

/** The host of the last march sent from this browser; null when unknown. */
export function lastHost(): Host | null {
  try {
    return parseHost(localStorage.getItem(STORED));
  } catch {
    return null;
  }
}

export function rememberHost(host: Host): void {
  try {
    localStorage.setItem(STORED, JSON.stringify(host));
  } catch {
    // Storage may be off: then the next dialog opens with the fewest that win.
  }
}
