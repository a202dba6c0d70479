import { describe, expect, it } from 'vitest';
import { nameSkeleton, normaliseName, USERNAME_LENGTH } from './names.ts';

const point = (...codes: number[]): string => String.fromCodePoint(...codes);

describe('normaliseName', () => {
  it('stores NFKC with single spaces', () => {
    expect(normaliseName('  Iron \u00A0  Oath ')).toEqual({ ok: true, value: 'Iron Oath' });
    expect(normaliseName('\uFF29\uFF52\uFF4F\uFF4E')).toEqual({ ok: true, value: 'Iron' });
    expect(normaliseName('Bjo\u0308rn\u2019s Kin')).toEqual({ ok: true, value: 'Bj\u00F6rn\u2019s Kin' });
    expect(normaliseName('Helm & Hearth').ok).toBe(true);
    expect(normaliseName('\u0412\u043E\u043B\u043A\u0438').ok).toBe(true);
  });

  it.each([
    ['too_short', 'ab'],
    ['too_short', ' a '],
    ['too_long', 'a'.repeat(31)],
    ['too_long', 'a'.repeat(65_536)],
    ['malformed', 'abc\uD800'],
    ['malformed', '\uDC00abc'],
    ['forbidden_character', 'abc\u0000'],
    ['forbidden_character', 'ab\ncd'],
    ['forbidden_character', 'ab\tcd'],
    ['forbidden_character', 'ab\u200Bcd'],
    ['forbidden_character', 'ab\u200Dcd'],
    ['forbidden_character', '\uFEFFabcd'],
    ['forbidden_character', 'ab\u202Ecd'],
    ['forbidden_character', 'ab\u2066cd'],
    ['forbidden_character', 'ab\u3164cd'],
    ['forbidden_character', 'ab\u00ADcd'],
    ['forbidden_character', `abc${point(0x1f468)}\u200D${point(0x1f469)}`],
    ['forbidden_character', `abc${point(0x1f468)}`],
    ['forbidden_character', 'abc<b>'],
    ['forbidden_character', `ab${point(0xe0041)}cd`],
    ['no_letter', '-..-'],
    ['too_many_marks', 'abc\u0300\u0301\u0302\u0303'],
  ])('refuses with %s: %j', (reason, text) => {
    expect(normaliseName(text)).toMatchObject({ ok: false, code: 'INVALID_NAME', details: { reason } });
  });

  it('has other bounds for user names', () => {
    expect(normaliseName('a'.repeat(20), USERNAME_LENGTH).ok).toBe(true);
    expect(normaliseName('a'.repeat(21), USERNAME_LENGTH)).toMatchObject({ details: { reason: 'too_long', max: 20 } });
  });

  it('changes nothing when done twice', () => {
    const once = normaliseName(' \u212Bngstr\u00F6m  \uFB01eld ');
    expect(once.ok && normaliseName(once.value)).toEqual(once);
  });
});

describe('nameSkeleton', () => {
  const forms = [
    'Support',
    'SUPPORT',
    'support',
    'Supp0rt',
    '5upport',
    '\u0405upport',
    'Su\u0440\u0440ort',
    'Supp\u043Ert',
    'Supp\u03BFrt',
    'Su\u03C1\u03C1ort',
    'Suppor\u0442',
    'Suppor\u03C4',
    'Supp\u00F6rt',
    'S\u00FApport',
    'Supp\u00F8rt',
    '\uFF33\uFF55\uFF50\uFF50\uFF4F\uFF52\uFF54',
    'Sup\u200Bport',
    'Sup port',
    'Supp\u043Er\u0442',
    'Suppo\u0433t',
    'Supp\u0585rt',
    `${point(0x1d412)}upport`,
    '\u24C8upport',
    'Sup\u00ADport',
    'Su\u0420\u0420ORT',
  ];

  it('is the same for at least twenty look-alike forms', () => {
    expect(forms.length).toBeGreaterThanOrEqual(20);
    for (const form of forms) expect(`${form}: ${nameSkeleton(form)}`).toBe(`${form}: ${nameSkeleton('Support')}`);
  });

  it.each([
    ['Iron Oath', 'lron Oath'],
    ['Iron Oath', '1ron 0ath'],
    ['Iron Oath', '\u0406ron Oath'],
    ['Iron Oath', 'IRON OATH'],
    ['Iron Oath', 'IronOath'],
    ['Modern', 'Modem'],
    ['Viking', '\u03BDiking'],
    ['Willow', 'VViIIow'],
    ['BEPA', '\u0412\u0415\u0420\u0410'],
    ['HENO', '\u0397\u0395\u039D\u039F'],
    ['HENO', '\u03B7\u03B5\u03BD\u03BF'],
    ['\u0391\u03B8\u03AE\u03BD\u03B1', '\u0391\u0398\u0389\u039D\u0391'],
  ])('takes %j and %j for the same', (one, other) => {
    expect(nameSkeleton(one)).toBe(nameSkeleton(other));
  });

  it('keeps different names apart', () => {
    const names = [
      'Iron Oath',
      'Iron Oaf',
      'Raven Host',
      'Nordlys',
      'Grimholt',
      'Elk Riders',
      'Hero',
      'Nero',
      '\u5317\u98CE\u65CF',
      'Wolf 2',
      'Wolf 3',
    ];
    expect(new Set(names.map(nameSkeleton)).size).toBe(names.length);
  });
});
