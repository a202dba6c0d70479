import type { Result } from '../core/result.ts';
import { ok, refuse } from '../core/result.ts';
import type { TribeRole } from './roster.ts';

/** Most characters (code points) of a message in the council. */
export const MESSAGE_LENGTH = 500;
/** Most messages a player may write within a minute of real time. */
export const MESSAGES_PER_MINUTE = 10;

/** Control characters but the line feed, and the marks that turn the direction of what others wrote beside them. */
const FORBIDDEN = /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u;
/** Something that leaves ink: not only spaces and invisible characters. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The form in which a message is stored and shown: NFC, else unchanged. Code INVALID_MESSAGE with a reason: `malformed`
 * (broken Unicode), `forbidden_character` (control or direction characters), `blank`, `too_long`.
 */
export function normaliseMessage(given: string): Result<string> {
  // Far too long texts are refused unread: normalising costs time.
  if (given.length > MESSAGE_LENGTH * 8) return refuseMessage('too_long');
  if (/\p{Cs}/u.test(given)) return refuseMessage('malformed');
  const text = given.normalize('NFC');
  if (FORBIDDEN.test(text)) return refuseMessage('forbidden_character');
  if (!VISIBLE.test(text)) return refuseMessage('blank');
  if ([...text].length > MESSAGE_LENGTH) return refuseMessage('too_long');
  return ok(text);
}

const RANK: Readonly<Record<TribeRole, number>> = { chieftain: 2, captain: 1, warrior: 0 };

/** Take the word from a member: leaders, from those of lower rank. */
export function canMute(role: TribeRole, target: TribeRole): boolean {
  return role !== 'warrior' && RANK[role] > RANK[target];
}

function refuseMessage(reason: string): Result<string> {
  return refuse('INVALID_MESSAGE', { reason, max: MESSAGE_LENGTH });
}
