import { expect, it } from 'vitest';
import { placeFigures } from './figures.ts';

const army = (militia = 0, spearman = 0, archer = 0, cavalry = 0) => ({ militia, spearman, archer, cavalry });

it('draws one figure for so many units, and lets as many fall as were lost', () => {
  const figures = placeFigures(army(110, 60, 45, 20), army(40, 20, 14, 6), 5, -1);
  expect(figures).toHaveLength(22 + 12 + 9 + 4);
  const fallen = (unit: string) => figures.filter((figure) => figure.unit === unit && figure.falls).length;
  expect([fallen('militia'), fallen('spearman'), fallen('archer'), fallen('cavalry')]).toEqual([8, 4, 3, 1]);
});

it('leaves nobody standing where everybody fell', () => {
  expect(placeFigures(army(3), army(3), 5, 1).every((figure) => figure.falls)).toBe(true);
});

it('keeps both sides on their half and shows the same battle twice the same', () => {
  const left = placeFigures(army(50, 50, 50, 50), army(), 5, -1);
  expect(left.every((figure) => figure.x < 430)).toBe(true);
  expect(placeFigures(army(50, 50, 50, 50), army(), 5, 1).every((figure) => figure.x > 430)).toBe(true);
  expect(placeFigures(army(50, 50, 50, 50), army(), 5, -1)).toEqual(left);
});
