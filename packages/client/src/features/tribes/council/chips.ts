/**
 * What a message may carry beside words: `/Hollowpine` names a land, `/battles/<id>` a battle. The text stays as it was written; only its
 * picture changes, and never through markup.
 */
import { TERRITORIES } from '@cryptotribes/rules/territories/map';

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'land'; territoryId: number; name: string }
  | { kind: 'battle'; battleId: string };

const LONGEST_FIRST = [...TERRITORIES].sort((a, b) => b.name.length - a.name.length);
const BATTLE = /^\/battles\/([0-9a-f]{24})(?![0-9a-z])/i;
const WORD = /[\p{L}\p{N}]/u;

function landAt(text: string, at: number): { territoryId: number; name: string } | null {
  const rest = text.slice(at + 1, at + 1 + 20).toLowerCase();
  const found = LONGEST_FIRST.find(
    ({ name }) => rest.startsWith(name.toLowerCase()) && !WORD.test(text.charAt(at + 1 + name.length)),
  );
  return found ? { territoryId: found.id, name: found.name } : null;
}

/** The parts of a message in order; words between chips stay together. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const addText = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
    // Within a word or an address a slash means nothing.
    if (at < from || (at > 0 && !/\s/.test(text.charAt(at - 1)))) continue;
    const battle = BATTLE.exec(text.slice(at));
    const land = battle ? null : landAt(text, at);
    if (!battle && !land) continue;
    addText(at);
    if (battle) parts.push({ kind: 'battle', battleId: battle[1]!.toLowerCase() });
    else if (land) parts.push({ kind: 'land', ...land });
    from = at + (battle ? battle[0].length : 1 + land!.name.length);
  }
  addText(text.length);
  return parts;
}

export const landChip = (name: string): string => `/${name}`;
export const battleChip = (battleId: string): string => `/battles/${battleId}`;

export interface Begun {
  /** Where the slash stands. */
  from: number;
  /** What was typed after it. */
  start: string;
}

/** The name of a land that is being typed at the caret; null when none is. */
export function begunAt(text: string, caret: number): Begun | null {
  const match = /(?:^|\s)\/([\p{L}]*(?: [\p{L}]*)?)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const start = match[1]!;
  return { from: caret - start.length - 1, start };
}

const MOST = 5;

/** Names of lands that begin like this, in the order of the map; none once a whole name stands there. */
export function landsLike(start: string): string[] {
  const lower = start.toLowerCase();
  const names = TERRITORIES.map(({ name }) => name).filter((name) => name.toLowerCase().startsWith(lower));
  return names.length === 1 && names[0]!.toLowerCase() === lower ? [] : names.slice(0, MOST);
}
