import { describe, expect, it } from 'vitest';
import { parseStrictJson, StrictJsonError } from './strictJson.ts';

const refused = (text: string) => expect(() => parseStrictJson(text)).toThrow(StrictJsonError);
/** `inner` as the value of keys and lists, so many levels deep. */
const wrapped = (inner: string, levels: number): string =>
  levels === 0 ? inner : wrapped(levels % 2 === 0 ? `[${inner}]` : `{"k":${inner}}`, levels - 1);

describe('strict JSON', () => {
  it('reads what JSON says', () => {
    const text = '{"a":[1,-2.5,true,null,"\\u00e9\\n"],"b":{"a":1},"":{}}';
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    expect(parseStrictJson(wrapped('1', 32))).toEqual(JSON.parse(wrapped('1', 32)));
  });

  it.each(['', '{', '[1,]', '{"a"}', "{'a':1}", 'NaN', '0x5', '01', '+1', '"\\x"', '"open', '{"a":1}x', '\u0661'])(
    'refuses %j',
    refused,
  );

  it('refuses a key that occurs twice at any depth, however it is written', () => {
    for (let levels = 0; levels < 6; levels++) {
      refused(wrapped('{"quantity":1,"quantity":1000}', levels));
      refused(wrapped('{"quantity":1,"\\u0071uantity":1000}', levels));
      refused(wrapped('{"quantity" :1,"other":{"quantity":2},"quantity"\t: 3}', levels));
    }
    expect(parseStrictJson('[{"a":1},{"a":2},"a","a"]')).toHaveLength(4);
  });

  it('changes the prototype of nothing, at any depth, a thousand times', () => {
    for (let n = 0; n < 1_000; n++) {
      const levels = n % 6;
      for (const key of ['__proto__', '\\u005f_proto__'])
        parseStrictJson(wrapped(`{"${key}":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`, levels));
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(([] as unknown as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses what is too deep or too wide before anything is built from it', () => {
    refused('['.repeat(100_000) + ']'.repeat(100_000));
    refused(`${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`);
    refused(wrapped('1', 33));
    refused(`{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(',')}}`);
  });

  it('refuses NUL and halves of characters, written out or escaped, in keys and in texts', () => {
    for (const bad of ['\\u0000', '\\ud800', '\\udc00\\ud800', '\ud800']) {
      refused(`{"a":"${bad}"}`);
      refused(`{"${bad}":1}`);
    }
    expect(parseStrictJson('"\\ud83d\\ude00"')).toBe('\u{1f600}');
  });
});
