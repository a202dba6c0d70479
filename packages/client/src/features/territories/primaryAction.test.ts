import type { Season } from '@cryptotribes/protocol/features/seasons';
import type { Me } from '@cryptotribes/protocol/features/villages';
import { describe, expect, it } from 'vitest';
import type { TerritoryView } from '../../board/view.ts';
import { primaryAction } from './primaryAction.ts';

const NOW_MS = 1_000_000;
const season = { status: 'active', timeline: { seasonEnd: new Date(2_000_000).toISOString() } } as Season;
const army = { militia: 10, spearman: 0, archer: 0, cavalry: 0 };
const me = { entered: true, tribeId: 'a', army } as Me;
const land = { isMine: false, truceUntilMs: null } as TerritoryView;

describe('primaryAction', () => {
  const cases: [
    string,
    ReturnType<typeof primaryAction>,
    Partial<TerritoryView>,
    Partial<Me> | null,
    Partial<Season>,
  ][] = [
    ['asks a visitor to sign in', 'connect', {}, null, {}],
    ['asks a player who has not entered to enter', 'enter', {}, { entered: false }, {}],
    ['sends a player without a tribe to find one', 'findTribe', {}, { tribeId: null }, {}],
    ['offers the garrison of an own territory', 'garrison', { isMine: true }, {}, {}],
    ['waits for the end of a truce', 'truce', { truceUntilMs: NOW_MS + 1 }, {}, {}],
    ['marches as soon as the truce is over', 'march', { truceUntilMs: NOW_MS }, {}, {}],
    ['sends nobody when nobody is at home', 'nobodyHome', {}, { army: { ...army, militia: 0 } }, {}],
    ['marches on everything else', 'march', {}, {}, {}],
    ['is closed before and after the season', 'closed', {}, {}, { status: 'registration' }],
  ];
  it.each(cases)('%s', (_title, expected, view, player, change) => {
    const reader = player === null ? null : { ...me, ...player };
    expect(primaryAction({ ...land, ...view }, reader, { ...season, ...change }, NOW_MS)).toBe(expected);
  });

  it('is closed once the end has passed, whatever the season says', () => {
    expect(primaryAction(land, me, season, 2_000_000)).toBe('closed');
  });
});
