import { describe, expect, it } from 'vitest';
import { aMe, aSeason } from './samples.ts';
import { lateWork, overdueMark, overdueTick } from './timers.ts';

const END = '2026-05-01T12:00:00.000Z';
const END_MS = Date.parse(END);

describe('overdueMark', () => {
  it.each([
    ['units on their way home', aMe({ returning: [{ units: aMe().army, arrivesAt: END, fromTerritoryId: null }] })],
    ['a raid charge', aMe({ raidCharges: { count: 5, max: 6, nextAt: END } })],
    ['a credit of gold', aMe({ income: { ...aMe().income, nextAt: END } })],
  ])('waits a second and a half for the news of %s', (_what, me) => {
    expect(overdueMark(me, END_MS + 1499)).toBeNull();
    expect(overdueMark(me, END_MS + 1500)).toBe(END);
  });

  it('finds nothing overdue in a village where nothing is under way', () => {
    expect(overdueMark(aMe(), END_MS * 2)).toBeNull();
  });
});

describe('lateWork', () => {
  const raising = { level: 1, upgrading: true, upgradeStartTime: END, upgradeEndTime: END };
  const batch = {
    unitType: 'militia',
    quantity: 5,
    startTime: END,
    endTime: END,
    queuePosition: 1,
    costPaid: 50,
  } as const;
  const busy = aMe({
    buildings: { ...aMe().buildings, workshop: raising },
    trainingQueue: [{ ...batch, queueId: 'a' }],
  });

  it('leaves the server eight seconds to finish things by itself', () => {
    expect(lateWork(busy, END_MS + 7999)).toEqual({ buildings: [], queueIds: [] });
    expect(lateWork(busy, END_MS + 8000)).toEqual({ buildings: ['workshop'], queueIds: ['a'] });
  });
});

describe('overdueTick', () => {
  const next = { vp: '2026-05-01T12:40:00.000Z', gold: END };

  it('names the sooner of both ticks once it is over', () => {
    const season = aSeason({ nextTickAt: next });
    expect(overdueTick(season, END_MS + 1499)).toBeNull();
    expect(overdueTick(season, END_MS + 1500)).toBe(END);
  });

  it('expects no tick of a season that does not run', () => {
    expect(overdueTick(aSeason({ status: 'ended', nextTickAt: next }), END_MS * 2)).toBeNull();
    expect(overdueTick(aSeason(), END_MS * 2)).toBeNull();
  });
});
