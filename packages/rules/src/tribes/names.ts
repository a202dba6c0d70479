import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import { capitalLookalikes, lookalikes } from './lookalikes.ts';

/** Bounds of a name in characters (code points). */
export interface NameLength {
  min: number;
  max: number;
}

export const TRIBE_NAME_LENGTH: NameLength = { min: 3, max: 30 };
export const USERNAME_LENGTH: NameLength = { min: 3, max: 20 };

/** Letters with their marks, digits, single spaces and a few signs. */
const ALLOWED = /^[\p{L}\p{M}\p{Nd} '’&.!_-]+$/u;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The form in which a name is stored and shown: NFKC, no space at the ends, inner spaces collapsed to one. Code
 * INVALID_NAME with a reason: `malformed` (broken Unicode), `forbidden_character` (control, zero-width, writing direction,
 * signs), `too_short`, `too_long`, `no_letter` (neither letter nor digit), `too_many_marks` (stacked accents).
 * User names use the same function with USERNAME_LENGTH.
 */
export function normaliseName(text: string, length: NameLength = TRIBE_NAME_LENGTH): Result<string> {
  // Far too long texts are refused unread: normalising costs time.
  if (text.length > length.max * 8) return refuseName('too_long', length);
  if (/\p{Cs}/u.test(text)) return refuseName('malformed', length);
  if (FORBIDDEN.test(text)) return refuseName('forbidden_character', length);
  const name = text
    .normalize('NFKC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  const characters = [...name].length;
  if (characters < length.min) return refuseName('too_short', length);
  if (characters > length.max) return refuseName('too_long', length);
  if (!ALLOWED.test(name)) return refuseName('forbidden_character', length);
  if (!/[\p{L}\p{Nd}]/u.test(name)) return refuseName('no_letter', length);
  if (/\p{M}{3}/u.test(name.normalize('NFD'))) return refuseName('too_many_marks', length);
  return ok(name);
}

/**
 * What a name looks like at a glance: two names with the same skeleton are too similar to exist side by side. Case,
 * accents, invisible characters and spaces are dropped; letters of other scripts and digits become the Latin letter they
 * resemble (i, l, 1 and I are one). Never shown; only compared.
 */
export function nameSkeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\s]/gu, '');
  // Without a Latin letter beside it a name is read as a word of its own script: there, case must not matter at all.
  const cased = /\p{Script=Latin}/u.test(bare) ? bare : bare.toUpperCase();
  const latin = mapEach(
    mapEach(cased, capitalLookalikes).toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''),
    lookalikes,
  );
  return latin.replaceAll('rn', 'm').replaceAll('vv', 'w');
}

function mapEach(text: string, table: ReadonlyMap<string, string>): string {
  return [...text].map((character) => table.get(character) ?? character).join('');
}

function refuseName(reason: string, length: NameLength): Result<string> {
  return refuse('INVALID_NAME', { reason, min: length.min, max: length.max });
}
