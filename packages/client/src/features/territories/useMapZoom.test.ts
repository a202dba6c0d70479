import { expect, it } from 'vitest';
import { shiftInto } from './useMapZoom.ts';

it('moves the map no further than the land needs, and to the middle what is larger than its place', () => {
  expect(shiftInto(100, 200, 50, 400)).toBe(0);
  expect(shiftInto(45, 200, 50, 400)).toBe(5);
  expect(shiftInto(350, 450, 50, 400)).toBe(-50);
  expect(shiftInto(0, 500, 100, 400)).toBe(0);
  expect(shiftInto(0, 500, 200, 400)).toBe(50);
});
