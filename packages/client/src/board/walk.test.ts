import { describe, expect, it } from 'vitest';
import map from './map.generated.json';
import type { MapTerritory } from './mapData.ts';
import { walk } from './walk.ts';

const lands = map.territories as unknown as MapTerritory[];
const KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

describe('walk', () => {
  it('goes to a neighbour in the direction of the key', () => {
    const [x, y] = lands[12]!.label;
    const next = walk(lands, 13, 'ArrowUp');
    expect(lands[12]!.neighbours).toContain(next);
    expect(lands[next! - 1]!.label[1]).toBeLessThan(y);
    expect(Math.abs(lands[next! - 1]!.label[0] - x)).toBeLessThan(200);
  });

  it('reaches every land from the first one', () => {
    const seen = new Set([1]);
    const queue = [1];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      for (const key of KEYS) {
        const next = walk(lands, id, key);
        if (next === null || seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    expect(seen.size).toBe(50);
  });

  it('stays where it is on any other key', () => {
    expect(walk(lands, 1, 'a')).toBeNull();
  });
});
