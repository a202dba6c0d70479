/**
 * The keys of fair play, made of the program's secret: hashes that answer no guess without it, and the tickets of people who show their
 * wallet without signing in. A new JWT_SECRET makes both worthless, which costs no more than what was noticed so far.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const TICKET_LIFE_MS = 30 * 60_000;
const HASH_BYTES = 16;
const TICKET = /^([0-9a-f]{24})\.(\d{1,15})\.([0-9a-f]{64})$/;

export interface FairKeys {
  /** The same value under the same salt gives the same 16 bytes; nothing can be told from them without the secret and the salt. */
  hash(salt: Buffer, kind: string, value: string): Buffer;
  /** Shows for half an hour that its holder signed with the player's wallet. Opens no session. */
  ticket(userId: string, nowMs: number): string;
  /** The player of a genuine ticket that is not too old; null for anything else. */
  readTicket(ticket: string, nowMs: number): string | null;
}

export function createFairKeys(secret: string): FairKeys {
  const derive = (purpose: string) => createHmac('sha256', secret).update(`fair play: ${purpose}`).digest();
  const hashKey = derive('sightings');
  const ticketKey = derive('tickets');
  const sign = (text: string) => createHmac('sha256', ticketKey).update(text).digest();
  return {
    hash: (salt, kind, value) => {
      const key = createHmac('sha256', hashKey).update(salt).digest();
      return createHmac('sha256', key).update(`${kind}\n${value}`).digest().subarray(0, HASH_BYTES);
    },
    ticket: (userId, nowMs) => {
      const text = `${userId}.${nowMs + TICKET_LIFE_MS}`;
      return `${text}.${sign(text).toString('hex')}`;
    },
    readTicket: (ticket, nowMs) => {
      const [, userId, end, given] = TICKET.exec(ticket) ?? [];
      if (userId === undefined || end === undefined || given === undefined) return null;
      if (!timingSafeEqual(Buffer.from(given, 'hex'), sign(`${userId}.${end}`))) return null;
      return nowMs < Number(end) ? userId : null;
    },
  };
}
