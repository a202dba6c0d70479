import { describe, expect, it } from 'vitest';
import { text } from './text.ts';

const SAMPLE = ['1', '2', '3'];

/** Every sentence of a part of the dictionary with its path; functions are called with samples. */
function sentences(node: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(...SAMPLE))]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => sentences(value, path ? `${path}.${key}` : key));
}

describe('text', () => {
  it('keeps the word of the main order for the button of the drawer', () => {
    const { landing, ...shown } = text;
    expect(Object.keys(landing).length).toBeGreaterThan(0);
    const found = sentences(shown).filter(([, sentence]) => /attack/i.test(sentence));
    expect(found).toEqual([['drawer.attack', 'Attack']]);
  });

  it('says "territories" nowhere before the main links', () => {
    const before = [text.shell.skip, text.brand, text.nav.home, text.nav.label];
    expect(before.filter((sentence) => /territories/i.test(sentence))).toEqual([]);
  });

  it('leaves no sentence empty', () => {
    expect(sentences(text).filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });
});
