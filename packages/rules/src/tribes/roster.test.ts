import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../core/time.ts';
import { season1 } from '../rulesets/season1.ts';
import {
  canAppoint,
  canDismiss,
  canInvite,
  canJoinAt,
  canSendHome,
  inviteExpiresMs,
  leaveOutcome,
  roleLimits,
  SEATS,
  TRIBE_ROLES,
} from './roster.ts';

describe('the roster', () => {
  it('has twelve seats: one chieftain, two captains, nine warriors', () => {
    expect(SEATS.map(({ seat }) => seat)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(TRIBE_ROLES.map((role) => SEATS.filter((seat) => seat.role === role).length)).toEqual([1, 2, 9]);
    expect(roleLimits(season1)).toEqual({ chieftain: 1, captain: 2, warrior: 9 });
  });

  it('lets chieftain and captains invite and send home, only the chieftain appoint', () => {
    expect(TRIBE_ROLES.map(canInvite)).toEqual([true, true, false]);
    expect(TRIBE_ROLES.map(canSendHome)).toEqual([true, true, false]);
    expect(TRIBE_ROLES.map(canAppoint)).toEqual([true, false, false]);
  });

  it('lets the chieftain dismiss members in the first half of the season only', () => {
    const season = { startsMs: 0, speed: 1 };
    expect(canDismiss(season1, 'chieftain', season, 5 * DAY_MS - 1)).toBe(true);
    expect(canDismiss(season1, 'chieftain', season, 5 * DAY_MS)).toBe(false);
    expect(canDismiss(season1, 'captain', season, 0)).toBe(false);
  });

  it('closes tribes for the last 48 hours', () => {
    const season = { endsMs: 10 * DAY_MS, speed: 1 };
    expect(canJoinAt(season1, season, 8 * DAY_MS - 1)).toBe(true);
    expect(canJoinAt(season1, season, 8 * DAY_MS)).toBe(false);
  });

  it('makes the chieftain hand over first unless alone', () => {
    expect(leaveOutcome('warrior', 5)).toBe('leaves');
    expect(leaveOutcome('chieftain', 5)).toBe('must_hand_over');
    expect(leaveOutcome('chieftain', 1)).toBe('dissolves');
  });

  it('keeps invitations valid for 24 hours of game time', () => {
    expect(inviteExpiresMs(season1, 7, 1)).toBe(7 + 24 * HOUR_MS);
    expect(inviteExpiresMs(season1, 7, 60)).toBe(7 + (24 * HOUR_MS) / 60);
  });
});
