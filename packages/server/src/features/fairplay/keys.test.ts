import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFairKeys, TICKET_LIFE_MS } from './keys.ts';

const keys = createFairKeys('a secret of this test');
const [salt, otherSalt] = [randomBytes(32), randomBytes(32)];
const PLAYER = '0123456789abcdef01234567';

describe('hashes of what is noticed', () => {
  const hash = (from = keys, under = salt, kind = 'address', value = '203.0.113.9') =>
    from.hash(under, kind, value).toString('hex');

  it('are the same for the same value of the same season, and 16 bytes', () => {
    expect(hash()).toBe(hash());
    expect(hash()).toMatch(/^[0-9a-f]{32}$/);
  });

  it('differ by season, kind, value and secret', () => {
    const all = [
      hash(),
      hash(keys, otherSalt),
      hash(keys, salt, 'network'),
      hash(keys, salt, 'address', '203.0.113.8'),
      hash(createFairKeys('another secret')),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a ticket', () => {
  it('names the player for half an hour', () => {
    const ticket = keys.ticket(PLAYER, 1_000);
    expect(keys.readTicket(ticket, 1_000 + TICKET_LIFE_MS - 1)).toBe(PLAYER);
    expect(keys.readTicket(ticket, 1_000 + TICKET_LIFE_MS)).toBeNull();
  });

  it('is refused when anything in it was changed, or somebody else made it', () => {
    const ticket = keys.ticket(PLAYER, 1_000);
    const [userId, end, mac] = ticket.split('.') as [string, string, string];
    for (const forged of [
      `${'f'.repeat(24)}.${end}.${mac}`,
      `${userId}.${Number(end) + 1}.${mac}`,
      `${userId}.${end}.${'0'.repeat(64)}`,
      `${userId}.${end}`,
      '',
      createFairKeys('another secret').ticket(PLAYER, 1_000),
    ])
      expect(keys.readTicket(forged, 1_000)).toBeNull();
  });
});
