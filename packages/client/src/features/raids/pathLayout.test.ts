import { describe, expect, it } from 'vitest';
import { DESK, PHONE, pathThrough, treesOf } from './pathLayout.ts';

/** Half of what a camp's mark and plate need, in px of the drawing. */
const HALF_WIDTH = 42;
const HALF_HEIGHT = 36;

describe.each([DESK, PHONE])('the path of the camps, $name', (layout) => {
  it('has room for every camp and its plate', () => {
    expect(layout.camps).toHaveLength(10);
    for (const [i, a] of layout.camps.entries()) {
      expect(a.x - HALF_WIDTH, `camp ${i + 1}`).toBeGreaterThanOrEqual(0);
      expect(a.x + HALF_WIDTH, `camp ${i + 1}`).toBeLessThanOrEqual(layout.width);
      expect(a.y + 2 * HALF_HEIGHT - 12, `camp ${i + 1}`).toBeLessThanOrEqual(layout.height);
      for (const b of layout.camps.slice(i + 1)) {
        const isApart = Math.abs(a.x - b.x) >= 2 * HALF_WIDTH || Math.abs(a.y - b.y) >= 2 * HALF_HEIGHT;
        expect(isApart, `${a.x} ${a.y} and ${b.x} ${b.y}`).toBe(true);
      }
    }
  });

  it('grows no tree on a camp', () => {
    const trees = treesOf(layout);
    expect(trees.length).toBeGreaterThan(10);
    for (const tree of trees) {
      for (const camp of layout.camps) expect(Math.hypot(camp.x - tree.x, camp.y - tree.y)).toBeGreaterThan(34);
    }
  });
});

describe('pathThrough', () => {
  it('goes from the first camp to the one asked for', () => {
    const whole = pathThrough(DESK.camps);
    expect(whole.match(/C/g)).toHaveLength(9);
    expect(whole.endsWith('598 214')).toBe(true);
    expect(pathThrough(DESK.camps, 3).endsWith('458 478')).toBe(true);
    expect(pathThrough(DESK.camps, 1)).toBe('M92 486');
    expect(pathThrough([])).toBe('');
  });
});
