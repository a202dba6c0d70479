/*
 * Characters that are read as a Latin letter or digit. Keys and values are strings of equal length in characters: the
 * n-th key becomes the n-th value. The tables only decide whether two names are too similar; names are shown as written.
 */

/** Greek capitals, mapped before lower-casing: several lower-case forms resemble another letter than their capital. */
const GREEK_CAPITALS = ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ', 'abezhlkmnoptyxc'] as const;

const LOWER_CASE = [
  // Digits and signs that stand for letters, and the one class of i, l, 1 and |.
  ['0158|i', 'olsbll'],
  // Cyrillic
  ['аӑвгґдеєзіїјкӏмнопрсѕтуүхһцчшщъыьэԁԛԝѵѡғқҳҫәөᴦ', 'aabrrdeeзlljklmhonpcstyyxhu4wwblbeqqqvwfkxceor'],
  // Greek lower case
  ['αβγδεζηθικλμνξοπρςστυφχψωϲϳϱ', 'abydeznolkλuvξonpcotuφxψwcjp'],
  // Armenian
  ['օսհոցյզք', 'ouhngjqp'],
  // Latin letters that do not decompose
  ['øłđħıȷŧɑɡɩɪɴʀʏʟɛɔꞵƅɗɓɠƙƴƶɦɱɲŋɾʋƒ', 'oldhljtagllnrylecbbdbgkyzhmnnrvf'],
] as const;

/** Letters that stand for two. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ю', 'lo'],
];

export const capitalLookalikes: ReadonlyMap<string, string> = toMap([GREEK_CAPITALS]);
export const lookalikes: ReadonlyMap<string, string> = new Map([...toMap(LOWER_CASE), ...PAIRS]);

function toMap(tables: readonly (readonly [string, string])[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const [from, to] of tables) {
    const [keys, values] = [[...from], [...to]];
    if (keys.length !== values.length) throw new RangeError('Keys and values of a look-alike table differ in length');
    for (const [index, key] of keys.entries()) map.set(key, values[index]!);
  }
  return map;
}
