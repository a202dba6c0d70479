import { describe, expect, it } from 'vitest';
import { aMe, aSeason } from '../../net/samples.ts';
import { firstSteps, showsFirstSteps } from './stepList.ts';

const season = aSeason();

describe('firstSteps', () => {
  it('names the costs and times of the rules, at the speed of the season', () => {
    const notes = (speed: number) => firstSteps(aMe(), aSeason({ speed })).map((step) => step.note);
    expect(notes(1).slice(0, 3)).toEqual(['100 gold, 5 m', '80 gold, 4 m', '50 gold, 5 m']);
    expect(notes(5)[0]).toBe('100 gold, 1 m');
  });

  it('marks what is done and shows what is running', () => {
    const upgrading = { level: 1, upgrading: true, upgradeStartTime: '', upgradeEndTime: '2026-05-02T00:05:00Z' };
    const me = aMe({
      checklist: { done: ['warehouse', 'odds'], hidden: false },
      buildings: { ...aMe().buildings, barracks: upgrading },
    });
    const steps = firstSteps(me, season);
    expect(steps.filter((step) => step.isDone).map((step) => step.key)).toEqual(['warehouse', 'odds']);
    expect(steps[0]).toMatchObject({ key: 'barracks', isDone: false, until: '2026-05-02T00:05:00Z' });
  });
});

describe('showsFirstSteps', () => {
  it('ends when all is done, or when it was put away, and never begins without a village or after the season', () => {
    const all = firstSteps(aMe(), season).map((step) => step.key);
    expect(showsFirstSteps(aMe(), season)).toBe(true);
    expect(showsFirstSteps(aMe({ checklist: { done: [...all.slice(1)], hidden: false } }), season)).toBe(true);
    expect(showsFirstSteps(aMe({ checklist: { done: all, hidden: false } }), season)).toBe(false);
    expect(showsFirstSteps(aMe({ checklist: { done: [], hidden: true } }), season)).toBe(false);
    expect(showsFirstSteps(aMe({ checklist: null }), season)).toBe(false);
    expect(showsFirstSteps(aMe(), aSeason({ status: 'ended' }))).toBe(false);
  });
});
