/**
 * Sends what has gathered to another program, now and then, and never keeps anybody waiting: what is too much, or cannot be delivered, is
 * dropped and counted. Nothing in the game depends on it.
 */
export interface OutboxOptions<T> {
  /** Sends one parcel; rejects when it was not taken. */
  readonly send: (parcel: T[], signal: AbortSignal) => Promise<void>;
  readonly everyMs: number;
  readonly maxWaiting: number;
  readonly maxParcel: number;
  /** Told of trouble, at most once a minute, with what was lost since. */
  readonly onLost: (lost: number, problem: string) => void;
}

const SEND_WITHIN_MS = 5_000;
const TELL_EVERY_MS = 60_000;

export class Outbox<T> {
  readonly #options: OutboxOptions<T>;
  readonly #timer: NodeJS.Timeout;
  #waiting: T[] = [];
  #sending: Promise<void> | null = null;
  #lost = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: OutboxOptions<T>) {
    this.#options = options;
    this.#timer = setInterval(() => void this.flush(), options.everyMs);
    this.#timer.unref();
  }

  add(item: T): void {
    if (this.#waiting.length < this.#options.maxWaiting) this.#waiting.push(item);
    else this.#lose(1, 'too much at once');
  }

  /** Sends all that waits now. Never rejects. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    await this.flush();
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const parcel = this.#waiting.splice(0, this.#options.maxParcel);
      try {
        await this.#options.send(parcel, AbortSignal.timeout(SEND_WITHIN_MS));
      } catch (error) {
        this.#lose(parcel.length, error instanceof Error ? error.message : String(error));
        // Whoever does not answer now will not in a moment either.
        return;
      }
    }
  }

  #lose(count: number, problem: string): void {
    this.#lost += count;
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#options.onLost(this.#lost, problem);
    this.#lost = 0;
  }
}

/** A POST that fails unless it is taken. Redirects are not followed: what is sent is meant for this address alone. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
}
