import { createHash } from 'node:crypto';
import { type DrawStream, drawStream } from '@cryptotribes/rules/core/random';

/** All chance of a played season, from one seed. */
export class Dice {
  readonly #stream: DrawStream;
  constructor(seed: string) {
    this.#stream = drawStream(createHash('sha256').update(seed).digest(), 'play');
  }
  /** 0 to n - 1. */
  below(n: number): number {
    return this.#stream.int(n);
  }
  /** True in `part` of 1000 cases. */
  chance(part: number): boolean {
    return this.below(1000) < part;
  }
  pick<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : (items[this.below(items.length)] as T);
  }
  /** 32 hex characters. */
  clientSeed(): string {
    return Array.from({ length: 4 }, () =>
      this.below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  }
}
