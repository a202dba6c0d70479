/** Work that comes in crowds, a few at a time: what is more than the line can hold is refused at once. */
export interface TurnstileOptions {
  readonly atOnce: number;
  readonly maxWaiting: number;
}

export class TurnstileFull extends Error {
  constructor() {
    super('too many are waiting already');
  }
}

export class Turnstile {
  #inside = 0;
  readonly #line: (() => void)[] = [];
  readonly #options: TurnstileOptions;
  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  waiting(): number {
    return this.#line.length;
  }

  /** Runs `work` when it is its turn. Rejects with TurnstileFull when the line is full. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#options.atOnce) {
      if (this.#line.length >= this.#options.maxWaiting) throw new TurnstileFull();
      // Whoever leaves hands over its place: the count stays.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    } else this.#inside++;
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next === undefined) this.#inside--;
      else next();
    }
  }
}
