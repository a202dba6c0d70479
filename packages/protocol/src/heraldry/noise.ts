/** Mixes small integers to a number in [0, 1). The only source of irregularity of the map and of the shields. */
export function noise(...ints: number[]): number {
  let h = 0x9e3779b9;
  for (const i of ints) {
    h = Math.imul(h ^ (i + 0x7f4a7c15), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) / 2 ** 32;
}

/** Like {@link noise}, in [-1, 1). */
export function signedNoise(...ints: number[]): number {
  return noise(...ints) * 2 - 1;
}
