import { expect, it } from 'vitest';
import { patternOf } from './ColourHelp.tsx';

it('gives the first twelve tribes twelve patterns, and neighbours in the order of founding never the same', () => {
  const ordinals = Array.from({ length: 96 }, (_, i) => i + 1);
  expect(new Set(ordinals.slice(0, 12).map(patternOf)).size).toBe(12);
  for (const ordinal of ordinals) expect(patternOf(ordinal)).not.toBe(patternOf(ordinal + 1));
});
