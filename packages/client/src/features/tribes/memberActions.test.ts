import type { TribeRole } from '@cryptotribes/protocol/core/schema';
import { describe, expect, it } from 'vitest';
import { aMember, aTribe } from '../../net/samples.ts';
import { memberActions } from './memberActions.ts';

const open = { all: null, dismissing: null };
const chief = aMember({ userId: 'c'.repeat(24) });
const captain = aMember({ userId: 'd'.repeat(24) });
const warrior = aMember({ userId: 'e'.repeat(24) });
const tribe = aTribe({ members: { chieftain: chief, captains: [captain], warriors: [warrior] } });

const actions = (viewerRole: TribeRole, target: typeof chief, role: TribeRole, more = {}) =>
  memberActions({
    tribe,
    viewer: { id: 'v'.repeat(24), role: viewerRole },
    target: { member: target, role },
    blocked: open,
    unitsOut: 5,
    ...more,
  });
const names = (...given: Parameters<typeof actions>) =>
  actions(...given).map(({ action, reason }) => (reason === null ? action : `${action}: no`));

describe('what a member may do with another', () => {
  it('is everything for the chieftain', () => {
    expect(names('chieftain', warrior, 'warrior')).toEqual(['toCaptain', 'handOver', 'sendHome', 'mute', 'dismiss']);
    expect(names('chieftain', captain, 'captain')).toEqual(['toWarrior', 'handOver', 'sendHome', 'mute', 'dismiss']);
  });

  it('is sending units home and muting lower ranks for a captain, and nothing for a warrior', () => {
    expect(names('captain', warrior, 'warrior')).toEqual(['sendHome', 'mute']);
    expect(names('captain', chief, 'chieftain')).toEqual(['sendHome']);
    expect(names('warrior', warrior, 'warrior')).toEqual([]);
  });

  it('is nothing with oneself', () => {
    expect(names('chieftain', chief, 'chieftain', { viewer: { id: chief.userId, role: 'chieftain' } })).toEqual([]);
  });

  it('says why not: no seat, no units, the second half of the season, no connection', () => {
    const full = aTribe({ members: { chieftain: chief, captains: [captain, aMember()], warriors: [warrior] } });
    expect(names('chieftain', warrior, 'warrior', { tribe: full, unitsOut: 0 })).toEqual([
      'toCaptain: no',
      'handOver',
      'sendHome: no',
      'mute',
      'dismiss',
    ]);
    expect(names('chieftain', captain, 'captain', { blocked: { all: null, dismissing: 'no' } }).at(-1)).toBe(
      'dismiss: no',
    );
    expect(names('chieftain', captain, 'captain', { blocked: { all: 'no', dismissing: 'no' } })).toEqual([
      'toWarrior: no',
      'handOver: no',
      'sendHome: no',
      'mute',
      'dismiss: no',
    ]);
  });

  it('gives the word back to whoever is muted', () => {
    const muted = aMember({ mutedUntil: '2026-05-05T12:00:00.000Z' });
    expect(names('captain', muted, 'warrior')).toEqual(['sendHome', 'unmute']);
  });
});
