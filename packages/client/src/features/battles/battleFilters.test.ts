import { describe, expect, it } from 'vitest';
import { battleText as words } from '../../text/en/battle.ts';
import { battleQuery, deedOf, placeName } from './battleFilters.ts';

describe('battleQuery', () => {
  it('asks for the filter alone while nothing is searched for', () => {
    expect(battleQuery('defender', '  ')).toEqual({ role: 'defender' });
    expect(battleQuery('all', '')).toEqual({});
  });

  it('searches within the filter', () => {
    expect(battleQuery('unread', ' frost ')).toEqual({ unread: '1', search: 'frost' });
  });
});

describe('rows', () => {
  const land = { territoryId: 3, name: 'Ravenkeep' };

  it('name a land, a camp or a village', () => {
    expect(placeName({ territory: land, campLevel: null })).toBe('Ravenkeep');
    expect(placeName({ territory: null, campLevel: 4 })).toBe(words.camp(4));
    expect(placeName({ territory: null, campLevel: null })).toBe(words.village);
  });

  it('say who did what, for oneself and for the tribe', () => {
    expect(deedOf({ role: 'attacker', territory: land }, false)).toBe(words.marched);
    expect(deedOf({ role: 'defender', territory: land }, true)).toBe(words.tribeHeld);
    expect(deedOf({ role: 'defender', territory: null }, false)).toBe(words.raidedBy);
  });
});
