/** A bot's own luck: reproducible from one number, so that a bot's behaviour can be tested. Never used for the game's chance. */
export interface BotRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True in `probability` of all cases (0 to 1; above 1 is always). */
  chance(probability: number): boolean;
  /** One of the items, in proportion to its weight; null when there is none with a positive weight. */
  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T | null;
}

/** The mulberry32 generator: 32 bits of state, good enough for taste and timing. */
export function createBotRandom(seed: number): BotRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    weighted(items, weightOf) {
      const weights = items.map((item) => Math.max(0, weightOf(item)));
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      let last: (typeof items)[number] | null = null;
      for (const [index, item] of items.entries()) {
        const weight = weights[index] ?? 0;
        if (weight === 0) continue;
        last = item;
        left -= weight;
        if (left < 0) return item;
      }
      return last;
    },
  };
}
