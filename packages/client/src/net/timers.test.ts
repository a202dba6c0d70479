import { expect, it } from 'vitest';
import { aMe } from './samples.ts';
import { overdueMark } from './timers.ts';

const END = '2026-05-01T12:00:00.000Z';
const me = aMe({ returning: [{ units: aMe().army, arrivesAt: END, fromTerritoryId: null }] });

it('waits a second and a half for the news of something that ended', () => {
  expect(overdueMark(me, Date.parse(END) + 1499)).toBeNull();
  expect(overdueMark(me, Date.parse(END) + 1500)).toBe(END);
});

it('finds nothing overdue in a village where nothing is under way', () => {
  expect(overdueMark(aMe(), Date.parse(END) * 2)).toBeNull();
});
