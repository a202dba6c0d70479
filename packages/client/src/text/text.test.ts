import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { admin } from './de/admin.ts';
import { appeal } from './de/appeal.ts';
import { chain } from './de/chain.ts';
import { fair } from './de/fair.ts';
import { fairPlay } from './de/fairPlay.ts';
import { german as germanFirst } from './de/index.ts';
import { paying } from './de/paying.ts';
import { payouts } from './de/payouts.ts';
import { terms } from './de/terms.ts';
import { chooseLanguage, cookieValue } from './language.ts';

const HERE = import.meta.dirname;
const SAMPLE = ['1', '2', '3', '4'];
const NO_PARTS = ['index.ts', 'plural.ts'];
/** With what comes later, together with its page. */
const german: Readonly<Record<string, unknown>> = {
  ...germanFirst,
  admin,
  appeal,
  chain,
  fair,
  fairPlay,
  paying,
  payouts,
  terms,
};

const files = (folder: string) => readdirSync(path.join(HERE, folder)).filter((file) => !NO_PARTS.includes(file));

/** Every part of the English dictionary by its name. */
const english: Record<string, unknown> = {};
for (const file of files('en')) {
  const module: Record<string, unknown> = await import(`./en/${file}`);
  for (const [name, part] of Object.entries(module)) english[name.replace(/Text$/, '')] = part;
}

/** Every sentence of a part of the dictionary with its path; functions are called with samples. */
function sentences(node: unknown, at = ''): [path: string, sentence: string][] {
  if (typeof node === 'string') return [[at, node]];
  if (typeof node === 'function') return sentences(node(...SAMPLE), at);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => sentences(value, at ? `${at}.${key}` : key));
}

/** What the map's page shows beside the button of the main order. */
const ON_THE_MAP = [
  'shell',
  'nav',
  'notices',
  'noticeList',
  'map',
  'drawer',
  'side',
  'council',
  'counsel',
  'names',
  'errors',
  'notFound',
  'news',
];

describe('English', () => {
  it('keeps the word of the main order for the button of the drawer', () => {
    const shown = Object.fromEntries(Object.entries(english).filter(([part]) => ON_THE_MAP.includes(part)));
    const found = sentences(shown).filter(([, sentence]) => /attack/i.test(sentence));
    expect(found).toEqual([['drawer.attack', 'Attack']]);
  });

  it('says "territories" nowhere before the main links', () => {
    const { shell, nav } = english as { shell: Record<string, string>; nav: Record<string, string> };
    const before = [shell.skip, shell.brand, nav.home, nav.label];
    expect(before.filter((sentence) => sentence === undefined || /territories/i.test(sentence))).toEqual([]);
  });

  it('leaves no sentence empty', () => {
    // Three beats of a report have numbers for their second line.
    const meant = ['ground', 'formation', 'fate'].map((beat) => `battle.beat.${beat}.1`);
    const empty = sentences(english).filter(([at, sentence]) => sentence.trim() === '' && !meant.includes(at));
    expect(empty).toEqual([]);
  });
});

/** The shape of a part: its keys, and for each sentence whether it is text or has gaps, and how many. */
function shape(node: unknown): unknown {
  if (typeof node === 'string') return 'text';
  if (typeof node === 'function') return 'gaps';
  if (Array.isArray(node)) return node.map(shape);
  return Object.fromEntries(Object.entries(node as object).map(([key, value]) => [key, shape(value)]));
}

describe('German', () => {
  it('is there for every part', () => {
    expect(Object.keys(english).filter((part) => !(part in german))).toEqual([]);
  });

  it('has the shape of the English part', () => {
    for (const [part, sentencesOfPart] of Object.entries(german)) {
      expect(shape(sentencesOfPart), part).toEqual(shape(english[part]));
    }
  });

  it('uses every gap that English uses', () => {
    // Samples that no sentence holds by itself.
    const gaps = ['⟦1⟧', '⟦2⟧', '⟦3⟧', '⟦4⟧'];
    const used = (node: unknown, at = ''): string[] => {
      if (typeof node === 'function') {
        const said = String(node(...gaps));
        return gaps.filter((gap) => said.includes(gap)).map((gap) => `${at} ${gap}`);
      }
      if (typeof node !== 'object' || node === null) return [];
      return Object.entries(node).flatMap(([key, value]) => used(value, `${at}.${key}`));
    };
    for (const [part, sentencesOfPart] of Object.entries(german)) {
      expect(used(sentencesOfPart, part), part).toEqual(used(english[part], part));
    }
  });

  it('leaves no sentence empty', () => {
    const meant = ['ground', 'formation', 'fate'].map((beat) => `battle.beat.${beat}.1`);
    expect(sentences(german).filter(([at, text]) => text.trim() === '' && !meant.includes(at))).toEqual([]);
  });

  it('does not bring into the first load what comes with its page', () => {
    for (const part of ['admin', 'chain', 'paying', 'payouts', 'terms'])
      expect(Object.keys(germanFirst)).not.toContain(part);
  });

  it('has only parts that English has', () => {
    expect(Object.keys(german).filter((part) => !(part in english))).toEqual([]);
  });

  it('imports nothing at run time from outside its folder', () => {
    for (const file of readdirSync(path.join(HERE, 'de'))) {
      const imports = readFileSync(path.join(HERE, 'de', file), 'utf8').match(/^import (?!type ).* from '(?!\.\/)/gm);
      expect(imports, file).toBeNull();
    }
  });
});

describe('chooseLanguage', () => {
  it('takes the choice of the player, then the browser’s order, then English', () => {
    expect(chooseLanguage('de', ['en-US'])).toBe('de');
    expect(chooseLanguage(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(chooseLanguage(null, ['fr-FR'])).toBe('en');
    expect(chooseLanguage('klingon', [])).toBe('en');
  });
});

describe('cookieValue', () => {
  it('finds one cookie among others, whole names only', () => {
    expect(cookieValue('a=1; language=de; b=2', 'language')).toBe('de');
    expect(cookieValue('xlanguage=de', 'language')).toBeNull();
    expect(cookieValue('', 'language')).toBeNull();
  });
});
